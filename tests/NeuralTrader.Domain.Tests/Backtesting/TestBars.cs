using System.Globalization;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Backtesting;

/// <summary>Bars for tests: the real index, bars written by hand, and seeded ones.</summary>
internal static class TestBars
{
    public static readonly BarSeries Sp500 = ReadSp500();

    /// <summary>Daily bars from 2020-01-01 on, volume 1,000 each.</summary>
    public static BarSeries Of(params (double Open, double High, double Low, double Close)[] bars) => Named("TEST", PriceBasis.Raw, bars);

    public static BarSeries Named(string symbol, PriceBasis basis, params (double Open, double High, double Low, double Close)[] bars) =>
        BarSeries.FromBars(
            new SeriesKey(symbol, BarInterval.Day, basis), "USD", new Provenance("by hand", IsSynthetic: false),
            [.. bars.Select((bar, i) => new Bar(Day(i), bar.Open, bar.High, bar.Low, bar.Close, 1000))]);

    /// <summary>A walk of 1 % days that leans back to 100, so that every rule finds something to do.</summary>
    public static BarSeries Walk(int seed, int count, string symbol = "WALK")
    {
        var random = new Random(seed);
        var bars = new Bar[count];
        double close = 100;
        for (int i = 0; i < count; i++)
        {
            double open = close * (1 + (0.004 * (random.NextDouble() - 0.5)));
            double drift = (0.02 * Math.Log(100 / close)) + (0.01 * Math.Sin(i / 25.0));
            close = open * Math.Exp(drift + (0.03 * (random.NextDouble() - 0.5)));
            double high = Math.Max(open, close) * (1 + (0.01 * random.NextDouble())), low = Math.Min(open, close) * (1 - (0.01 * random.NextDouble()));
            bars[i] = new Bar(Day(i), open, high, low, close, 10_000 + random.Next(5000));
        }
        return BarSeries.FromBars(
            new SeriesKey(symbol, BarInterval.Day, PriceBasis.TotalReturn), "USD", new Provenance("seeded walk", IsSynthetic: true), bars);
    }

    public static BacktestResult Run(BacktestSpec spec, IReadOnlyList<BarSeries> series, IReadOnlyList<CorporateAction>[]? actions = null) =>
        BacktestEngine.Run(spec, series, actions, cancellationToken: TestContext.Current.CancellationToken);

    public static DateTime Day(int i) => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i);

    private static BarSeries ReadSp500()
    {
        using StreamReader reader = new(typeof(TestBars).Assembly.GetManifestResourceStream("Reference/sp500.csv")!);
        return BarSeries.FromBars(
            new SeriesKey("^GSPC", BarInterval.Day, PriceBasis.Raw), "PTS", new Provenance("vega-datasets 3.2.1", IsSynthetic: false, "BSD-3-Clause"),
            [.. reader.ReadToEnd().TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')).Select(cell => new Bar(
                DateTime.Parse(cell[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                Number(cell[1]), Number(cell[2]), Number(cell[3]), Number(cell[4]), Number(cell[5])))]);
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
