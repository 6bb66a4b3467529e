using System.Globalization;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Storage.Markets;

/// <summary>How a series is cut into pieces that are rewritten whole: by year for days and longer, by month for shorter intervals.</summary>
internal static class BarChunks
{
    /// <summary>Number of the chunk that a time falls in.</summary>
    public static long Of(DateTime time, BarInterval interval) =>
        interval >= BarInterval.Day ? time.Year : (time.Year * 12L) + time.Month - 1;

    /// <summary>A chunk's name for people: 2020 or 2020-03.</summary>
    public static string Name(long chunk, BarInterval interval) => interval >= BarInterval.Day
        ? chunk.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{chunk / 12:0000}-{(chunk % 12) + 1:00}");

    /// <summary>The runs of bars that fall in one chunk each.</summary>
    public static IEnumerable<(long Chunk, int Start, int Length)> Cut(BarSeries bars)
    {
        BarInterval interval = bars.Key.Interval;
        for (int start = 0; start < bars.Count;)
        {
            DateTime time = bars.TimeAt(start);
            DateTime next = interval >= BarInterval.Day ? new DateTime(time.Year, 1, 1).AddYears(1) : new DateTime(time.Year, time.Month, 1).AddMonths(1);
            int end = bars.FirstAtOrAfter(next);
            yield return (Of(time, interval), start, end - start);
            start = end;
        }
    }

    /// <summary>Two runs of bars as one in time order; where both have a time, the newcomer counts.</summary>
    public static BarSeries Merge(BarSeries stored, BarSeries newcomers)
    {
        List<Bar> merged = new(stored.Count + newcomers.Count);
        int s = 0;
        for (int n = 0; n < newcomers.Count; n++)
        {
            for (; s < stored.Count && stored.Ticks[s] < newcomers.Ticks[n]; s++) merged.Add(stored[s]);
            if (s < stored.Count && stored.Ticks[s] == newcomers.Ticks[n]) s++;
            merged.Add(newcomers[n]);
        }
        for (; s < stored.Count; s++) merged.Add(stored[s]);
        return BarSeries.FromBars(newcomers.Key, newcomers.Currency, newcomers.Provenance, merged);
    }
}
