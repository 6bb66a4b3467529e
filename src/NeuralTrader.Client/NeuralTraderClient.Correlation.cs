using NeuralTrader.Abstractions.Risk;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>How instruments go together: correlations of all pairs, clusters, the common factor.</summary>
    public Task<CorrelationAnalysisAnswer> CorrelationAnalysisAsync(CorrelationAnalysisRequest request, CancellationToken cancellationToken = default) =>
        grains.GetGrain<ICorrelationGrain>(Any).Analyse(request, cancellationToken).Value();

    /// <summary>How far two series are from each other when time may be stretched.</summary>
    public Task<DtwDistanceAnswer> DtwDistanceAsync(DtwDistanceRequest request, CancellationToken cancellationToken = default) =>
        grains.GetGrain<IWarpingGrain>(Any).Distance(request, cancellationToken).Value();

    /// <summary>Which of many series are nearest to one when time may be stretched.</summary>
    public Task<DtwBatchAnswer> DtwBatchAsync(DtwBatchRequest request, CancellationToken cancellationToken = default) =>
        grains.GetGrain<IWarpingGrain>(Any).Batch(request, cancellationToken).Value();
}
