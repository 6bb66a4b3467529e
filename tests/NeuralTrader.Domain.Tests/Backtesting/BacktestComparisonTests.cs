using NeuralTrader.Domain.Backtesting;

namespace NeuralTrader.Domain.Tests.Backtesting;

public sealed class BacktestComparisonTests
{
    private static readonly BacktestResult Hold = TestBars.Run(
        new BacktestSpec("buy_and_hold", FillRule: FillRule.SameClose, RiskFreeRateAnnual: 0.02), [TestBars.Sp500]);

    private static readonly BacktestResult Cross = TestBars.Run(
        new BacktestSpec("sma_cross", AllowShort: false, FillRule: FillRule.SameClose, RiskFreeRateAnnual: 0.02), [TestBars.Sp500]);

    [Fact]
    public void The_difference_agrees_with_numpy_draw_by_draw() // Reference/statistics.py
    {
        ComparisonResult compared = BacktestComparison.Compare([Cross, Hold], 7, 200, 10, TestContext.Current.CancellationToken);
        BacktestDifference difference = Assert.Single(compared.Differences);
        Assert.Equal(0.3031800846879597, difference.FirstSharpe, 1e-9);
        Assert.Equal(0.16805880717828742, difference.SecondSharpe, 1e-9);
        Assert.Equal(0.702202148263693, difference.JobsonKorkieZ, 1e-9);
        Assert.Equal(0.4825531060809787, difference.JobsonKorkieP, 1e-9);
        Assert.Equal(0.43283582089552236, difference.BootstrapP, 1e-12);
        Assert.Equal(0.12366618068724428, difference.MeanReturnT, 1e-9);
        Assert.Equal(0.625103847213138, difference.Correlation, 1e-9);
        Assert.Equal((0, 5104), (compared.BestSharpe, difference.Observations));
    }

    [Fact]
    public void The_same_results_do_not_differ()
    {
        BacktestDifference same = Compared(200, Cross, Cross).Differences[0];
        Assert.Equal((0.0, 1.0, 1.0), (same.SharpeDifference, same.JobsonKorkieP, same.BootstrapP));
        Assert.True(double.IsNaN(same.JobsonKorkieZ));
    }

    [Fact]
    public void Swapping_the_pair_swaps_the_sign_and_nothing_else()
    {
        BacktestDifference one = Compared(200, Cross, Hold).Differences[0];
        BacktestDifference other = Compared(200, Hold, Cross).Differences[0];
        Assert.Equal(-one.JobsonKorkieZ, other.JobsonKorkieZ, 1e-12);
        Assert.Equal(one.JobsonKorkieP, other.JobsonKorkieP, 1e-12);
        Assert.Equal(one.BootstrapP, other.BootstrapP);
    }

    [Fact]
    public void Only_common_dates_count_and_none_is_said()
    {
        BacktestSpec spec = new("buy_and_hold");
        BacktestResult early = TestBars.Run(spec, [TestBars.Sp500.Slice(0, 1000)]), late = TestBars.Run(spec, [TestBars.Sp500.Slice(900, 1000)]);
        BacktestDifference part = Compared(100, early, late).Differences[0];
        Assert.Equal((99, TestBars.Sp500.TimeAt(900), TestBars.Sp500.TimeAt(999)), (part.Observations, part.From!.Value, part.To!.Value));
        BacktestResult later = TestBars.Run(spec, [TestBars.Sp500.Slice(2000, 1000)]);
        ComparisonResult apart = Compared(100, early, later);
        Assert.False(apart.Differences[0].Overlaps);
        Assert.True(double.IsNaN(apart.Differences[0].JobsonKorkieP));
        Assert.Contains("fewer than 3 common periods", Assert.Single(apart.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sure_winner_is_found_significant()
    {
        BacktestSpec spec = new("sma_cross", new Dictionary<string, double> { ["fast"] = 1, ["slow"] = 2 }, FillRule: FillRule.SameClose);
        BacktestResult trending = TestBars.Run(spec, [TestBars.Walk(5, 1500)]);
        BacktestResult cheated = trending with { Curve = trending.Curve with { Equity = [.. trending.Curve.Equity.Select((e, i) => e * Math.Pow(1.002, i))] } };
        BacktestDifference found = Compared(500, cheated, trending).Differences[0];
        Assert.InRange(found.JobsonKorkieP, 0, 0.001);
        Assert.Equal(1.0 / 501, found.BootstrapP, 1e-12);
    }

    [Theory]
    [InlineData(1, 200, "results"), InlineData(2, 99, "draws")]
    public void Bad_arguments_are_refused_by_name(int count, int draws, string field) => Assert.Equal(field, Assert.Throws<InvalidInputException>(
        () => Compared(draws, [.. Enumerable.Repeat(Hold, count)])).Field);

    private static ComparisonResult Compared(int draws, params BacktestResult[] results) =>
        BacktestComparison.Compare(results, draws: draws, cancellationToken: TestContext.Current.CancellationToken);
}
