using System.Globalization;

namespace NeuralTrader.Domain.Markets;

/// <summary>Finds days that a daily series should have and has not.</summary>
internal static class DailyGaps
{
    private const double RoundTheClockShare = 0.05; // of bars on Saturdays; currencies have bars on Sundays, but hardly one on a Saturday

    /// <summary>Warns where two or more weekdays in a row are missing; one alone is taken for a holiday. Round-the-clock markets miss no day at all.</summary>
    public static void Warn(ReadOnlySpan<long> ticks, ReadOnlySpan<int> lines, IssueLog issues)
    {
        int saturdays = 0;
        foreach (long time in ticks)
            if (Weekday(Day(time)) == 5) saturdays++;
        bool daily = saturdays > RoundTheClockShare * ticks.Length;
        for (int i = 1; i < ticks.Length; i++)
        {
            long before = Day(ticks[i - 1]), after = Day(ticks[i]);
            long missing = daily ? after - before - 1 : WeekdaysBefore(after) - WeekdaysBefore(before + 1);
            if (missing <= (daily ? 0 : 1)) continue;
            string days = daily ? missing == 1 ? "day is" : "days are" : "weekdays are";
            issues.Warning(lines[i], "date", Date(after), $"gap: {missing} {days} missing after {Date(before)}");
        }
    }

    private static long Day(long ticks) => ticks / TimeSpan.TicksPerDay;

    private static long Weekday(long day) => day % 7; // day 0 is Monday 0001-01-01

    private static long WeekdaysBefore(long day) => (day / 7 * 5) + Math.Min(Weekday(day), 5);

    private static string Date(long day) => new DateTime(day * TimeSpan.TicksPerDay).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
