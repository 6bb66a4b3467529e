using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Markets;

public sealed class FingerprintTests
{
    private static readonly SeriesKey Key = new("SPY", BarInterval.Day, PriceBasis.Raw);
    private static readonly Provenance Source = new("by hand", false);
    private static readonly DateTime Start = new(2026, 1, 5, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Bar[] Bars = [new(Start, 10, 12, 9, 11, 100), new(Start.AddDays(1), 11, 13, 10, 12, 200)];

    [Fact]
    public void Equal_bars_have_equal_fingerprints_whatever_their_version() =>
        Assert.Equal(Of(Bars).Fingerprint, BarSeries.FromBars(Key, "USD", Source, Bars, version: 7).Fingerprint);

    [Fact]
    public void Whatever_differs_shows_in_the_fingerprint()
    {
        Bar last = Bars[1];
        UInt128[] all =
        [
            Of(Bars).Fingerprint,
            Of([Bars[0]]).Fingerprint,
            Of([Bars[0], last with { Time = last.Time.AddDays(1) }]).Fingerprint,
            Of([Bars[0], last with { Open = 11.5 }]).Fingerprint,
            Of([Bars[0], last with { High = 13.5 }]).Fingerprint,
            Of([Bars[0], last with { Low = 9.5 }]).Fingerprint,
            Of([Bars[0], last with { Close = Math.BitIncrement(12) }]).Fingerprint,
            Of([Bars[0], last with { Volume = 0 }]).Fingerprint,
            Of([Bars[0], last with { Volume = -0.0 }]).Fingerprint,
            BarSeries.FromBars(Key with { Symbol = "QQQ" }, "USD", Source, Bars).Fingerprint,
            BarSeries.FromBars(Key with { Interval = BarInterval.Week }, "USD", Source, Bars).Fingerprint,
            BarSeries.FromBars(Key with { Basis = PriceBasis.TotalReturn }, "USD", Source, Bars).Fingerprint,
            BarSeries.FromBars(Key, "EUR", Source, Bars).Fingerprint,
            BarSeries.FromBars(Key, "USD", new Provenance("elsewhere", false), Bars).Fingerprint,
            BarSeries.FromBars(Key, "USD", new Provenance("by hand", true), Bars).Fingerprint,
            BarSeries.FromBars(Key, "USD", new Provenance("by hand", false, ""), Bars).Fingerprint,
            BarSeries.FromBars(Key with { Symbol = "SPYU" }, "SD", Source, Bars).Fingerprint, // the border between two texts counts
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void Corporate_actions_have_a_fingerprint_of_their_own()
    {
        CorporateAction split = new(Start, 2, 0), dividend = new(Start, 1, 0.5);
        UInt128[] all = [Fingerprint.Of([]), Fingerprint.Of([split]), Fingerprint.Of([dividend]), Fingerprint.Of([split, dividend])];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[3], Fingerprint.Of([split, dividend]));
    }

    private static BarSeries Of(Bar[] bars) => BarSeries.FromBars(Key, "USD", Source, bars);
}
