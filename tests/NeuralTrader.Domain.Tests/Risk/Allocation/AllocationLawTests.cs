using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Domain.Tests.Risk.Allocation;

public sealed class AllocationLawTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(1, 1_000_000).ToArbitrary();

    [Fact]
    public void Weights_keep_their_bounds_and_sum_to_one_whatever_is_wanted() => Law(100, (seed, random) =>
    {
        AllocationMarket market = Market(seed, random);
        AllocationConstraints constraints = Constraints(market, random);
        foreach (AllocationObjective objective in (AllocationObjective[])[AllocationObjective.MinVariance, AllocationObjective.MaxSharpe, AllocationObjective.Utility, AllocationObjective.MinShortfall])
        {
            AllocatedPortfolio best = market.Best(new(objective, constraints, RiskFreeRate: -0.5, RiskAversion: Math.Exp((6 * random.NextDouble()) - 2)));
            Assert.Equal(1, best.Weights().Sum(), 9);
            Assert.All(best.Weights(), weight => Assert.InRange(weight, constraints.MinWeight - 1e-9, constraints.MaxWeight + 1e-9));
            Assert.InRange(best.Weights().Take(2).Sum(), constraints.Groups![0].Min!.Value - 1e-8, constraints.Groups[0].Max!.Value + 1e-8);
            Assert.InRange(best.KktResidual, 0, 1e-7);
            Assert.Equal(1, best.Assets.Sum(asset => asset.RiskContribution), 9);
        }
    });

    [Fact]
    public void No_allowed_portfolio_is_better_than_the_best() => Law(60, (seed, random) =>
    {
        AllocationMarket market = Market(seed, random);
        AllocationConstraints constraints = new(MaxWeight: 0.6);
        AllocatedPortfolio steady = market.Best(new(AllocationObjective.MinVariance, constraints)), steep = market.Best(new(AllocationObjective.MaxSharpe, constraints, RiskFreeRate: -0.5));
        AllocatedPortfolio calm = market.Best(new(AllocationObjective.MinShortfall, constraints)), useful = market.Best(new(AllocationObjective.Utility, constraints, RiskAversion: 4));
        for (int trial = 0; trial < 40; trial++)
        {
            double[] weights = Allowed(market.Count, 0.6, random);
            AllocatedPortfolio other = Figures(market, weights);
            Assert.True(other.Volatility >= steady.Volatility * (1 - 1e-10));
            Assert.True((other.ExpectedReturn + 0.5) / other.Volatility <= steep.Sharpe * (1 + 1e-10));
            Assert.True(other.ExpectedShortfall >= calm.ExpectedShortfall - 1e-9);
            Assert.True(Utility(other) <= Utility(useful) + 1e-10);
        }

        static double Utility(AllocatedPortfolio portfolio) => portfolio.ExpectedReturn - (2 * portfolio.Volatility * portfolio.Volatility);
    });

    [Fact]
    public void The_frontier_rises_and_bends_to_more_risk() => Law(40, (seed, random) =>
    {
        AllocationMarket market = Market(seed, random);
        IReadOnlyList<FrontierPoint> points = market.Best(new(AllocationObjective.MinVariance, Constraints(market, random), FrontierPoints: 9, FrontierWeights: true)).Frontier;
        for (int k = 1; k < points.Count; k++)
        {
            Assert.True(points[k].ExpectedReturn > points[k - 1].ExpectedReturn);
            Assert.True(points[k].Volatility >= points[k - 1].Volatility - 1e-10);
            if (k > 1) // convex: σ at the middle of two returns is at most the mean of their σ
                Assert.True(2 * points[k - 1].Volatility <= points[k].Volatility + points[k - 2].Volatility + 1e-8);
            Assert.Equal(1, points[k].Weights!.Sum(), 9);
        }
    });

    [Fact]
    public void The_order_of_the_assets_does_not_matter() => Law(60, (seed, random) =>
    {
        AllocationMarket market = Market(seed, random);
        int n = market.Count;
        int[] order = [.. Enumerable.Range(0, n).OrderBy(_ => random.Next())];
        double[] covariance = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) covariance[(i * n) + j] = market.Covariance![(order[i] * n) + order[j]];
        AllocationMarket shuffled = new([.. order.Select(i => market.Assets[i])], covariance, [.. order.Select(i => market.ExpectedReturns![i])]);
        foreach (AllocationObjective objective in (AllocationObjective[])[AllocationObjective.MinVariance, AllocationObjective.Utility, AllocationObjective.RiskParity])
        {
            double[] one = market.Best(new(objective)).Weights(), other = shuffled.Best(new(objective)).Weights();
            for (int i = 0; i < n; i++) Assert.Equal(one[order[i]], other[i], 9);
        }
    });

    [Fact]
    public void Every_asset_carries_its_budget_under_risk_parity() => Law(60, (seed, random) =>
    {
        AllocationMarket market = Market(seed, random);
        Dictionary<string, double> budgets = market.Assets.ToDictionary(name => name, _ => 0.05 + random.NextDouble());
        double sum = budgets.Values.Sum();
        Assert.All(market.Best(new(AllocationObjective.RiskParity, RiskBudgets: budgets)).Assets, asset => Assert.Equal(budgets[asset.Symbol] / sum, asset.RiskContribution, tolerance: 1e-11));
    });

    [Fact]
    public void A_multiplier_is_what_the_objective_gains_when_its_limit_gives_way()
    {
        AllocationMarket market = SampleAssets.Of(12, 240);
        BindingConstraint cap = market.Best(Capped(0.15)).Binding.Single(binding => binding.Name == "A2");
        double gain = (Half(Capped(0.15 + 1e-5)) - Half(Capped(0.15 - 1e-5))) / 2e-5;
        Assert.Equal((BindingEnd.Max, 0.15), (cap.End, cap.Limit));
        Assert.True(cap.Multiplier < 0);
        Assert.Equal(gain, cap.Multiplier, Math.Abs(gain) * 1e-5);

        AllocationSpec Capped(double most) => new(AllocationObjective.MinVariance, new(MaxWeight: 0.15, Assets: new Dictionary<string, WeightRange> { ["A2"] = new(Max: most) }));
        double Half(AllocationSpec spec) => Math.Pow(market.Best(spec).Volatility, 2) / 2;
    }

    private static void Law(int cases, Action<int, Random> law) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases), Prop.ForAll(Seeds, seed => law(seed, new Random(seed))));

    private static AllocationMarket Market(int seed, Random random) => SampleAssets.Of(random.Next(4, 15), 80, seed);

    private static AllocationConstraints Constraints(AllocationMarket market, Random random)
    {
        double cap = Math.Min(1, (1.3 + random.NextDouble()) / market.Count), floor = random.Next(2) * -0.2;
        return new(floor, Math.Max(cap, 0.4), Groups: [new("two", [.. market.Assets.Take(2)], Min: 0.05, Max: 0.5)]);
    }

    private static double[] Allowed(int n, double cap, Random random)
    {
        while (true)
        {
            double[] draws = [.. Enumerable.Range(0, n).Select(_ => -Math.Log(1 - random.NextDouble()))];
            double sum = draws.Sum();
            if (draws.Max() / sum <= cap) return [.. draws.Select(draw => draw / sum)];
        }
    }

    // The figures of given weights: the bounds leave no others.
    private static AllocatedPortfolio Figures(AllocationMarket market, double[] weights) =>
        market.Best(new(AllocationObjective.MinVariance, new(
            MinInvested: 0, MaxInvested: 2, Assets: market.Assets.Zip(weights).ToDictionary(pair => pair.First, pair => new WeightRange(pair.Second, pair.Second)))));
}
