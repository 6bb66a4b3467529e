using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class BarAggregationTests
{
    private static BarSeries Bars(BarInterval interval, params (string Time, double Open, double High, double Low, double Close, double Volume)[] bars) => BarSeries.FromBars(
        new SeriesKey("TEST", interval, PriceBasis.Raw), "USD", new Provenance("by hand", false),
        [.. bars.Select(b => new Bar(DateTime.Parse(b.Time, System.Globalization.CultureInfo.InvariantCulture), b.Open, b.High, b.Low, b.Close, b.Volume))]);

    [Fact]
    public void Five_minutes_hold_the_first_open_extremes_last_close_and_all_volume()
    {
        BarSeries bars = BarAggregation.To(
            Bars(BarInterval.Minute, ("2020-01-02 14:31", 1, 3, 1, 2, 10), ("2020-01-02 14:34", 2, 5, 2, 4, 20), ("2020-01-02 14:35", 4, 4, 3, 3, 5)), BarInterval.FiveMinutes);
        Assert.Equal([new Bar(new DateTime(2020, 1, 2, 14, 30, 0), 1, 5, 1, 4, 30), new Bar(new DateTime(2020, 1, 2, 14, 35, 0), 4, 4, 3, 3, 5)], bars);
    }

    [Fact]
    public void An_evening_in_New_York_belongs_to_its_own_day()
    {
        BarSeries minutes = Bars(BarInterval.Minute, ("2020-01-02 14:30", 1, 1, 1, 1, 1), ("2020-01-03 00:30", 2, 2, 2, 2, 1)); // 19:30 on the 2nd
        BarSeries day = BarAggregation.To(minutes, BarInterval.Day, TimeZoneInfo.FindSystemTimeZoneById("America/New_York"));
        Assert.Equal(new Bar(new DateTime(2020, 1, 2), 1, 2, 1, 2, 2), Assert.Single(day));
        Assert.Equal(2, BarAggregation.To(minutes, BarInterval.Day).Count);
    }

    [Fact]
    public void Weeks_begin_on_Monday_and_months_on_the_first()
    {
        BarSeries days = Bars(BarInterval.Day, ("2020-01-31", 1, 1, 1, 1, 1), ("2020-02-03", 2, 2, 2, 2, 1), ("2020-02-07", 3, 3, 3, 3, 1));
        Assert.Equal([new DateTime(2020, 1, 27), new DateTime(2020, 2, 3)], BarAggregation.To(days, BarInterval.Week).Select(bar => bar.Time));
        Assert.Equal([new DateTime(2020, 1, 1), new DateTime(2020, 2, 1)], BarAggregation.To(days, BarInterval.Month).Select(bar => bar.Time));
    }

    [Theory, InlineData(BarInterval.Day, BarInterval.Day), InlineData(BarInterval.Day, BarInterval.Hour), InlineData(BarInterval.Week, BarInterval.Month)]
    public void Bars_cannot_be_cut_up(BarInterval source, BarInterval target) =>
        Assert.Throws<InvalidInputException>(() => BarAggregation.To(Bars(source, ("2020-01-06", 1, 1, 1, 1, 1)), target));

    [Fact]
    public void Hours_of_minutes_make_the_day_that_the_minutes_make()
    {
        BarSeries minutes = SyntheticFeed.Bars(1, "TEST", new DateTime(2020, 1, 1), 5000, BarInterval.Minute);
        Assert.Equal(BarAggregation.To(minutes, BarInterval.Day), BarAggregation.To(BarAggregation.To(minutes, BarInterval.Hour), BarInterval.Day));
    }
}
