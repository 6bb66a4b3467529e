namespace NeuralTrader.Domain.Markets;

/// <summary>Makes longer bars out of shorter ones.</summary>
public static class BarAggregation
{
    /// <summary>Bars of a longer interval: first open, highest high, lowest low, last close, volumes added.</summary>
    /// <param name="bars">Bars of an interval shorter than <paramref name="target"/>.</param>
    /// <param name="target">Weeks begin on Monday and months on the 1st; a week cannot be cut into months.</param>
    /// <param name="zone">Zone whose midnight parts intraday bars into days; null for UTC.</param>
    /// <returns>Bars stamped with the start of their interval, from days up its date; empty intervals have none; the last may be unfinished.</returns>
    /// <exception cref="InvalidInputException">The target is not longer, or weeks are asked to become months.</exception>
    public static BarSeries To(BarSeries bars, BarInterval target, TimeZoneInfo? zone = null)
    {
        BarInterval source = bars.Key.Interval;
        if (!Enum.IsDefined(target) || target <= source || (source == BarInterval.Week && target == BarInterval.Month))
            throw Require.Invalid("interval", target, $"an interval that whole bars of {source} add up to");
        TimeZoneInfo? calendar = source < BarInterval.Day && target >= BarInterval.Day ? zone : null;
        List<Bar> longer = new((bars.Count / 4) + 1);
        for (int i = 0; i < bars.Count; i++)
        {
            Bar bar = bars[i];
            DateTime start = Start(calendar is null ? bar.Time : TimeZoneInfo.ConvertTimeFromUtc(bar.Time, calendar), target);
            if (longer.Count == 0 || longer[^1].Time != start)
            {
                longer.Add(bar with { Time = start });
                continue;
            }
            Bar whole = longer[^1];
            longer[^1] = whole with
            {
                High = Math.Max(whole.High, bar.High), Low = Math.Min(whole.Low, bar.Low), Close = bar.Close, Volume = whole.Volume + bar.Volume,
            };
        }
        return BarSeries.FromBars(bars.Key with { Interval = target }, bars.Currency, bars.Provenance, longer, bars.Version);
    }

    /// <summary>Start of the interval that a time lies in.</summary>
    /// <param name="time">UTC, or the exchange's wall clock for dates.</param>
    /// <param name="interval">How long it lasts.</param>
    public static DateTime Start(DateTime time, BarInterval interval) => DateTime.SpecifyKind(
        interval switch
        {
            BarInterval.Minute => Floor(time, TimeSpan.TicksPerMinute),
            BarInterval.FiveMinutes => Floor(time, 5 * TimeSpan.TicksPerMinute),
            BarInterval.FifteenMinutes => Floor(time, 15 * TimeSpan.TicksPerMinute),
            BarInterval.Hour => Floor(time, TimeSpan.TicksPerHour),
            BarInterval.Day => time.Date,
            BarInterval.Week => Floor(time, 7 * TimeSpan.TicksPerDay), // 0001-01-01 was a Monday
            BarInterval.Month => new DateTime(time.Year, time.Month, 1),
        },
        DateTimeKind.Utc);

    private static DateTime Floor(DateTime time, long unit) => time.AddTicks(-(time.Ticks % unit));
}
