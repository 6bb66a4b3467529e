using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>All times at which any instrument has a bar, and which bar each has there.</summary>
/// <param name="Ticks">UTC, strictly rising.</param>
/// <param name="Rows">For each instrument the index of its bar at each time, −1 for none; null where bar i is at time i.</param>
internal sealed record Timeline(long[] Ticks, int[]?[] Rows)
{
    public static Timeline Of(IReadOnlyList<BarSeries> series)
    {
        ReadOnlySpan<long> first = series[0].Ticks;
        bool isCommon = true;
        for (int k = 1; k < series.Count && isCommon; k++) isCommon = first.SequenceEqual(series[k].Ticks);
        if (isCommon) return new Timeline(first.ToArray(), new int[]?[series.Count]);

        var union = new SortedSet<long>();
        foreach (BarSeries one in series)
            foreach (long ticks in one.Ticks) union.Add(ticks);
        long[] times = [.. union];
        int[]?[] rows = new int[]?[series.Count];
        for (int k = 0; k < series.Count; k++) rows[k] = RowsOf(series[k].Ticks, times);
        return new Timeline(times, rows);
    }

    private static int[] RowsOf(ReadOnlySpan<long> ticks, long[] times)
    {
        int[] rows = new int[times.Length];
        int row = 0;
        for (int t = 0; t < times.Length; t++) rows[t] = row < ticks.Length && ticks[row] == times[t] ? row++ : -1;
        return rows;
    }
}
