using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk;

/// <summary>What a reader should know of the common window that instruments' returns were taken from.</summary>
public static class PanelWarnings
{
    /// <summary>Fewer returns than this are few for any figure.</summary>
    public const int Few = 60;

    private const double Longer = 1.25, Sparse = 0.8;
    private static readonly TimeSpan Stale = TimeSpan.FromDays(10);

    /// <summary>Warnings: an instrument that ends before the others or begins after them, common days that fall away, few returns, prices that are raw.</summary>
    /// <param name="series">As they were asked for, one of each instrument.</param>
    /// <param name="panel">Their returns over common times.</param>
    /// <param name="most">Most returns asked for; a window of this size is not limited by a late beginner.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<BarSeries> series, ReturnPanel panel, int most)
    {
        List<string> said = [];
        if (panel.Times is { } times && series.Count > 1)
        {
            if (Ended(series) is { } ended) said.Add(ended);
            if (panel.Observations < most && Begun(series) is { } begun) said.Add(begun);
            if (Thinned(series, times, panel.Observations) is { } thinned) said.Add(thinned);
        }
        if (panel.Observations < Math.Max(Few, panel.Assets))
        {
            string fewer = panel.Observations < panel.Assets ? ", fewer than the instruments," : "";
            said.Add(panel.Assets == 1 ? $"{panel.Observations} returns are few: the figures are little more than chance."
                : $"{panel.Observations} common returns of {panel.Assets} instruments{fewer} are few: the figures are little more than chance.");
        }
        said.AddRange(RawPrices.Warnings(series));
        return said;
    }

    // The window ends with the first that ends; what the others have after it is lost.
    private static string? Ended(IReadOnlyList<BarSeries> series)
    {
        DateTime first = series.Min(Last), newest = series.Max(Last);
        BarSeries[] early = [.. series.Where(bars => Last(bars) - first <= Stale)];
        return newest - first <= Stale ? null
            : $"{RawPrices.Named([.. early.Select(bars => bars.Key.Symbol)])} {(early.Length == 1 ? "ends" : "end")} {first:yyyy-MM-dd} and limits the window; others go on to {newest:yyyy-MM-dd}.";
    }

    private static string? Begun(IReadOnlyList<BarSeries> series)
    {
        DateTime end = series.Min(Last), last = series.Max(First);
        BarSeries[] late = [.. series.Where(bars => last - First(bars) <= Stale)];
        if (late.Length == series.Count) return null;
        DateTime before = series.Except(late).Max(First);
        return end <= last || (end - before) / (end - last) < Longer ? null
            : $"{RawPrices.Named([.. late.Select(bars => bars.Key.Symbol)])} {(late.Length == 1 ? "begins" : "begin")} {last:yyyy-MM-dd} and limits the window; the others have common bars from {before:yyyy-MM-dd}.";
    }

    private static string? Thinned(IReadOnlyList<BarSeries> series, IReadOnlyList<DateTime> times, int observations)
    {
        DateTime from = times[0], to = times[^1];
        (string symbol, int fewest) = series.Select(bars => (bars.Key.Symbol, Count(bars, from, to))).MinBy(one => one.Item2);
        if (observations < Sparse * fewest)
            return $"Of the {fewest} bars that {symbol} has in the window, the fewest of all, {observations} are common: the calendars differ.";
        (string richest, int bars) = series.Select(one => (one.Key.Symbol, Count(one, from, to))).MaxBy(one => one.Item2);
        return fewest < bars / 2.0 ? $"{symbol} has {fewest} bars in the window, where {richest} has {bars}, and limits it." : null;
    }

    private static int Count(BarSeries bars, DateTime from, DateTime to) => Place(bars.Ticks, to.Ticks + 1) - Place(bars.Ticks, from.Ticks);

    private static int Place(ReadOnlySpan<long> ticks, long from)
    {
        int found = ticks.BinarySearch(from);
        return found < 0 ? ~found : found;
    }

    private static DateTime First(BarSeries bars) => bars.TimeAt(0);

    private static DateTime Last(BarSeries bars) => bars.TimeAt(bars.Count - 1);
}
