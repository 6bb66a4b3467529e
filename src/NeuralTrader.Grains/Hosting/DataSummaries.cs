using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Grains.Hosting;

/// <summary>Counts what a store holds.</summary>
public static class DataSummaries
{
    /// <summary>Instruments, series and bars, and the newest bar's start.</summary>
    public static async Task<DataSummary> Summarize(this IBarStore store, CancellationToken cancellationToken)
    {
        IReadOnlyList<SeriesInfo> series = await store.List(cancellationToken: cancellationToken).ConfigureAwait(false);
        return new DataSummary(
            series.Select(s => s.Key.Symbol).Distinct(StringComparer.Ordinal).Count(), series.Count, series.Sum(s => (long)s.Count),
            series.Count == 0 ? null : series.Max(s => s.Last));
    }
}
