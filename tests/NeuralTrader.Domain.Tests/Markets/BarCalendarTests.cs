using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class BarCalendarTests
{
    private static readonly DateTime Monday = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(BarInterval.Month, 12), InlineData(BarInterval.Week, 52), InlineData(BarInterval.Day, 252), InlineData(BarInterval.Minute, 98280)]
    public void Two_bars_are_of_the_usual_calendar(BarInterval interval, double expected) =>
        Assert.Equal(expected, BarCalendar.PeriodsPerYear(interval, [0, TimeSpan.TicksPerDay]));

    [Theory] // 365.25 days a year: 7 days a week are 365, 5 are 260.9 and taken for 252, 6 are 313, 1 in a fortnight 26
    [InlineData("1111111", 60, 365), InlineData("1111111", 800, 365), InlineData("1111100", 800, 252), InlineData("1111100", 60, 252)]
    [InlineData("1111101", 800, 313), InlineData("10000000000000", 800, 26)]
    public void Days_follow_the_bars_own_calendar(string pattern, int days, double expected) =>
        Assert.Equal(expected, BarCalendar.PeriodsPerYear(
            BarInterval.Day, [.. Enumerable.Range(0, days).Where(day => pattern[day % pattern.Length] == '1').Select(day => Monday.AddDays(day).Ticks)]));

    [Theory] // a coin's minutes are 365 · 1,440 a year after three days as after forty; a currency that rests on Saturdays has 261 days
    [InlineData(3, 7, 0, 24, 525_600), InlineData(40, 7, 0, 24, 525_600), InlineData(10, 5, 0, 24, 375_840), InlineData(3, 7, 14, 21, 98_280)]
    public void Short_bars_round_the_clock_are_told_from_those_of_an_exchange(int days, int perWeek, int open, int close, double expected) =>
        Assert.Equal(expected, BarCalendar.PeriodsPerYear(
            BarInterval.Minute,
            [
                .. from day in Enumerable.Range(0, days)
                   where day % 7 < perWeek
                   from minute in Enumerable.Range(open * 60, (close - open) * 60)
                   select Monday.AddDays(day).AddMinutes(minute).Ticks,
            ]));

    [Fact]
    public void Returns_without_dates_are_those_of_trading_days() => Assert.Equal(252, BarCalendar.PeriodsPerYear(BarInterval.Day, (IReadOnlyList<DateTime>?)null));
}
