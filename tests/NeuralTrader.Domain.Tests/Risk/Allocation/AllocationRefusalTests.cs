using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Domain.Tests.Risk.Allocation;

public sealed class AllocationRefusalTests
{
    private static readonly AllocationMarket Twelve = SampleAssets.Of(12, 240);
    private static readonly Dictionary<string, double> OnlyFirst = new() { ["A1"] = 1 };

    [Fact]
    public void Caps_that_do_not_add_up_to_one_are_named()
    {
        Refusal refusal = Refused(new(AllocationObjective.MinVariance, new(MaxWeight: 0.05)));
        Assert.Equal("constraints.minInvested", refusal.Field);
        Assert.Equal("The sum of all weights must be at least 1, and the largest weights allowed add up to 0.6.", refusal.Detail);
    }

    [Fact]
    public void Floors_that_add_up_to_more_than_one_are_named() =>
        Assert.Equal("The sum of all weights may be at most 1, and the least weights allowed add up to 1.2.", Refused(new(AllocationObjective.MinVariance, new(MinWeight: 0.1))).Detail);

    [Fact]
    public void A_group_its_members_cannot_fill_is_named() =>
        Assert.StartsWith("Group tech must be at least 0.5, and the largest weights allowed add up to 0.3.",
            Refused(new(AllocationObjective.MinVariance, new(MaxWeight: 0.15, Groups: [new("tech", ["A1", "A2"], Min: 0.5)]))).Detail, StringComparison.Ordinal);

    [Fact]
    public void Groups_that_contradict_each_other_are_named_and_others_are_not()
    {
        Refusal refusal = Refused(new(AllocationObjective.MinVariance, new(MaxWeight: 0.5, Groups:
        [
            new("front", ["A1", "A2", "A3"], Min: 0.6), new("back", ["A10", "A11", "A12"], Min: 0.7), new("middle", ["A5", "A6"], Max: 0.9),
        ])));
        Assert.Equal("constraints", refusal.Field);
        Assert.Contains("group front at least 0.6", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("group back at least 0.7", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("the sum of all weights at most 1", refusal.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("middle", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("give way by 0.3", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Turnover_too_small_to_reach_the_caps_is_named_with_what_it_would_take()
    {
        // From one asset to caps of 0.3: 0.7 sold and 0.7 bought.
        Refusal refusal = Refused(new(AllocationObjective.MinVariance, new(MaxWeight: 0.3, TurnoverLimit: 1), CurrentWeights: OnlyFirst));
        Assert.Equal(("constraints.turnoverLimit", "Turnover may be at most 1, and the other constraints need 1.4 of it."), (refusal.Field, refusal.Detail));
    }

    [Fact]
    public void Gross_exposure_too_small_for_the_shorts_that_must_be_held_is_named()
    {
        Dictionary<string, WeightRange> mustShort = new() { ["A1"] = new(Min: -0.3, Max: -0.2) };
        Refusal refusal = Refused(new(AllocationObjective.MinVariance, new(MinWeight: -0.3, Assets: mustShort, GrossLimit: 1.2)));
        Assert.Equal(("constraints.grossLimit", "Gross exposure may be at most 1.2, and the other constraints need 1.4 of it."), (refusal.Field, refusal.Detail));
    }

    [Fact]
    public void A_return_out_of_reach_names_the_largest_within()
    {
        double largest = Twelve.ExpectedReturns!.Max();
        Assert.Equal($"A return of 0.9 is above {largest:0.######}, the largest that the constraints allow.", Refused(new(AllocationObjective.TargetReturn, Target: 0.9)).Detail);
        Assert.Equal("target", Refused(new(AllocationObjective.MinShortfall, Target: 0.9)).Field);
    }

    [Fact]
    public void A_volatility_below_the_least_is_refused_with_the_least()
    {
        double least = Twelve.Best(new(AllocationObjective.MinVariance)).Volatility;
        Refusal refusal = Refused(new(AllocationObjective.TargetRisk, Target: 0.01));
        Assert.Equal(("target", $"A volatility of 0.01 is below {least:0.######}, the least that the constraints allow."), (refusal.Field, refusal.Detail));
    }

    [Fact]
    public void No_Sharpe_ratio_where_nothing_earns_more_than_cash() =>
        Assert.StartsWith("No allowed portfolio earns more than the risk-free rate of 0.9", Refused(new(AllocationObjective.MaxSharpe, RiskFreeRate: 0.9)).Detail, StringComparison.Ordinal);

    [Fact]
    public void An_asset_that_is_two_others_makes_the_covariance_singular_and_is_named()
    {
        double[] returns = SampleAssets.Returns(3, 50, 7), twice = [.. Enumerable.Range(0, 50).SelectMany(t => new[] { returns[t * 3], returns[(t * 3) + 1], (returns[t * 3] + returns[(t * 3) + 1]) / 2 })];
        double[] covariance = new double[9];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                for (int t = 0; t < 50; t++) covariance[(i * 3) + j] += twice[(t * 3) + i] * twice[(t * 3) + j];
        AllocationMarket market = new(["X", "Y", "Z"], covariance, [0.1, 0.1, 0.1]);
        Refusal refusal = PortfolioOptimizer.Optimize(market, new(AllocationObjective.MinVariance)).Refusal!;
        Assert.Equal(RefusalKind.SingularCovariance, refusal.Kind);
        Assert.Contains("Z is, to working precision, a combination", refusal.Detail, StringComparison.Ordinal);
        Assert.False(PortfolioOptimizer.Optimize(market, new(AllocationObjective.HierarchicalRiskParity)).IsRefused); // inverts nothing
    }

    // By hand: (1, −1, 1) earns 0.04·3 + 2·(−0.036 − 0.036 − 0.036) = −0.096 of variance.
    [Theory]
    [InlineData(AllocationObjective.MinVariance), InlineData(AllocationObjective.HierarchicalRiskParity), InlineData(AllocationObjective.RiskParity)]
    [InlineData(AllocationObjective.MinShortfall)]
    public void A_covariance_with_negative_variances_is_refused_by_every_objective(AllocationObjective objective)
    {
        AllocationMarket market = new(["X", "Y", "Z"], [.04, .036, -.036, .036, .04, .036, -.036, .036, .04], [0.1, 0.1, 0.1], [.01, .02, 0, -.01, 0, .01]);
        Refusal refusal = PortfolioOptimizer.Optimize(market, new(objective, Confidence: 0.5)).Refusal!;
        Assert.Equal((RefusalKind.SingularCovariance, "covariance"), (refusal.Kind, refusal.Field));
        Assert.Contains("not positive semidefinite: Z and", refusal.Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData(AllocationObjective.HierarchicalRiskParity), InlineData(AllocationObjective.RiskParity)]
    public void A_covariance_without_an_inverse_is_enough_for_the_rules(AllocationObjective objective)
    {
        AllocatedPortfolio best = PortfolioOptimizer.Optimize(new(["X", "Y"], [.04, .04, .04, .04]), new(objective)).Value!;
        Assert.Equal([0.5, 0.5], best.Assets.Select(asset => asset.Weight), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void A_rule_with_one_answer_that_breaks_a_cap_says_which()
    {
        Refusal refusal = Refused(new(AllocationObjective.RiskParity, new(MaxWeight: 0.1)));
        Assert.Equal(RefusalKind.Infeasible, refusal.Kind);
        Assert.Contains("against a limit of 0.1", refusal.Detail, StringComparison.Ordinal);
    }

    public static TheoryData<string, AllocationSpec> Malformed() => new()
    {
        { "target", new(AllocationObjective.TargetReturn) },
        { "target", new(AllocationObjective.MinVariance, Target: 0.1) },
        { "target", new(AllocationObjective.TargetRisk, Target: double.NaN) },
        { "objective", new((AllocationObjective)99) },
        { "riskAversion", new(AllocationObjective.Utility, RiskAversion: 0) },
        { "confidence", new(AllocationObjective.MinShortfall, Confidence: 1) },
        { "transactionCost", new(AllocationObjective.Utility, TransactionCost: -0.1) },
        { "frontierPoints", new(AllocationObjective.Utility, FrontierPoints: 1) },
        { "currentWeights", new(AllocationObjective.Utility, TransactionCost: 0.01) },
        { "currentWeights", new(AllocationObjective.Utility, new(TurnoverLimit: 0.1)) },
        { "currentWeights[A1]", new(AllocationObjective.Utility, CurrentWeights: new Dictionary<string, double> { ["A1"] = double.NaN }) },
        { "blackLitterman", new(AllocationObjective.BlackLitterman) },
        { "riskBudgets", new(AllocationObjective.MinVariance, RiskBudgets: OnlyFirst) },
        { "riskBudgets[A2]", new(AllocationObjective.RiskParity, RiskBudgets: OnlyFirst) },
        { "constraints.maxWeight", new(AllocationObjective.MinVariance, new(MaxWeight: double.NaN)) },
        { "constraints.maxWeight", new(AllocationObjective.MinVariance, new(MinWeight: 0.3, MaxWeight: 0.2)) },
        { "constraints.maxInvested", new(AllocationObjective.MinVariance, new(MinInvested: 1, MaxInvested: 0.5)) },
        { "constraints.assets", new(AllocationObjective.MinVariance, new(Assets: new Dictionary<string, WeightRange> { ["ZZZ"] = new(0, 1) })) },
        { "constraints.assets[A1].min", new(AllocationObjective.MinVariance, new(Assets: new Dictionary<string, WeightRange> { ["A1"] = new(0.5, 0.2) })) },
        { "constraints.groups[g].symbols", new(AllocationObjective.MinVariance, new(Groups: [new("g", [], 0, 1)])) },
        { "constraints.groups[0]", new(AllocationObjective.MinVariance, new(Groups: [null!])) },
        { "constraints.groups[g].max", new(AllocationObjective.MinVariance, new(Groups: [new("g", ["A1"])])) },
        { "constraints.grossLimit", new(AllocationObjective.MinVariance, new(GrossLimit: 0)) },
        { "constraints.turnoverLimit", new(AllocationObjective.MinVariance, new(TurnoverLimit: -1), CurrentWeights: OnlyFirst) },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void Malformed_wishes_are_refused_by_member(string field, AllocationSpec spec) =>
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() => PortfolioOptimizer.Optimize(Twelve, spec)).Field);

    [Fact]
    public void Malformed_markets_are_refused_by_member()
    {
        Assert.Equal("covariance[B][A]", Refused(["A", "B"], [1, 2, 2, 1]));
        Assert.Equal("covariance[B][A]", Refused(["A", "B"], [1, 0.5, 0.4, 1]));
        Assert.Equal("covariance[B][B]", Refused(["A", "B"], [1, 0, 0, -1]));
        Assert.Equal("covariance[B][A]", Refused(["A", "B"], [1, double.NaN, double.NaN, 1]));
        Assert.Equal("covariance", Refused(["A", "B"], [1, 0, 1]));
        Assert.Equal("symbols", Refused(["A", "A"], [1, 0, 0, 1]));
        Assert.Equal("symbols", Refused([], []));
        Assert.Equal("expectedReturns[1]", Assert.Throws<InvalidInputException>(() => new AllocationMarket(["A", "B"], [1, 0, 0, 1], [0, double.PositiveInfinity])).Field);
        Assert.Equal("covariance", Assert.Throws<InvalidInputException>(() => new AllocationMarket(["A"], null)).Field);

        static string Refused(string[] names, double[] covariance) => Assert.Throws<InvalidInputException>(() => new AllocationMarket(names, covariance)).Field;
    }

    [Fact]
    public void What_an_objective_needs_and_the_market_has_not_is_named()
    {
        AllocationMarket bare = new(["A", "B"], [1, 0, 0, 1]);
        Assert.Equal("expectedReturns", Assert.Throws<InvalidInputException>(() => PortfolioOptimizer.Optimize(bare, new(AllocationObjective.MaxSharpe))).Field);
        Assert.Equal("scenarios", Assert.Throws<InvalidInputException>(() => PortfolioOptimizer.Optimize(bare, new(AllocationObjective.MinShortfall))).Field);
        AllocationMarket tested = new(["A", "B"], null, null, [0.01, 0.02, -0.01, 0.03]);
        Assert.Equal("covariance", Assert.Throws<InvalidInputException>(() => PortfolioOptimizer.Optimize(tested, new(AllocationObjective.MinVariance))).Field);
    }

    private static Refusal Refused(AllocationSpec spec)
    {
        Answer<AllocatedPortfolio> answer = PortfolioOptimizer.Optimize(Twelve, spec);
        Assert.True(answer.IsRefused);
        return answer.Refusal;
    }
}
