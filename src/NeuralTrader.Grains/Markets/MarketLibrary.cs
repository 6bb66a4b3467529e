using Microsoft.Extensions.Caching.Memory;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Grains.Markets;

/// <summary>Bars by name, from memory where they were asked for before. What is not stored but follows from what is, is built.</summary>
/// <param name="store">Where bars are kept.</param>
public sealed class MarketLibrary(IBarStore store) : IDisposable
{
    private const long MemoryLimit = 512L * 1024 * 1024;
    private const int BytesPerBar = 48;

    private long forgotten; // counts the calls of Forget: what was being built meanwhile may be old and is not kept
    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MemoryLimit });

    /// <summary>The bars of an instrument; null when there are none.</summary>
    /// <param name="symbol">In capitals.</param>
    /// <param name="interval">Built from the longest shorter one where it is not stored.</param>
    /// <param name="basis">Null for the best there is: total return, stored or built from raw prices and corporate actions; then split-adjusted; then raw.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask<BarSeries?> Find(string symbol, BarInterval interval, PriceBasis? basis, CancellationToken cancellationToken)
    {
        (string, BarInterval, PriceBasis?) key = (symbol, interval, basis);
        return cache.TryGetValue(key, out BarSeries? bars) ? ValueTask.FromResult(bars) : Load();

        async ValueTask<BarSeries?> Load()
        {
            long started = Interlocked.Read(ref forgotten);
            BarSeries? loaded = await Build(symbol, interval, basis, cancellationToken).ConfigureAwait(true);
            if (loaded is not null && started == Interlocked.Read(ref forgotten)) cache.Set(key, loaded, new MemoryCacheEntryOptions { Size = 1024 + ((long)loaded.Count * BytesPerBar) });
            return loaded;
        }
    }

    /// <summary>Splits and dividends of an instrument.</summary>
    public Task<IReadOnlyList<CorporateAction>> Actions(string symbol, CancellationToken cancellationToken) => store.LoadActions(symbol, cancellationToken);

    /// <summary>Forgets an instrument whose stored bars have changed.</summary>
    public void Forget(string symbol)
    {
        Interlocked.Increment(ref forgotten);
        foreach (object key in cache.Keys)
            if (key is ValueTuple<string, BarInterval, PriceBasis?> named && named.Item1 == symbol) cache.Remove(key);
    }

    /// <inheritdoc/>
    public void Dispose() => cache.Dispose();

    private async Task<BarSeries?> Build(string symbol, BarInterval interval, PriceBasis? basis, CancellationToken cancellationToken)
    {
        IReadOnlyList<SeriesInfo> stored = await store.List(symbol, cancellationToken).ConfigureAwait(true);
        SeriesInfo? longest = stored.Where(series => series.Key.Interval <= interval).MaxBy(series => series.Key.Interval);
        if (longest is null) return null;
        IReadOnlyList<CorporateAction> actions = await store.LoadActions(symbol, cancellationToken).ConfigureAwait(true);
        PriceBasis[] held = [.. stored.Where(series => series.Key.Interval == longest.Key.Interval).Select(series => series.Key.Basis)];
        PriceBasis wanted = basis ?? Best(held, actions.Count > 0);

        bool isBuilt = !held.Contains(wanted);
        if (isBuilt && (!held.Contains(PriceBasis.Raw) || actions.Count == 0)) return null;
        SeriesKey key = longest.Key with { Basis = isBuilt ? PriceBasis.Raw : wanted };
        if (await store.Load(key, cancellationToken: cancellationToken).ConfigureAwait(true) is not { } bars) return null;
        if (isBuilt) bars = wanted == PriceBasis.SplitAdjusted ? PriceAdjustment.SplitAdjusted(bars, actions) : PriceAdjustment.TotalReturn(bars, actions);
        return key.Interval == interval ? bars : BarAggregation.To(bars, interval, await Zone(symbol, cancellationToken).ConfigureAwait(true));
    }

    private async Task<TimeZoneInfo?> Zone(string symbol, CancellationToken cancellationToken)
    {
        IReadOnlyList<Instrument> instruments = await store.Instruments(cancellationToken).ConfigureAwait(true);
        Instrument? instrument = instruments.FirstOrDefault(known => known.Symbol == symbol);
        return instrument is not null && TimeZoneInfo.TryFindSystemTimeZoneById(instrument.TimeZone, out TimeZoneInfo? zone) ? zone : null;
    }

    private static PriceBasis Best(PriceBasis[] held, bool hasActions) =>
        held.Contains(PriceBasis.TotalReturn) || (held.Contains(PriceBasis.Raw) && hasActions) ? PriceBasis.TotalReturn
        : held.Contains(PriceBasis.SplitAdjusted) ? PriceBasis.SplitAdjusted
        : PriceBasis.Raw;
}
