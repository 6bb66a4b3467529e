using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Tests.Backtesting;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Tests.Trading;

public sealed class TradeSimulationTests
{
    private static readonly TradingCosts Costs = new(
        new Commission(CostModel.Percentage, Fraction: 0.001m), new Slippage(CostModel.Percentage, Fraction: 0.0005m), BorrowRateAnnual: 0.05m);

    [Theory, InlineData(PathModel.Bootstrap), InlineData(PathModel.GeometricBrownian)]
    public void Before_costs_a_sale_is_the_mirror_of_a_purchase(PathModel model)
    {
        TradeSimulationResult buy = Run(TradeAction.Buy, model: model), sell = Run(TradeAction.Sell, model: model);
        Assert.Equal(-buy.ExpectedProfit, sell.ExpectedProfit, 1e-8 * buy.Notional);
        Assert.Equal(buy.Deviation, sell.Deviation, 1e-8 * buy.Notional);
        for (int i = 0; i < buy.Quantiles.Length; i++) Assert.Equal(-buy.Quantiles[i], sell.Quantiles[^(i + 1)], 1e-8 * buy.Notional);
        Assert.Equal(1, buy.ProbabilityOfProfit + sell.ProbabilityOfProfit, 1e-12);
        Assert.NotEqual(buy.ExpectedProfit, sell.ExpectedProfit);
    }

    [Fact]
    public void After_costs_both_sides_together_lose_what_they_cost()
    {
        TradeSimulationResult buy = Run(TradeAction.Buy, Costs), sell = Run(TradeAction.Sell, Costs);
        Assert.Equal(buy.RoundTripCost + sell.RoundTripCost, -(buy.ExpectedProfit + sell.ExpectedProfit), 1e-6);
        Assert.True(sell.RoundTripCost > buy.RoundTripCost); // the loan of the units
    }

    [Fact]
    public void Geometric_paths_have_the_moments_of_history()
    {
        double[] close = TestBars.Sp500.Close.ToArray();
        double[] logs = [.. close.Zip(close.Skip(1), (a, b) => Math.Log(b / a))];
        double mean = logs.Average(), variance = logs.Sum(r => (r - mean) * (r - mean)) / (logs.Length - 1);
        TradeSimulationResult result = Run(TradeAction.Buy, model: PathModel.GeometricBrownian, paths: 200_000);
        double expected = Math.Exp((21 * mean) + (21 * variance / 2)) - 1; // the mean of a log-normal
        Assert.Equal(expected, result.ExpectedReturn, 4 * result.StandardError / result.Notional);
        Assert.Equal(Math.Exp(21 * mean) - 1, result.Median / result.Notional, 4 * result.StandardError / result.Notional);
        Assert.InRange(result.ProbabilityOfProfit, 0.515, 0.524); // N(21·mean / √(21·variance)) = N(0.0488) = 0.5195, error 0.0011
    }

    [Fact]
    public void The_figures_hold_together()
    {
        TradeSimulationResult result = Run(TradeAction.Buy, Costs);
        Assert.Equal(result.Quantiles, result.Quantiles.Order());
        Assert.Equal(result.Median, result.Quantiles[3]);
        Assert.True(result.ExpectedShortfall95 > result.ValueAtRisk95);
        Assert.Equal(-result.Quantiles[1], result.ValueAtRisk95, 0.01 * result.Notional);
        double risk = result.ExpectedShortfall95 / result.Notional / 0.1;
        Assert.Equal(risk / (1 + risk), result.RiskScore, 1e-12);
        Assert.Equal(result.Deviation / 100, result.StandardError, 1e-9); // √10,000 paths
        Assert.True(result.Analogues is { Count: > 5, WinRate: > 0 and < 1 });
        Assert.Equivalent(result, Run(TradeAction.Buy, Costs), strict: true);
        Assert.NotEqual(result.ExpectedProfit, Run(TradeAction.Buy, Costs, seed: 2).ExpectedProfit);
    }

    [Fact]
    public void Closing_risks_nothing_but_its_cost()
    {
        TradeSimulationResult result = Run(TradeAction.Close, Costs);
        double cost = 10 * TestBars.Sp500.Close[^1] * (0.0005 + (0.9995 * 0.001));
        Assert.Equal(-cost, result.ExpectedProfit, 1e-6);
        Assert.Equal(0, result.Deviation, 1e-9);
        Assert.Equal(0, result.ProbabilityOfProfit);
        Assert.Null(result.Analogues);
    }

    [Fact]
    public void Bad_arguments_are_refused_by_name()
    {
        var spec = new TradeSimulationSpec("momentum", TradeAction.Buy, 10);
        Assert.Equal("quantity", Refused(spec with { Quantity = -1 }));
        Assert.Equal("quantity", Refused(spec with { Quantity = double.NaN }));
        Assert.Equal("horizonBars", Refused(spec with { HorizonBars = 0 }));
        Assert.Equal("paths", Refused(spec with { Paths = 1_000_000, HorizonBars = 10_000 }));
        Assert.Equal("strategy", Refused(spec with { Strategy = "x" }));
        Assert.Equal("action", Refused(spec with { Action = 0 }));
        Assert.Equal("series", Assert.Throws<InvalidInputException>(
            () => TradeSimulation.Run(spec, TestBars.Sp500.Last(30), TestContext.Current.CancellationToken)).Field);

        static string Refused(TradeSimulationSpec bad) => Assert.Throws<InvalidInputException>(
            () => TradeSimulation.Run(bad, TestBars.Sp500, TestContext.Current.CancellationToken)).Field;
    }

    private static TradeSimulationResult Run(
        TradeAction action, TradingCosts? costs = null, PathModel model = PathModel.Bootstrap, int paths = 10_000, int seed = 1) =>
        TradeSimulation.Run(
            new TradeSimulationSpec("mean_reversion", action, 10, Costs: costs, Model: model, Paths: paths, Seed: seed), TestBars.Sp500,
            TestContext.Current.CancellationToken);
}
