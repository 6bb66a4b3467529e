using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk;

/// <summary>Returns of instruments over the days that all of them have.</summary>
public static class DailyPanel
{
    /// <summary>Simple close-to-close returns over the newest common days.</summary>
    /// <param name="series">Daily bars, at least one instrument.</param>
    /// <param name="most">Most returns.</param>
    /// <returns>The panel; null where fewer than two days are common to all.</returns>
    public static ReturnPanel? Of(IReadOnlyList<BarSeries> series, int most)
    {
        long[] days = CommonDays(series, most + 1);
        int periods = days.Length - 1;
        if (periods < 1) return null;
        double[] returns = new double[series.Count * periods];
        for (int i = 0; i < series.Count; i++) Returns(series[i], days, returns.AsSpan(i * periods, periods));
        return new ReturnPanel([.. series.Select(bars => bars.Key.Symbol)], returns, [.. days.Skip(1).Select(day => new DateTime(day, DateTimeKind.Utc))])
        {
            Start = new DateTime(days[0], DateTimeKind.Utc),
        };
    }

    /// <summary>The newest days on which every instrument has a bar, oldest first.</summary>
    /// <param name="series">Daily bars.</param>
    /// <param name="most">Most days.</param>
    /// <returns>UTC ticks.</returns>
    public static long[] CommonDays(IReadOnlyList<BarSeries> series, int most)
    {
        if (series.Count == 0) return [];
        long[] common = series[0].Ticks.ToArray();
        int count = common.Length;
        foreach (BarSeries other in series.Skip(1))
        {
            ReadOnlySpan<long> days = other.Ticks;
            (int kept, int j) = (0, 0);
            for (int i = 0; i < count; i++)
            {
                while (j < days.Length && days[j] < common[i]) j++;
                if (j < days.Length && days[j] == common[i]) common[kept++] = common[i];
            }
            count = kept;
        }
        return common[Math.Max(0, count - most)..count];
    }

    /// <summary>Returns of an instrument between the given days, every one of which it has.</summary>
    /// <param name="bars">Daily bars.</param>
    /// <param name="days">UTC ticks, oldest first, shape [n].</param>
    /// <param name="into">Out, shape [n − 1].</param>
    internal static void Returns(BarSeries bars, ReadOnlySpan<long> days, Span<double> into)
    {
        ReadOnlySpan<long> ticks = bars.Ticks;
        ReadOnlySpan<double> closes = bars.Close;
        (double before, int j) = (double.NaN, 0);
        for (int t = 0; t < days.Length; t++)
        {
            while (ticks[j] < days[t]) j++;
            if (t > 0) into[t - 1] = (closes[j] / before) - 1;
            before = closes[j];
        }
    }
}
