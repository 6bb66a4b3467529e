using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk.Allocation;

namespace NeuralTrader.Cluster.Tests.Risk;

public sealed class AllocationTests
{
    private readonly TradingCluster cluster;
    private readonly NeuralTraderClient client;

    public AllocationTests(TradingCluster cluster)
    {
        (this.cluster, client) = (cluster, new NeuralTraderClient(cluster.Grains));
        for (int i = 0; i < 4; i++) cluster.Bars.Flat($"ALLOC{i}", Prices(i));
    }

    [Fact]
    public async Task Stored_prices_become_weights_with_their_sources_and_dates()
    {
        OptimizePortfolioAnswer answer = await client.OptimizePortfolioAsync(new(["alloc0", "ALLOC1", "ALLOC2", "ALLOC3"], Constraints: new(MaxWeight: 0.4), FrontierPoints: 5));
        Assert.Equal(["ALLOC0", "ALLOC1", "ALLOC2", "ALLOC3"], answer.Portfolio.Assets.Select(asset => asset.Symbol));
        Assert.Equal(1, answer.Portfolio.Assets.Sum(asset => asset.Weight), 9);
        Assert.All(answer.Portfolio.Assets, asset => Assert.InRange(asset.Weight, -1e-12, 0.4 + 1e-12));
        Assert.Equal((119, MemoryBars.Day(2), MemoryBars.Day(120)), (answer.Data!.Observations, answer.Data.From, answer.Data.To));
        Assert.All(answer.Data.Sources, source => Assert.True(source.Provenance.IsSynthetic));
        Assert.InRange(answer.Data.ShrinkageIntensity, 0, 1);
        Assert.Equal(5, answer.Portfolio.Frontier.Count);
        Assert.Equal(1, answer.Target.Values.Sum());
        Assert.Equal("cpu", answer.Device.Name);
    }

    [Theory, InlineData(AllocationObjective.MaxSharpe), InlineData(AllocationObjective.RiskParity), InlineData(AllocationObjective.HierarchicalRiskParity), InlineData(AllocationObjective.MinShortfall), InlineData(AllocationObjective.Utility)]
    public async Task Every_objective_answers_through_the_cluster(AllocationObjective objective)
    {
        foreach (CovarianceEstimator estimator in Enum.GetValues<CovarianceEstimator>())
        {
            OptimizePortfolioAnswer answer = await client.OptimizePortfolioAsync(new(["ALLOC0", "ALLOC1", "ALLOC2", "ALLOC3"], objective, Estimator: estimator, RiskFreeRate: -1));
            Assert.Equal(1, answer.Portfolio.Assets.Sum(asset => asset.Weight), 8);
            Assert.True(answer.Portfolio.Volatility > 0 && answer.Portfolio.SharpeError > 0);
        }
    }

    [Fact]
    public async Task Inline_estimates_need_no_stored_prices()
    {
        // Two independent assets, variances 0.04 and 0.01: inverse variances 1 : 4.
        OptimizePortfolioAnswer answer = await client.OptimizePortfolioAsync(new(["ONE", "TWO"], Covariance: [[0.04, 0], [0, 0.01]]));
        Assert.Null(answer.Data);
        Assert.Equal([0.2, 0.8], answer.Portfolio.Assets.Select(asset => Math.Round(asset.Weight, 12)));
        Assert.True(double.IsNaN(answer.Portfolio.ExpectedReturn));
        Assert.Equal([0.2m, 0.8m], answer.Target.Values);
    }

    [Fact]
    public async Task A_portfolio_gives_its_weights_and_gets_its_trades()
    {
        await cluster.Open("allocated", 100_000);
        await cluster.Portfolio("allocated").Execute(TradingCluster.Buy("allocated", "ALLOC0", 100, "first"), default);
        OptimizePortfolioAnswer answer = await client.OptimizePortfolioAsync(new(["ALLOC0", "ALLOC1"], AllocationObjective.RiskParity, PortfolioId: "allocated"));
        Assert.Null(answer.TradesRefused);
        Assert.NotEmpty(answer.Trades!.Trades);
        Assert.True(answer.Portfolio.Turnover > 0);
        InvalidInputException missing = await Assert.ThrowsAsync<InvalidInputException>(() => client.OptimizePortfolioAsync(new(["ALLOC1"], PortfolioId: "allocated")));
        Assert.Equal("symbols", missing.Field);
        Assert.Contains("ALLOC0 is missing", missing.Allowed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_met_is_refused_by_the_constraint_that_does_it()
    {
        RefusalException caps = await Assert.ThrowsAsync<RefusalException>(() => client.OptimizePortfolioAsync(new(["ALLOC0", "ALLOC1"], Constraints: new(MaxWeight: 0.4))));
        Assert.Equal((RefusalKind.Infeasible, "constraints.minInvested"), (caps.Refusal.Kind, caps.Refusal.Field));
        RefusalException none = await Assert.ThrowsAsync<RefusalException>(() => client.OptimizePortfolioAsync(new(["ALLOC0", "NOSUCH"])));
        Assert.Equal(RefusalKind.NoMarketData, none.Refusal.Kind);
        RefusalException few = await Assert.ThrowsAsync<RefusalException>(() => client.OptimizePortfolioAsync(new(["ALLOC0", "ALLOC1"], To: MemoryBars.Day(5))));
        Assert.Equal(RefusalKind.InsufficientData, few.Refusal.Kind);
        RefusalException twin = await Assert.ThrowsAsync<RefusalException>(() => client.OptimizePortfolioAsync(new(["ONE", "TWO"], Covariance: [[0.04, 0.04], [0.04, 0.04]])));
        Assert.Equal(RefusalKind.SingularCovariance, twin.Refusal.Kind);
        Assert.Equal("symbols", (await Assert.ThrowsAsync<InvalidInputException>(() => client.OptimizePortfolioAsync(new(["ALLOC0", "alloc0"])))).Field);
        Assert.Equal("covariance[1]", (await Assert.ThrowsAsync<InvalidInputException>(() => client.OptimizePortfolioAsync(new(["ONE", "TWO"], Covariance: [[0.04, 0], [0]])))).Field);
        Assert.Equal("decay", (await Assert.ThrowsAsync<InvalidInputException>(() => client.OptimizePortfolioAsync(new(["ALLOC0", "ALLOC1"], Estimator: CovarianceEstimator.Ewma, Decay: 1)))).Field);
    }

    private static double[] Prices(int seed)
    {
        Random random = new(seed), market = new(99);
        double[] prices = new double[120];
        double price = 100;
        for (int t = 0; t < prices.Length; t++) prices[t] = price *= 1.0005 + (0.02 * (market.NextDouble() - 0.5)) + (0.01 * (1 + seed) * (random.NextDouble() - 0.5));
        return prices;
    }
}
