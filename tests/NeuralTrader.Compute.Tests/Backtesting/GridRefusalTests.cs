using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Tests.Backtesting;

/// <summary>What a grid does not run, and how it says so.</summary>
public sealed class GridRefusalTests
{
    private static readonly BacktestSpec Spec = new("sma_cross");
    private static readonly GridParameters Periods = GridParameters.Product(new GridAxis("fast", [5, 10]), new GridAxis("slow", [20, 30]));

    [Fact]
    public void Rules_beyond_the_kernel_are_named_and_left_to_the_engine()
    {
        Assert.True(StrategyGrid.Covers(Spec));
        Assert.Contains("ensemble", StrategyGrid.WhyNot(Spec with { Strategy = "ensemble" }), StringComparison.Ordinal);
        Assert.Equal("stopLoss", StrategyGrid.WhyNot(Spec with { StopLoss = 0.1 }));
        Assert.Equal("takeProfit", StrategyGrid.WhyNot(Spec with { TakeProfit = 0.1 }));
        Assert.Equal("wholeUnits", StrategyGrid.WhyNot(Spec with { WholeUnits = true }));
        Assert.Equal("cashRateAnnual", StrategyGrid.WhyNot(Spec with { CashRateAnnual = 0.01 }));
        Assert.Equal("a minimum commission", StrategyGrid.WhyNot(Spec with { Costs = new TradingCosts(new Commission(CostModel.Percentage, Minimum: 1)) }));
        Assert.Equal("a commission per order", StrategyGrid.WhyNot(Spec with { Costs = new TradingCosts(new Commission(CostModel.Fixed, PerOrder: 1)) }));
        var impact = new TradingCosts(Slippage: new Slippage(CostModel.VolumeBased, VolumeImpact: 1));
        Assert.Equal("slippage by volume", StrategyGrid.WhyNot(Spec with { Costs = impact }));
        Assert.Equal("a borrow fee", StrategyGrid.WhyNot(Spec with { Costs = new TradingCosts(BorrowRateAnnual: 0.01m) }));
        Assert.Null(StrategyGrid.WhyNot(Spec with { Costs = new TradingCosts(BorrowRateAnnual: 0.01m), AllowShort = false }));
        Assert.Equal("corporate actions", StrategyGrid.WhyNot(Spec, [new CorporateAction(new DateTime(2020, 1, 1), 2, 0)]));
        Refused("spec", () => Run(Spec with { StopLoss = 0.1 }));
    }

    [Fact]
    public void Grids_that_mean_nothing_are_refused_by_name()
    {
        Refused("axes", () => GridParameters.Product());
        Refused("fast", () => GridParameters.Product(new GridAxis("fast", [])));
        Refused("axes", () => GridParameters.Product(new GridAxis("fast", [1]), new GridAxis("fast", [2])));
        Refused("slow[1]", () => GridParameters.Product(new GridAxis("slow", [1, double.NaN])));
        Refused("rows", () => GridParameters.List(["fast", "slow"], [1, 2, 3]));
        Refused("speed", () => Run(Spec, GridParameters.Product(new GridAxis("speed", [5]))));
        Refused("fast", () => Run(Spec, GridParameters.Product(new GridAxis("fast", [5.5]))));
        Refused("slow", () => Run(Spec, GridParameters.Product(new GridAxis("slow", [50, 1001]))));
        Refused("segments", () => Run(Spec, segments: []));
        Refused("segments[1]", () => Run(Spec, segments: [new(0, 50), new(50, 101)]));
        Refused("segments[0]", () => Run(Spec, segments: [new(0, 1)]));
        GridParameters many = GridParameters.Product(
            new GridAxis("fast", [.. Enumerable.Range(1, 999).Select(i => (double)i)]),
            new GridAxis("slow", [.. Enumerable.Range(2, 999).Select(i => (double)i)]));
        Refused("parameters", () => Run(Spec, many, [.. Enumerable.Range(1, 60).Select(i => new GridSegment(i, i + 5))]));
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Prices_that_are_none_are_refused_with_their_bar(double price)
    {
        BarSeries walk = GridBars.Walk(1, 100);
        BarSeries bad = BarSeries.FromBars(walk.Key, "USD", walk.Provenance, [.. walk.Select((bar, i) => i == 40 ? bar with { Close = price } : bar)]);
        Refused("series[0].bars[40]", () => StrategyGrid.Run(new GridJob(Spec, bad, Periods)));
    }

    [Fact]
    public void One_bar_is_refused_and_a_period_beyond_the_bars_never_trades()
    {
        Refused("series[0]", () => StrategyGrid.Run(new GridJob(Spec, GridBars.Walk(1, 1), Periods)));
        GridFigures late = StrategyGrid.Run(new GridJob(Spec, GridBars.Walk(1, 15), Periods), cancellationToken: TestContext.Current.CancellationToken)[0];
        Assert.Equal((true, 0.0, 0, double.NaN), (late.IsValid, late.TotalReturn, late.Trades, late.Sharpe));
    }

    [Fact]
    public void A_run_that_is_cancelled_ends_and_one_that_is_not_tells_how_far_it_is()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(
            () => StrategyGrid.Run(new GridJob(Spec, GridBars.Walk(1, 100), Periods), cancellationToken: source.Token));
        var heard = new Heard();
        StrategyGrid.Run(new GridJob(Spec, GridBars.Walk(1, 100), Periods), progress: heard, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, heard.Parts[^1]);
        Assert.All(heard.Parts, part => Assert.InRange(part, 0, 1));
    }

    private static GridResult Run(BacktestSpec spec, GridParameters? parameters = null, GridSegment[]? segments = null) =>
        StrategyGrid.Run(new GridJob(spec, GridBars.Walk(1, 100), parameters ?? Periods, segments));

    private static void Refused(string field, Action run) => Assert.Equal(field, Assert.Throws<InvalidInputException>(run).Field);

    private sealed class Heard : IProgress<double>
    {
        public List<double> Parts { get; } = [];

        public void Report(double value) => Parts.Add(value);
    }
}
