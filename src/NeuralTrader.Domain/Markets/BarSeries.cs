using System.Collections;
using System.Runtime.CompilerServices;

namespace NeuralTrader.Domain.Markets;

/// <summary>Where figures come from, so that every answer can name its data.</summary>
/// <param name="Source">The file, provider or generator, as it was imported.</param>
/// <param name="IsSynthetic">True when a generator made the data; such data is labelled wherever it is shown.</param>
/// <param name="Licence">Licence of the source; null where it is the user's own.</param>
[GenerateSerializer, Immutable, Alias("provenance")]
public sealed record Provenance(string Source, bool IsSynthetic, string? Licence = null);

/// <summary>Which bars these are.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Interval">How long one bar lasts.</param>
/// <param name="Basis">Which corporate actions are already in the prices.</param>
[GenerateSerializer, Immutable, Alias("series-key")]
public readonly record struct SeriesKey(string Symbol, BarInterval Interval, PriceBasis Basis);

/// <summary>The bars of one instrument in time order, held as columns. Immutable once made.</summary>
[GenerateSerializer, Immutable, Alias("bar-series")]
public sealed class BarSeries : IReadOnlyList<Bar>
{
    [Id(0)] private readonly long[] ticks;
    [Id(1)] private readonly double[] open;
    [Id(2)] private readonly double[] high;
    [Id(3)] private readonly double[] low;
    [Id(4)] private readonly double[] close;
    [Id(5)] private readonly double[] volume;
    [NonSerialized] private StrongBox<UInt128>? fingerprint; // a reference, so that two threads that meet here see all 128 bits or none

    /// <summary>Columns of one length, owned by the series from now on.</summary>
    /// <param name="key">Which bars these are.</param>
    /// <param name="currency">ISO 4217 code of the prices; "PTS" for an index in points.</param>
    /// <param name="provenance">Where they come from.</param>
    /// <param name="version">Rises with every change of the stored series.</param>
    /// <param name="ticks">Starts of the bars as UTC ticks, strictly rising, shape [n].</param>
    /// <param name="open">Shape [n].</param>
    /// <param name="high">Shape [n].</param>
    /// <param name="low">Shape [n].</param>
    /// <param name="close">Shape [n].</param>
    /// <param name="volume">Shape [n].</param>
    /// <exception cref="InvalidInputException">The columns differ in length.</exception>
    public BarSeries(
        SeriesKey key, string currency, Provenance provenance, long version,
        long[] ticks, double[] open, double[] high, double[] low, double[] close, double[] volume)
    {
        foreach (double[] column in (ReadOnlySpan<double[]>)[open, high, low, close, volume])
            Require.SameLength(column.Length, ticks.Length, "columns");
        (Key, Currency, Provenance, Version) = (key, currency, provenance, version);
        (this.ticks, this.open, this.high, this.low, this.close, this.volume) = (ticks, open, high, low, close, volume);
    }

    /// <summary>Which bars these are.</summary>
    [Id(6)] public SeriesKey Key { get; private set; }

    /// <summary>ISO 4217 code of the prices; "PTS" for an index in points.</summary>
    [Id(7)] public string Currency { get; private set; }

    /// <summary>Where they come from.</summary>
    [Id(8)] public Provenance Provenance { get; private set; }

    /// <summary>Rises with every change of the stored series.</summary>
    [Id(9)] public long Version { get; private set; }

    /// <summary>Stands for all that the series holds; read once, at 2 GB/s, when first asked for. A part of a series is another series.</summary>
    public UInt128 Fingerprint => (fingerprint ??= new StrongBox<UInt128>(Markets.Fingerprint.Of(this))).Value;

    /// <inheritdoc/>
    public int Count => ticks.Length;

    /// <summary>Starts of the bars as UTC ticks, shape [n].</summary>
    public ReadOnlySpan<long> Ticks => ticks;

    /// <summary>First prices, shape [n].</summary>
    public ReadOnlySpan<double> Open => open;

    /// <summary>Highest prices, shape [n].</summary>
    public ReadOnlySpan<double> High => high;

    /// <summary>Lowest prices, shape [n].</summary>
    public ReadOnlySpan<double> Low => low;

    /// <summary>Last prices, shape [n].</summary>
    public ReadOnlySpan<double> Close => close;

    /// <summary>Units traded, shape [n].</summary>
    public ReadOnlySpan<double> Volume => volume;

    /// <inheritdoc/>
    public Bar this[int index] => new(TimeAt(index), open[index], high[index], low[index], close[index], volume[index]);

    /// <summary>Start of one bar, UTC.</summary>
    public DateTime TimeAt(int index) => new(ticks[index], DateTimeKind.Utc);

    /// <summary>Columns from bars in strictly rising time order.</summary>
    /// <exception cref="InvalidInputException">A bar does not come after the one before it.</exception>
    public static BarSeries FromBars(SeriesKey key, string currency, Provenance provenance, IReadOnlyList<Bar> bars, long version = 1)
    {
        int n = bars.Count;
        long[] ticks = new long[n];
        double[] open = new double[n], high = new double[n], low = new double[n], close = new double[n], volume = new double[n];
        for (int i = 0; i < n; i++)
        {
            Bar bar = bars[i];
            ticks[i] = bar.Time.Ticks;
            if (i > 0 && ticks[i] <= ticks[i - 1]) throw Require.Invalid($"bars[{i}]", bar.Time, "a time after the bar before it");
            (open[i], high[i], low[i], close[i], volume[i]) = (bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);
        }
        return new BarSeries(key, currency, provenance, version, ticks, open, high, low, close, volume);
    }

    /// <summary>The bars whose start lies in [<paramref name="from"/>, <paramref name="to"/>]; either end may be open.</summary>
    public BarSeries Between(DateTime? from, DateTime? to)
    {
        int start = from is { } f ? FirstAtOrAfter(f) : 0;
        int end = to is { } t ? FirstAtOrAfter(t.AddTicks(t == DateTime.MaxValue ? 0 : 1)) : Count;
        return start == 0 && end == Count ? this : Slice(start, Math.Max(0, end - start));
    }

    /// <summary>The newest <paramref name="count"/> bars, or all when there are fewer.</summary>
    public BarSeries Last(int count) => count >= Count ? this : Slice(Count - count, count);

    /// <summary>A run of bars.</summary>
    public BarSeries Slice(int start, int length)
    {
        Range run = start..(start + length);
        return new BarSeries(Key, Currency, Provenance, Version, ticks[run], open[run], high[run], low[run], close[run], volume[run]);
    }

    /// <summary>Index of the first bar that starts at or after a time; <see cref="Count"/> when there is none.</summary>
    public int FirstAtOrAfter(DateTime time)
    {
        int index = Array.BinarySearch(ticks, time.Ticks);
        return index >= 0 ? index : ~index;
    }

    /// <inheritdoc/>
    public IEnumerator<Bar> GetEnumerator()
    {
        for (int i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
