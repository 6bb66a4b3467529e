using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

internal static class Sample
{
    public static readonly SeriesKey Key = new("TEST", BarInterval.Day, PriceBasis.Raw);

    public static BarSeries Series(SeriesKey key, DateTime start, int count, double price = 100, string currency = "USD", bool synthetic = false) => BarSeries.FromBars(
        key, currency, new Provenance("by hand", synthetic, "MIT"),
        [.. Enumerable.Range(0, count).Select(i => new Bar(
            key.Interval >= BarInterval.Day ? start.AddDays(i) : start.AddMinutes(i), price + (i / 7.0), price + (i / 7.0) + 1, price + (i / 7.0) - 1, price + (i / 7.0) + 0.5, i))]);

    public static BarSeries Days(int year, int count = 5, double price = 100) => Series(Key, new DateTime(year, 12, 29, 0, 0, 0, DateTimeKind.Utc), count, price);
}
