using System.Runtime.CompilerServices;
using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Domain;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>How instruments go together: correlations of all pairs, clusters, the common factor.</summary>
    public Task<CorrelationAnalysisAnswer> CorrelationAnalysisAsync(CorrelationAnalysisRequest request, CancellationToken cancellationToken = default) =>
        Long(token => grains.GetGrain<ICorrelationGrain>(Any).Analyse(request, token).Value(), cancellationToken);

    /// <summary>The whole matrix of correlations, some rows after others; it may be too large for any one answer.</summary>
    /// <exception cref="RefusalException">The question is refused, or the returns changed while they were read.</exception>
    public async IAsyncEnumerable<CorrelationRows> ReadCorrelationsAsync(
        CorrelationAnalysisRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        CorrelationRows? last = null;
        for (int first = 0; last is null || first < last.Names.Count; first += last.Rows.Length)
        {
            int from = first;
            CorrelationRows rows = await Long(token => grains.GetGrain<ICorrelationGrain>(Any).Rows(request, from, token).Value(), cancellationToken).ConfigureAwait(false);
            if (last is not null && last.Data != rows.Data)
                throw new RefusalException(new Refusal(RefusalKind.InsufficientData, "New bars came in while the matrix was read; ask again.", "symbols"));
            yield return last = rows;
        }
    }

    /// <summary>How far two series are from each other when time may be stretched.</summary>
    public Task<DtwDistanceAnswer> DtwDistanceAsync(DtwDistanceRequest request, CancellationToken cancellationToken = default) =>
        Long(token => grains.GetGrain<IWarpingGrain>(Any).Distance(request, token).Value(), cancellationToken);

    /// <summary>Which of many series are nearest to one when time may be stretched.</summary>
    public Task<DtwBatchAnswer> DtwBatchAsync(DtwBatchRequest request, CancellationToken cancellationToken = default) =>
        Long(token => grains.GetGrain<IWarpingGrain>(Any).Batch(request, token).Value(), cancellationToken);
}
