using System.Collections.Concurrent;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Grains.Markets;

/// <summary>
/// The newest prices of this silo as they were traded, held in memory for portfolios. It holds what was loaded with <see cref="Load"/>.
/// Split-adjusted series have their splits put back in: a holder is given them on their day. Total return holds every action already.
/// </summary>
/// <param name="store">Where bars are kept.</param>
public sealed class MarketBoard(IBarStore store) : IQuoteBoard
{
    private static readonly TimeSpan IntradayTail = TimeSpan.FromDays(30), Tail = TimeSpan.FromDays(100);

    private readonly ConcurrentDictionary<string, Entry> entries = new();
    private long version;

    /// <inheritdoc/>
    public long Version => Interlocked.Read(ref version);

    /// <inheritdoc/>
    public Quote? Find(string symbol) => entries.TryGetValue(symbol, out Entry? entry) ? entry.Quote : null;

    /// <inheritdoc/>
    public IEnumerable<Bar> BarsAfter(string symbol, DateTime time)
    {
        if (!entries.TryGetValue(symbol, out Entry? entry)) yield break;
        BarSeries bars = entry.Bars;
        for (int i = bars.FirstAtOrAfter(time.AddTicks(1)); i < bars.Count; i++) yield return bars[i];
    }

    /// <inheritdoc/>
    public IEnumerable<CorporateAction> ActionsBetween(string symbol, DateTime after, DateTime through) =>
        entries.TryGetValue(symbol, out Entry? entry)
            ? entry.Actions.Where(action => action.ExDate > after && action.ExDate <= through)
            : [];

    /// <summary>Loads what is not in memory yet, so that the other members can answer.</summary>
    /// <param name="needs">Each symbol with the time after which its bars are needed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask Load(IEnumerable<(string Symbol, DateTime After)> needs, CancellationToken cancellationToken)
    {
        foreach ((string symbol, DateTime after) in needs)
            if (!entries.TryGetValue(symbol, out Entry? entry) || entry.HeldAfter > after)
                await Read(symbol, after, cancellationToken).ConfigureAwait(true);
    }

    /// <summary>Reads an instrument again whose stored data have changed.</summary>
    public async Task Refresh(string symbol, CancellationToken cancellationToken)
    {
        if (entries.TryGetValue(symbol, out Entry? entry)) await Read(symbol, entry.HeldAfter, cancellationToken).ConfigureAwait(true);
        Interlocked.Increment(ref version);
    }

    // What another call has put here meanwhile is never replaced by something older or shorter.
    private async Task Read(string symbol, DateTime after, CancellationToken cancellationToken)
    {
        for (bool isDone = false; !isDone;)
        {
            Entry? before = entries.GetValueOrDefault(symbol);
            Entry? fresh = await Fresh(symbol, before is not null && before.HeldAfter < after ? before.HeldAfter : after, cancellationToken).ConfigureAwait(true);
            if (before is null) isDone = fresh is null || entries.TryAdd(symbol, fresh);
            else isDone = fresh is null ? entries.TryRemove(KeyValuePair.Create(symbol, before)) : entries.TryUpdate(symbol, fresh, before);
            if (isDone && before is not null && fresh?.Quote != before.Quote) Interlocked.Increment(ref version);
        }
    }

    private async Task<Entry?> Fresh(string symbol, DateTime after, CancellationToken cancellationToken)
    {
        IReadOnlyList<SeriesInfo> stored = await store.List(symbol, cancellationToken).ConfigureAwait(true);
        // Tradable prices: the series with the newest day; of those the one with the fewest adjustments, then the finest.
        SeriesInfo? chosen = stored.OrderByDescending(series => series.Last.Date).ThenBy(series => series.Key.Basis).ThenBy(series => series.Key.Interval).FirstOrDefault();
        if (chosen is null) return null;
        DateTime tail = chosen.Last - (chosen.Key.Interval < BarInterval.Day ? IntradayTail : Tail);
        DateTime heldAfter = after < tail ? after : tail;
        BarSeries? bars = await store.Load(chosen.Key, since: heldAfter, cancellationToken: cancellationToken).ConfigureAwait(true);
        if (bars is not { Count: > 0 }) return null;
        if (chosen.Key.Basis == PriceBasis.TotalReturn) return new Entry(heldAfter, bars, [], QuoteOf(bars, []));
        CorporateAction[] actions = [.. await store.LoadActions(symbol, cancellationToken).ConfigureAwait(true)];
        if (chosen.Key.Basis == PriceBasis.SplitAdjusted) bars = PriceAdjustment.AsTraded(bars, actions);
        return new Entry(heldAfter, bars, actions, QuoteOf(bars, actions));
    }

    private static Quote QuoteOf(BarSeries bars, CorporateAction[] actions)
    {
        Bar newest = bars[^1];
        int before = bars.FirstAtOrAfter(newest.Time.Date) - 1;
        decimal? previous = null;
        if (before >= 0)
        {
            DateTime day = bars.TimeAt(before);
            double split = actions.Where(action => action.ExDate > day && action.ExDate <= newest.Time && action.SplitRatio > 0).Aggregate(1.0, (ratio, action) => ratio * action.SplitRatio);
            previous = Exact.Price(bars.Close[before] / split);
        }
        return new Quote(
            bars.Key.Symbol, bars.Currency, Exact.Price(newest.Close), previous, Exact.Volume(newest.Volume), newest.Time, bars.Key.Interval, bars.Provenance);
    }

    private sealed record Entry(DateTime HeldAfter, BarSeries Bars, CorporateAction[] Actions, Quote Quote);
}
