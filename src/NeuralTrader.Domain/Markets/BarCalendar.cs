namespace NeuralTrader.Domain.Markets;

/// <summary>How many bars a market's calendar holds, read off the bars themselves: the one rule that every annual figure follows.</summary>
public static class BarCalendar
{
    /// <summary>Where nothing is known of the calendar: the trading days of a year.</summary>
    public const double TradingDays = 252;

    private const double DaysPerYear = 365.25, Saturday = 5, MinutesPerDay = 1440, OpenMinutes = 390, Weekdays = 261;
    private const int LeastBars = 30, LeastDays = 30;

    /// <summary>
    /// Returns per year: those counted, bars over actual days, where more than 30 bars span at least 30 days. A count within 4 % of a usual calendar
    /// (10 % below a year, where holidays weigh more) is that one: 252 or 365 days of 6½ or 24 hours, 52 weeks, 12 months. Of fewer bars the usual calendar
    /// is taken: 252 days of 6½ hours; bars shorter than a day that go round the clock are taken for 365 days of 24 hours, or 261 where they leave out a
    /// Saturday.
    /// </summary>
    /// <param name="interval">Of the bars.</param>
    /// <param name="ticks">Their times, UTC ticks, rising; those that all have where several instruments are compared.</param>
    public static double PeriodsPerYear(BarInterval interval, ReadOnlySpan<long> ticks)
    {
        double minutes = Minutes(interval);
        double[] usual = interval switch
        {
            BarInterval.Month => [12],
            BarInterval.Week => [52],
            BarInterval.Day => [TradingDays, 365],
            _ => [TradingDays * OpenMinutes / minutes, 365 * MinutesPerDay / minutes],
        };
        double days = ticks.Length > 1 ? (ticks[^1] - ticks[0]) / (double)TimeSpan.TicksPerDay : 0;
        if (ticks.Length <= LeastBars || days < LeastDays)
            return interval < BarInterval.Day && IsRoundTheClock(ticks, out double open) ? open * MinutesPerDay / minutes : usual[0];
        double counted = (ticks.Length - 1) * DaysPerYear / days, near = days < 360 ? 0.1 : 0.04;
        foreach (double calendar in usual)
            if (Math.Abs((counted / calendar) - 1) <= near) return calendar;
        return counted < 10 ? counted : Math.Round(counted);
    }

    /// <summary>Returns per year of a panel.</summary>
    /// <param name="interval">Of its bars.</param>
    /// <param name="times">Ends of its periods, UTC; null, for returns without dates, are taken for those of trading days.</param>
    public static double PeriodsPerYear(BarInterval interval, IReadOnlyList<DateTime>? times) =>
        times is null ? TradingDays : PeriodsPerYear(interval, (ReadOnlySpan<long>)[.. times.Select(time => time.Ticks)]);

    private static double Minutes(BarInterval interval) => interval switch
    {
        BarInterval.Minute => 1,
        BarInterval.FiveMinutes => 5,
        BarInterval.FifteenMinutes => 15,
        BarInterval.Hour => 60,
        _ => MinutesPerDay,
    };

    private static bool IsRoundTheClock(ReadOnlySpan<long> ticks, out double daysPerYear)
    {
        bool isLong = false, hasSaturday = false, missesSaturday = false;
        for (int from = 0, to; from < ticks.Length; from = to)
        {
            long day = ticks[from] / TimeSpan.TicksPerDay;
            for (to = from + 1; to < ticks.Length && ticks[to] / TimeSpan.TicksPerDay == day;) to++;
            isLong |= ticks[to - 1] - ticks[from] >= 22 * TimeSpan.TicksPerHour; // no exchange with an opening bell is open as long
            hasSaturday |= day % 7 == Saturday; // day 0 is Monday 0001-01-01
            long next = to < ticks.Length ? ticks[to] / TimeSpan.TicksPerDay : day;
            for (long between = day + 1; between < next; between++) missesSaturday |= between % 7 == Saturday;
        }
        daysPerYear = missesSaturday && !hasSaturday ? Weekdays : 365;
        return isLong;
    }
}
