using System.Globalization;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Tests.Backtesting;

/// <summary>Bars and grids for tests.</summary>
internal static class GridBars
{
    public static readonly BarSeries Sp500 = ReadSp500();

    public static readonly TradingCosts Costs = new(
        new Commission(CostModel.Percentage, Fraction: 0.0007m), new Slippage(CostModel.Percentage, Fraction: 0.0005m), 0.0002m);

    /// <summary>A grid for every strategy that has a kernel, with combinations that do not go together among them.</summary>
    public static readonly Dictionary<string, GridAxis[]> Grids = new()
    {
        ["sma_cross"] = [new("fast", [1, 2, 5, 13, 20, 50]), new("slow", [4, 10, 20, 30, 50, 80, 100, 150, 200])],
        ["macd_trend"] = [new("fast", [3, 12]), new("slow", [10, 26]), new("signal", [1, 2, 5, 9, 12, 15, 20, 30, 40])],
        ["rsi_reversal"] = [new("period", [1, 2, 3, 5, 7, 9, 14, 20, 30]), new("oversold", [20, 45]), new("overbought", [55, 80])],
        ["mean_reversion"] = [new("lookback", [3, 5, 10, 20, 40, 60, 80, 100, 120]), new("entry", [0.5, 2]), new("exit", [0, 0.5, 1])],
        ["bollinger_reversion"] = [new("period", [2, 5, 10, 20, 40, 60, 80, 100]), new("deviations", [0.5, 1, 2])],
        ["breakout"] = [new("entry", [2, 5, 10, 20, 40, 55, 60, 80, 100]), new("exit", [1, 5, 20])],
        ["momentum"] = [new("lookback", [2, 10, 21, 42, 63, 126, 200, 252]), new("skip", [0, 21]), new("volatilityBars", [5, 63])],
        ["trend_following"] = [new("fast", [1, 10]), new("slow", [10, 20, 40, 60, 80, 100, 150, 200]), new("atrMultiple", [0.5, 3])],
    };

    public static TheoryData<string> Strategies => [.. Grids.Keys];

    /// <summary>A walk on a grid of prices, so that averages and bands are met exactly now and then.</summary>
    /// <param name="seed">Of the walk.</param>
    /// <param name="count">Bars.</param>
    /// <param name="volatility">Of a bar.</param>
    /// <param name="tick">Prices are multiples of it.</param>
    public static BarSeries Walk(int seed, int count, double volatility = 0.015, double tick = 0.25)
    {
        var random = new Random(seed);
        var bars = new Bar[count];
        double price = 100;
        for (int i = 0; i < count; i++)
        {
            double open = OnTick(price * (1 + (0.4 * volatility * (random.NextDouble() - 0.5))));
            price = open * Math.Exp((0.01 * Math.Log(100 / open)) + (3.5 * volatility * (random.NextDouble() - 0.5)));
            double close = OnTick(price);
            double high = OnTick(Math.Max(open, close) * (1 + (volatility * random.NextDouble())));
            double low = OnTick(Math.Min(open, close) * (1 - (volatility * random.NextDouble())));
            var day = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(i);
            bars[i] = new Bar(day, open, Math.Max(high, Math.Max(open, close)), Math.Min(low, Math.Min(open, close)), close, 1000);
        }
        return BarSeries.FromBars(
            new SeriesKey("WALK", BarInterval.Day, PriceBasis.TotalReturn), "USD", new Provenance("seeded walk", IsSynthetic: true), bars);

        double OnTick(double value) => Math.Max(tick, Math.Round(value / tick) * tick);
    }

    public static GridJob Job(BarSeries series, BacktestSpec spec, GridSegment[]? segments = null) =>
        new(spec, series, GridParameters.Product(Grids[spec.Strategy]), segments);

    private static BarSeries ReadSp500()
    {
        using StreamReader reader = new(typeof(GridBars).Assembly.GetManifestResourceStream("spx.csv")!);
        return BarSeries.FromBars(
            new SeriesKey("SPX", BarInterval.Day, PriceBasis.Raw), "PTS", new Provenance("vega-datasets 3.2.1", IsSynthetic: false, "BSD-3-Clause"),
            [.. reader.ReadToEnd().TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')).Select(cell => new Bar(
                DateTime.Parse(cell[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
                Number(cell[1]), Number(cell[2]), Number(cell[3]), Number(cell[4]), Number(cell[5])))]);
    }

    private static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);
}
