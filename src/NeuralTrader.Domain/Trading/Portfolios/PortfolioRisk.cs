using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>Risk figures of present weights over past returns (historical simulation with constant weights).</summary>
public static class PortfolioRisk
{
    private const int Window = 252, LeastObservations = 20;

    /// <summary>Analyses what a portfolio holds now.</summary>
    /// <param name="status">The portfolio at the newest prices.</param>
    /// <param name="series">Daily bars by symbol, total return where there is such.</param>
    /// <param name="benchmark">Daily bars of the benchmark; null for none.</param>
    public static PortfolioAnalytics Of(PortfolioStatus status, IReadOnlyDictionary<string, BarSeries> series, BarSeries? benchmark)
    {
        double equity = (double)status.Value, gross = (double)(status.LongValue + status.ShortValue);
        string[] missing = [.. status.Positions.Where(position => !series.ContainsKey(position.Symbol)).Select(position => position.Symbol)];
        double concentration = gross > 0 ? status.Positions.Sum(position => Squared((double)position.Value / gross)) : double.NaN;

        (double Weight, BarSeries Bars)[] held =
            [.. status.Positions.Where(position => series.ContainsKey(position.Symbol) && equity > 0)
                .Select(position => ((double)position.Value / equity, series[position.Symbol]))];
        long[] dates = DailyPanel.CommonDays([.. held.Select(position => position.Bars)], Window + 1);
        double[] returns = new double[Math.Max(0, dates.Length - 1)];
        foreach ((double weight, BarSeries bars) in held)
        {
            double[] closes = ClosesAt(bars, dates);
            for (int i = 0; i < returns.Length; i++) returns[i] += weight * ((closes[i + 1] / closes[i]) - 1);
        }
        bool isEnough = returns.Length >= LeastObservations;
        ReturnMoments moments = ReturnMoments.Of(returns, 0);
        (double valueAtRisk, double shortfall) = HistoricalTail.Of(returns, 0.95);
        return new PortfolioAnalytics(
            returns.Length, At(dates, 1), At(dates, dates.Length - 1),
            Figure(moments.Deviation * Math.Sqrt(Window)), Figure(valueAtRisk), Figure(shortfall), Figure(DrawdownPath.Deepest(returns)),
            Figure(ReturnMoments.Ratio(moments.Mean, moments.Deviation, Window)),
            benchmark is null ? null : Figure(Beta(returns, dates, benchmark)), benchmark?.Key.Symbol,
            Known(concentration), Known(1 / concentration), Known(gross / equity), Known((double)(status.LongValue - status.ShortValue) / equity), missing);

        double? Figure(double value) => isEnough ? Known(value) : null;
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;

    private static double Squared(double value) => value * value;

    private static DateTime? At(long[] dates, int index) =>
        index >= 0 && index < dates.Length && dates.Length > 1 ? new DateTime(dates[index], DateTimeKind.Utc) : null;

    private static double[] ClosesAt(BarSeries bars, long[] dates) =>
        [.. dates.Select(date => bars.Close[bars.FirstAtOrAfter(new DateTime(date, DateTimeKind.Utc))])];

    // Slope of the portfolio's on the benchmark's returns over the days both have.
    private static double Beta(double[] returns, long[] dates, BarSeries benchmark)
    {
        HashSet<long> known = [.. benchmark.Ticks.ToArray()];
        List<(double Own, double Market)> pairs = [];
        for (int i = 1; i < dates.Length; i++)
        {
            if (!known.Contains(dates[i - 1]) || !known.Contains(dates[i])) continue;
            double[] closes = ClosesAt(benchmark, [dates[i - 1], dates[i]]);
            pairs.Add((returns[i - 1], (closes[1] / closes[0]) - 1));
        }
        if (pairs.Count < LeastObservations) return double.NaN;
        return RegressionLine.Of([.. pairs.Select(pair => pair.Own)], [.. pairs.Select(pair => pair.Market)]).Beta;
    }
}
