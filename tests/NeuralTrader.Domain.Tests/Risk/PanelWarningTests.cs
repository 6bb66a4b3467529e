using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Tests.Risk;

public sealed class PanelWarningTests
{
    private static readonly DateTime Start = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void An_instrument_that_ends_early_is_named() => Assert.Equal(
        ["OLD ends 2020-04-09 and limits the window; others go on to 2020-07-18."], Warnings(Bars("OLD", 0, 100), Bars("NEW", 0, 200)));

    [Fact]
    public void An_instrument_that_begins_late_is_named_unless_a_window_was_asked_for()
    {
        BarSeries late = Bars("LATE", 100, 200), whole = Bars("WHOLE", 0, 200);
        Assert.Equal(["LATE begins 2020-04-10 and limits the window; the others have common bars from 2020-01-01."], Warnings(late, whole));
        BarSeries[] series = [late, whole];
        Assert.Empty(PanelWarnings.Of(series, DailyPanel.Of(series, 80)!, 80));
    }

    [Fact] // even days beside every third: every sixth is common, 34 bars, 33 returns
    public void Calendars_that_differ_and_few_returns_are_told() => Assert.Equal(
        [
            "Of the 65 bars that THIRDS has in the window, the fewest of all, 33 are common: the calendars differ.",
            "33 common returns of 2 instruments are few: the figures are little more than chance.",
        ],
        Warnings(Bars("EVEN", 0, 200, 2), Bars("THIRDS", 0, 200, 3)));

    [Fact]
    public void Fewer_returns_than_instruments_are_told() =>
        Assert.Contains(", fewer than the instruments,", Assert.Single(Warnings([.. Enumerable.Range(0, 5).Select(i => Bars($"A{i}", 0, 4))])), StringComparison.Ordinal);

    [Fact]
    public void What_goes_together_has_no_warning() => Assert.Empty(Warnings(Bars("A", 0, 100), Bars("B", 0, 100), Bars("C", 3, 99)));

    [Fact]
    public void Raw_prices_and_splits_in_them_are_told()
    {
        BarSeries raw = Bars("GRAW", 0, 100, basis: PriceBasis.Raw, split: 50);
        Assert.Equal(
            [
                "GRAW opens 2020-02-20 near 1/2 of the close before, as after a split that is not booked; its returns hold that move.",
                "Prices of GRAW are raw: splits and dividends are in its returns.",
            ],
            Warnings(raw, Bars("A", 0, 100)));
    }

    private static IReadOnlyList<string> Warnings(params BarSeries[] series) => PanelWarnings.Of(series, DailyPanel.Of(series, 1_000_000)!, int.MaxValue);

    private static BarSeries Bars(string symbol, int from, int to, int step = 1, PriceBasis basis = PriceBasis.TotalReturn, int split = int.MaxValue) =>
        BarSeries.FromBars(new SeriesKey(symbol, BarInterval.Day, basis), "USD", new Provenance("test", true),
        [
            .. Enumerable.Range(from, to - from).Where(day => day % step == 0).Select(day =>
            {
                double price = (100 + (day % 3)) / (day >= split ? 2.0 : 1);
                return new Bar(Start.AddDays(day), price, price, price, price, 1);
            }),
        ]);
}
