using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Domain.Tests.Risk.Allocation;

/// <summary>Two uncorrelated assets, volatilities 20 % and 10 %, returns 12 % and 6 %: small enough for a pencil.</summary>
public sealed class WorkedAllocationTests
{
    private static readonly AllocationMarket Two = new(["RISKY", "CALM"], [0.04, 0, 0, 0.01], [0.12, 0.06]);

    [Fact]
    public void Least_variance_is_inverse_variance()
    {
        AllocatedPortfolio best = Two.Best(new(AllocationObjective.MinVariance));
        Near([0.2, 0.8], best.Weights());
        Assert.Equal(Math.Sqrt(0.008), best.Volatility, 14); // 0.04 · 0.04 + 0.64 · 0.01
        Assert.Equal(0.072, best.ExpectedReturn, 14);
        Assert.Equal(1 / 0.68, best.EffectiveAssets, 12);
        Assert.Equal(0.12 / Math.Sqrt(0.008), best.DiversificationRatio, 12); // 0.2 · 0.2 + 0.8 · 0.1
        Near([0.2, 0.8], [.. best.Assets.Select(asset => asset.RiskContribution)]);
        Assert.Equal(0.008, best.Binding.Single(binding => binding.Name == "the sum of all weights").Multiplier, 14); // half the variance grows by σ² for a unit more
    }

    [Fact]
    public void Largest_Sharpe_is_excess_return_over_variance() =>
        Near([1.0 / 3, 2.0 / 3], Two.Best(new(AllocationObjective.MaxSharpe)).Weights()); // 0.12/0.04 : 0.06/0.01 = 3 : 6

    [Fact]
    public void Utility_by_hand() // w = 1/5 + (0.12 − 0.06) / (λ · 0.05): λ = 4 gives 0.5, λ = 1 all in the risky one
    {
        Near([0.5, 0.5], Two.Best(new(AllocationObjective.Utility, RiskAversion: 4)).Weights());
        Near([1, 0], Two.Best(new(AllocationObjective.Utility, RiskAversion: 1)).Weights());
    }

    [Fact]
    public void Targets_by_hand()
    {
        Near([0.5, 0.5], Two.Best(new(AllocationObjective.TargetReturn, Target: 0.09)).Weights());
        Near([0.5, 0.5], Two.Best(new(AllocationObjective.TargetRisk, Target: Math.Sqrt(0.0125))).Weights());
        Near([0.2, 0.8], Two.Best(new(AllocationObjective.TargetReturn, Target: 0.05)).Weights()); // least variance earns more than that already
        AllocatedPortfolio all = Two.Best(new(AllocationObjective.TargetRisk, Target: 0.5));
        Near([1, 0], all.Weights());
        Assert.Contains("more risk earns nothing", all.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Risk_parity_is_inverse_volatility_for_uncorrelated_assets()
    {
        Near([1.0 / 3, 2.0 / 3], Two.Best(new(AllocationObjective.RiskParity)).Weights());
        Near([0.2, 0.8], Two.Best(new(AllocationObjective.HierarchicalRiskParity)).Weights());
        Near([0.5, 0.5], Two.Best(new(AllocationObjective.RiskParity, RiskBudgets: new Dictionary<string, double> { ["RISKY"] = 4, ["CALM"] = 1 })).Weights());
    }

    [Fact]
    public void Cash_is_held_where_it_may_be()
    {
        // λ = 20 without a budget: excess over 20 variances, (0.12 − 0.02)/0.8 and (0.06 − 0.02)/0.2.
        AllocatedPortfolio best = Two.Best(new(AllocationObjective.Utility, new(MinInvested: 0), RiskAversion: 20, RiskFreeRate: 0.02));
        Near([0.125, 0.2], best.Weights());
        Assert.Equal(0.675, best.Cash, 12);
        Assert.Equal((0.125 * 0.12) + (0.2 * 0.06) + (0.675 * 0.02), best.ExpectedReturn, 12);
    }

    [Fact]
    public void Costs_keep_what_is_held_until_a_trade_pays()
    {
        // At 0.4 : 0.6 the gain of a move to the risky asset is 0.06 − 4 · (0.04 · 0.4 − 0.01 · 0.6) = 0.02 a unit, a move costs twice the rate.
        Dictionary<string, double> held = new() { ["RISKY"] = 0.4, ["CALM"] = 0.6 };
        AllocatedPortfolio dear = Two.Best(new(AllocationObjective.Utility, RiskAversion: 4, CurrentWeights: held, TransactionCost: 0.011));
        Assert.Equal(0, dear.Turnover, 7);
        // At 0.005 it pays until 4 · 0.05 · (0.5 − w) = 0.01: w = 0.45.
        AllocatedPortfolio cheap = Two.Best(new(AllocationObjective.Utility, RiskAversion: 4, CurrentWeights: held, TransactionCost: 0.005));
        Near([0.45, 0.55], cheap.Weights(), 1e-7);
        Assert.Equal((0.1, 0.0005), (Math.Round(cheap.Turnover, 6), Math.Round(cheap.Cost, 8)));
        Near([0.42, 0.58], Two.Best(new(AllocationObjective.Utility, new(TurnoverLimit: 0.04), RiskAversion: 4, CurrentWeights: held)).Weights(), 1e-7);
    }

    [Fact]
    public void Shortfall_of_scenarios_by_hand()
    {
        // Half of four scenarios: A loses 4 and 2 %, B gains then, and the other way round; half and half loses 1 % in three of the four.
        AllocationMarket market = new(["A", "B"], null, null, [-0.04, 0.02, -0.02, 0.00, 0.02, -0.04, 0.00, -0.02]);
        AllocatedPortfolio best = market.Best(new(AllocationObjective.MinShortfall, Confidence: 0.5));
        Assert.Equal(0.01, best.ExpectedShortfall, 9);
        Assert.True(double.IsNaN(best.Volatility));
    }

    [Fact]
    public void Frontier_from_least_variance_to_largest_return_by_hand()
    {
        IReadOnlyList<FrontierPoint> points = Two.Best(new(AllocationObjective.MinVariance, FrontierPoints: 3, FrontierWeights: true)).Frontier;
        Assert.Equal([0.072, 0.096, 0.12], points.Select(point => Math.Round(point.ExpectedReturn, 9)));
        Near([0.6, 0.4], points[1].Weights!);
        Assert.Equal(0.2, points[2].Volatility, 9);
    }

    [Fact]
    public void One_asset_is_a_portfolio() =>
        Near([1], new AllocationMarket(["ONLY"], [0.04], [0.1]).Best(new(AllocationObjective.MaxSharpe, FrontierPoints: 4)).Weights());

    [Fact]
    public void Estimated_means_come_with_their_errors_and_a_word_of_warning()
    {
        AllocationMarket year = new(["RISKY", "CALM"], [0.04, 0, 0, 0.01], [0.12, 0.06], null, 252, observations: 1008);
        AllocatedPortfolio best = year.Best(new(AllocationObjective.MaxSharpe));
        Assert.Equal([0.1, 0.05], best.Assets.Select(asset => asset.ExpectedReturnError)); // σ / √4 years
        double perDay = best.Sharpe / Math.Sqrt(252);
        Assert.Equal(Math.Sqrt((1 + (perDay * perDay / 2)) / 1008) * Math.Sqrt(252), best.SharpeError, 12);
        Assert.Contains("too good", best.Warnings.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_returns_have_no_error_of_estimation()
    {
        AllocationMarket year = new(["RISKY", "CALM"], [0.04, 0, 0, 0.01], [0.12, 0.06], null, 252, observations: 1008, hasGivenReturns: true);
        AllocatedPortfolio best = year.Best(new(AllocationObjective.MaxSharpe));
        Assert.All(best.Assets, asset => Assert.Equal(double.NaN, asset.ExpectedReturnError));
        Assert.Equal((double.NaN, double.NaN), (best.ExpectedReturnError, best.SharpeError));
        Assert.Empty(best.Warnings);
        Assert.Equal(1008, best.Observations);
    }

    private static void Near(double[] expected, double[] weights, double tolerance = 1e-9) =>
        Assert.All(expected.Zip(weights), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    [Fact] // return 10 % less 0.5 / 2 · 4 % of variance beats any mixture; its mean is known to 0.2 / √10 = ± 6.3 %
    public void An_objective_that_takes_means_for_certain_says_how_uncertain_they_are()
    {
        AllocationMarket market = new(["A", "B"], [0.04, 0, 0, 0.04], [0.1, 0.05], observations: 2520);
        AllocatedPortfolio best = market.Best(new(AllocationObjective.Utility, RiskAversion: 0.5));
        Near([1, 0], best.Weights());
        Assert.Contains("± 6.3 % a year only", Assert.Single(best.Warnings), StringComparison.Ordinal);
        Assert.Contains("everything into one asset", best.Warnings[0], StringComparison.Ordinal);
        AllocatedPortfolio mixed = market.Best(new(AllocationObjective.Utility, RiskAversion: 10));
        Assert.DoesNotContain("one asset", Assert.Single(mixed.Warnings), StringComparison.Ordinal);
        Assert.Empty(market.Best(new(AllocationObjective.MinVariance)).Warnings);
    }
}
