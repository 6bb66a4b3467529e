using System.Collections.Concurrent;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Grains.Markets;

/// <summary>The newest prices of this silo, held in memory for portfolios. It holds what was loaded with <see cref="Load"/>.</summary>
/// <param name="store">Where bars are kept.</param>
public sealed class MarketBoard(IBarStore store) : IQuoteBoard
{
    private static readonly TimeSpan Tail = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, Entry> entries = new();
    private long version;

    /// <inheritdoc/>
    public long Version => Interlocked.Read(ref version);

    /// <inheritdoc/>
    public Quote? Find(string symbol) => entries.TryGetValue(symbol, out Entry? entry) ? entry.Quote : null;

    /// <inheritdoc/>
    public IEnumerable<Bar> BarsAfter(string symbol, DateTime time)
    {
        if (!entries.TryGetValue(symbol, out Entry? entry) || entry.Bars is not { } bars) yield break;
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

    private async Task Read(string symbol, DateTime after, CancellationToken cancellationToken)
    {
        IReadOnlyList<SeriesInfo> stored = await store.List(symbol, cancellationToken).ConfigureAwait(true);
        // Tradable prices: the series with the newest day; of those the one with the fewest adjustments, then the finest.
        SeriesInfo? chosen = stored.OrderByDescending(series => series.Last.Date).ThenBy(series => series.Key.Basis).ThenBy(series => series.Key.Interval).FirstOrDefault();
        if (chosen is null)
        {
            entries.TryRemove(symbol, out _);
            return;
        }
        DateTime tail = chosen.Last - Tail;
        DateTime heldAfter = after < tail ? after : tail;
        BarSeries? bars = await store.Load(chosen.Key, since: heldAfter, cancellationToken: cancellationToken).ConfigureAwait(true);
        if (bars is not { Count: > 0 }) return;
        IReadOnlyList<CorporateAction> actions = await store.LoadActions(symbol, cancellationToken).ConfigureAwait(true);
        entries[symbol] = new Entry(heldAfter, bars, Outstanding(chosen.Key.Basis, actions), QuoteOf(bars, chosen.Key.Basis, actions));
    }

    private static Quote QuoteOf(BarSeries bars, PriceBasis basis, IReadOnlyList<CorporateAction> actions)
    {
        Bar newest = bars[^1];
        int before = bars.FirstAtOrAfter(newest.Time.Date) - 1;
        double? previous = before >= 0 ? bars.Close[before] : null;
        double split = basis == PriceBasis.Raw
            ? actions.Where(action => action.ExDate == newest.Time.Date && action.SplitRatio > 0).Select(action => action.SplitRatio).FirstOrDefault(1)
            : 1;
        return new Quote(
            bars.Key.Symbol, bars.Currency, (decimal)newest.Close, previous is { } close ? (decimal)(close / split) : null, (decimal)newest.Volume,
            newest.Time, bars.Key.Interval, bars.Provenance);
    }

    // What a holder of these prices must still be given: all of it on raw prices, dividends per present unit on split-adjusted ones.
    private static CorporateAction[] Outstanding(PriceBasis basis, IReadOnlyList<CorporateAction> actions) => basis switch
    {
        PriceBasis.Raw => [.. actions],
        PriceBasis.SplitAdjusted =>
        [
            .. actions.Where(action => action.CashDividend > 0).Select(action => action with
            {
                SplitRatio = 1,
                CashDividend = action.CashDividend / actions.Where(later => later.ExDate >= action.ExDate).Aggregate(1.0, (ratio, later) => ratio * later.SplitRatio),
            }),
        ],
        PriceBasis.TotalReturn => [],
    };

    private sealed record Entry(DateTime HeldAfter, BarSeries Bars, CorporateAction[] Actions, Quote Quote);
}
