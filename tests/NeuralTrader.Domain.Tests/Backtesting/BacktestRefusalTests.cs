using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Backtesting;

/// <summary>What no test could mean is refused by name.</summary>
public sealed class BacktestRefusalTests
{
    private static readonly BarSeries Bars = TestBars.Of((10, 10, 10, 10), (10, 10, 10, 10));

    public static TheoryData<string, BacktestSpec> BadSpecs => new()
    {
        { "strategy", new BacktestSpec("momentun") },
        { "strategy", new BacktestSpec("neural_trend") },
        { "symbols", new BacktestSpec("pairs_trading") },
        { "initialCapital", new BacktestSpec("momentum", InitialCapital: double.NaN) },
        { "positionFraction", new BacktestSpec("momentum", PositionFraction: 1.5) },
        { "stopLoss", new BacktestSpec("momentum", StopLoss: -0.1) },
        { "fillRule", new BacktestSpec("momentum", FillRule: (FillRule)9) },
        { "lookback", new BacktestSpec("momentum", new Dictionary<string, double> { ["lookback"] = 1 }) },
        { "lookback", new BacktestSpec("momentum", new Dictionary<string, double> { ["lookback"] = 100.5 }) },
        { "lookback", new BacktestSpec("momentum", new Dictionary<string, double> { ["lookback"] = double.NaN }) },
        { "lookback", new BacktestSpec("momentum", new Dictionary<string, double> { ["lookback"] = 20 }) },
        { "speed", new BacktestSpec("momentum", new Dictionary<string, double> { ["speed"] = 1 }) },
        { "fast", new BacktestSpec("sma_cross", new Dictionary<string, double> { ["fast"] = 300 }) },
        { "members", new BacktestSpec("ensemble", Members: ["momentum", "Adaptive"]) },
        { "members", new BacktestSpec("ensemble", Members: ["momentum"]) },
        { "members", new BacktestSpec("ensemble", Members: ["momentum", "pairs_trading"]) },
        { "members", new BacktestSpec("momentum", Members: ["momentum", "breakout"]) },
    };

    [Theory, MemberData(nameof(BadSpecs))]
    public void A_bad_spec_is_refused_by_field(string field, BacktestSpec spec) =>
        Assert.Equal(field, Assert.Throws<InvalidInputException>(() => TestBars.Run(spec, [Bars])).Field);

    [Fact]
    public void Bad_data_are_refused_by_position()
    {
        BacktestSpec spec = new("buy_and_hold");
        Assert.Equal("series", Refused([]));
        Assert.Equal("series[0]", Refused([Bars.Slice(0, 1)]));
        Assert.Equal("series[1]", Refused([Bars, Bars]));
        Assert.Equal("series[0].bars[1]", Refused([TestBars.Of((1, 1, 1, 1), (1, 1, 1, double.NaN))]));
        Assert.Equal("series[0].bars[0]", Refused([TestBars.Of((1, 1, 0, 1), (1, 1, 1, 1))]));
        Assert.Equal("actions[0][0].splitRatio", Assert.Throws<InvalidInputException>(
            () => TestBars.Run(spec, [Bars], [[new CorporateAction(TestBars.Day(1), 0, 0)]])).Field);

        string Refused(BarSeries[] series) => Assert.Throws<InvalidInputException>(() => TestBars.Run(spec, series)).Field;
    }

    [Fact]
    public void A_comparison_of_more_work_than_one_call_may_ask_for_is_refused_and_a_canceled_one_stops()
    {
        BacktestResult long20Years = TestBars.Run(new BacktestSpec("buy_and_hold"), [TestBars.Sp500]);
        BacktestResult[] many = [.. Enumerable.Repeat(long20Years, 20)]; // 190 pairs of 5,105 bars
        Assert.Equal("draws", Assert.Throws<InvalidInputException>(
            () => BacktestComparison.Compare(many, draws: 100_000, cancellationToken: TestContext.Current.CancellationToken)).Field);
        Assert.ThrowsAny<OperationCanceledException>(() => BacktestComparison.Compare(many, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Warnings_name_what_a_reader_should_know()
    {
        string[] warnings = TestBars.Run(new BacktestSpec("momentum"), [TestBars.Walk(1, 100)], [[new CorporateAction(TestBars.Day(3), 2, 0)]]).Warnings;
        Assert.Contains(warnings, warning => warning.Contains("synthetic", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.Contains("reads 252 before its first signal", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.Contains("total-return", StringComparison.Ordinal));
    }
}
