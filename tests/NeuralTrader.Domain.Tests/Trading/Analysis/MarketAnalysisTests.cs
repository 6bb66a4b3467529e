using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Tests.Backtesting;
using NeuralTrader.Domain.Trading.Analysis;

namespace NeuralTrader.Domain.Tests.Trading.Analysis;

public sealed class MarketAnalysisTests
{
    private const double Tolerance = 1e-9;

    [Fact] // by a separate program in NumPy 1.24 over the same 5,105 bars
    public void The_newest_bar_of_twenty_years_is_read_as_numpy_reads_it()
    {
        QuickAnalysis analysis = MarketAnalysis.Of(TestBars.Sp500).Value!;
        Assert.Equal(new DateTime(2020, 4, 17, 0, 0, 0, DateTimeKind.Utc), analysis.AsOf);
        Assert.Equal(2874.56, analysis.Price);
        Assert.Equal(2613.1045, analysis.Sma20, Tolerance);
        Assert.Equal(2863.0906, analysis.Sma50, Tolerance);
        Assert.Equal(57.36269465644202, analysis.Rsi14, Tolerance);
        Assert.Equal(16.395998236646392, analysis.Macd, Tolerance);
        Assert.Equal(-35.49093151494961, analysis.MacdSignal, Tolerance);
        Assert.Equal(16.395998236646392 + 35.49093151494961, analysis.MacdHistogram, Tolerance);
        Assert.Equal(2958.156547927556, analysis.BollingerUpper, Tolerance);
        Assert.Equal(2268.052452072445, analysis.BollingerLower, Tolerance);
        Assert.Equal(109.5789892224374, analysis.Atr14, Tolerance);
        Assert.Equal(23.45717290639021, analysis.Adx14, Tolerance);
        Assert.Equal(0.5942234269356672, analysis.VolatilityAnnual, Tolerance);
        Assert.Equal([2728.81, 2191.86], analysis.Support, Near);
        Assert.Equal([2924.98875, 3154.26, 3213.355], analysis.Resistance, Near);
        Assert.Equal(VolumeTrend.Steady, analysis.VolumeTrend); // the newest 10 bars trade 0.978 of the 40 before
        Assert.Equal(Trend.Neutral, analysis.Trend); // the close is above the 50-bar mean, the 20-bar mean below it
        Assert.Equal(analysis.Reasons.Sum(reason => reason.Points), analysis.Score);
        Assert.Equal(Recommendation.Hold, analysis.Recommendation);
    }

    [Theory, InlineData(49), InlineData(2), InlineData(0)]
    public void Too_few_bars_are_refused_with_their_number(int count)
    {
        Refusal refusal = MarketAnalysis.Of(TestBars.Sp500.Slice(0, count)).Refusal!;
        Assert.Equal(RefusalKind.InsufficientData, refusal.Kind);
        Assert.Contains($"{count} bars", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Fifty_bars_are_enough() => Assert.Equal(50, MarketAnalysis.Of(TestBars.Sp500.Slice(0, 50)).Value!.Bars);

    [Theory, InlineData(1.01, Trend.Bullish, VolumeTrend.Rising), InlineData(1 / 1.01, Trend.Bearish, VolumeTrend.Rising)]
    public void A_steady_march_is_a_trend_with_confirming_volume(double step, Trend trend, VolumeTrend volume)
    {
        QuickAnalysis analysis = MarketAnalysis.Of(March(step, bars: 120)).Value!;
        Assert.Equal((trend, volume), (analysis.Trend, analysis.VolumeTrend));
        int direction = trend == Trend.Bullish ? 1 : -1;
        Assert.Equal(direction, analysis.Reasons.Single(reason => reason.Indicator == "sma").Points);
        Assert.Equal(direction, analysis.Reasons.Single(reason => reason.Indicator == "adx").Points);
        Assert.Equal(direction, analysis.Reasons.Single(reason => reason.Indicator == "volume").Points);
        Assert.Equal(-direction, analysis.Reasons.Single(reason => reason.Indicator == "rsi").Points); // it has run far
    }

    [Fact]
    public void Without_volume_nothing_is_said_of_volume()
    {
        QuickAnalysis analysis = MarketAnalysis.Of(March(1.001, bars: 60, volume: _ => 0)).Value!;
        Assert.Equal(VolumeTrend.Unknown, analysis.VolumeTrend);
        Assert.DoesNotContain(analysis.Reasons, reason => reason.Indicator == "volume");
    }

    [Fact] // by hand: swing highs at 12 and 12.2 are one level at a width of 0.5, the swing low at 8 another
    public void Swing_points_close_together_are_one_level()
    {
        double[] high = [.. Enumerable.Repeat(11.0, 40)], low = [.. Enumerable.Repeat(9.0, 40)];
        (high[10], high[25], low[18]) = (12, 12.2, 8);
        for (int i = 0; i < 40; i++) (high[i], low[i]) = (high[i] - (0.0001 * i), low[i] + (0.0001 * (40 - i))); // no two bars alike
        (IReadOnlyList<double> support, IReadOnlyList<double> resistance) = PriceLevels.Around(10, high, low, averageTrueRange: 1);
        Assert.Equal((12 - 0.001 + 12.2 - 0.0025) / 2, resistance[^1], Tolerance);
        Assert.Contains(support, level => Math.Abs(level - 8.0022) < Tolerance);
    }

    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) < Tolerance;

    private static BarSeries March(double step, int bars, Func<int, double>? volume = null) => BarSeries.FromBars(
        new SeriesKey("MARCH", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("by hand", IsSynthetic: true),
        [
            .. Enumerable.Range(0, bars).Select(i => Math.Pow(step, i) * 100).Select((price, i) => new Bar(
                TestBars.Day(i), price / Math.Sqrt(step), price * 1.002, price * 0.998, price, volume?.Invoke(i) ?? 1000 * Math.Pow(1.02, i))),
        ]);
}
