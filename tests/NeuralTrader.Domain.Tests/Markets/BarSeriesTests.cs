using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class BarSeriesTests
{
    private static readonly BarSeries Week = BarSeries.FromBars(
        new SeriesKey("TEST", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("by hand", IsSynthetic: false),
        [.. Enumerable.Range(1, 5).Select(day => new Bar(new DateTime(2020, 1, day, 0, 0, 0, DateTimeKind.Utc), day, day + 1, day - 0.5, day + 0.5, 100 * day))]);

    [Fact]
    public void A_range_includes_both_of_its_ends()
    {
        BarSeries middle = Week.Between(new DateTime(2020, 1, 2), new DateTime(2020, 1, 4));
        Assert.Equal([2.0, 3.0, 4.0], middle.Open.ToArray());
        Assert.Empty(Week.Between(new DateTime(2021, 1, 1), null));
        Assert.Same(Week, Week.Between(null, null));
    }

    [Fact]
    public void Bars_out_of_order_are_refused_by_position()
    {
        Bar monday = Week[0];
        InvalidInputException refusal = Assert.Throws<InvalidInputException>(
            () => BarSeries.FromBars(Week.Key, "USD", Week.Provenance, [monday, monday]));
        Assert.Equal("bars[1]", refusal.Field);
    }

    [Theory]
    [InlineData("spx", "SPX"), InlineData("BRK.B", "BRK.B"), InlineData("^GSPC", "^GSPC"), InlineData("EURUSD=X", "EURUSD=X")]
    public void A_symbol_is_kept_in_capitals(string given, string expected) => Assert.Equal(expected, Symbol.Parse(given));

    [Theory]
    [InlineData(null), InlineData(""), InlineData("../etc/passwd"), InlineData("A..B"), InlineData("A B"), InlineData("A/B"), InlineData("A\n")]
    [InlineData("THIS-SYMBOL-IS-LONGER-THAN-THE-ALLOWED-32")]
    public void A_malformed_symbol_is_refused_by_field(string? given) =>
        Assert.Equal("symbol", Assert.Throws<InvalidInputException>(() => Symbol.Parse(given)).Field);
}
