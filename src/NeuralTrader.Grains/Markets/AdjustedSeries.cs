using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Grains.Markets;

/// <summary>Keeps the adjusted daily series of an instrument in step with its raw one and its corporate actions.</summary>
public static class AdjustedSeries
{
    /// <summary>Makes them anew where the store has raw daily bars and actions; otherwise changes nothing.</summary>
    /// <remarks>Days only: a shorter bar would need the exchange's zone to tell on which side of the ex-date it lies, a longer one may lie on both.</remarks>
    public static async Task Refresh(IBarStore store, string symbol, CancellationToken cancellationToken)
    {
        IReadOnlyList<CorporateAction> actions = await store.LoadActions(symbol, cancellationToken).ConfigureAwait(false);
        if (actions.Count == 0) return;
        SeriesKey key = new(Symbol.Parse(symbol), BarInterval.Day, PriceBasis.Raw);
        if (await store.Load(key, cancellationToken: cancellationToken).ConfigureAwait(false) is not { } raw) return;
        await store.Upsert([PriceAdjustment.SplitAdjusted(raw, actions), PriceAdjustment.TotalReturn(raw, actions)], cancellationToken).ConfigureAwait(false);
    }
}
