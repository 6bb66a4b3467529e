using System.Runtime.CompilerServices;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>Searches a strategy's parameters; waits for the end unless told not to.</summary>
    public async Task<Optimization> OptimizeStrategyAsync(OptimizeStrategyRequest request, CancellationToken cancellationToken = default)
    {
        string id = request.OptimizationId ?? $"opt-{Guid.CreateVersion7():N}";
        IOptimizationGrain job = Optimization(id);
        JobProgress progress = await job.Start(request with { OptimizationId = id }, cancellationToken).Value().ConfigureAwait(false);
        if (request.Wait && progress.State == JobState.Running)
            await foreach (JobProgress _ in Followed(job.Watch, cancellationToken).ConfigureAwait(false)) { }
        return await job.Read(cancellationToken).Value().ConfigureAwait(false);
    }

    /// <summary>A search by its id.</summary>
    public Task<Optimization> GetOptimizationAsync(GetOptimizationRequest request, CancellationToken cancellationToken = default) =>
        Optimization(request.OptimizationId).Read(cancellationToken).Value();

    /// <summary>Where a search stands.</summary>
    public Task<JobProgress> GetOptimizationProgressAsync(string optimizationId) => Optimization(optimizationId).Progress().Value();

    /// <summary>Stops a running search.</summary>
    public Task<JobProgress> CancelOptimizationAsync(CancelOptimizationRequest request, CancellationToken cancellationToken = default) =>
        Optimization(request.OptimizationId).Cancel(cancellationToken).Value();

    /// <summary>A running search's progress, until it ends.</summary>
    public IAsyncEnumerable<JobProgress> WatchOptimizationAsync(string optimizationId, CancellationToken cancellationToken = default) =>
        Followed(Optimization(optimizationId).Watch, cancellationToken);

    /// <summary>The newest searches.</summary>
    public Task<OptimizationList> ListOptimizationsAsync(ListOptimizationsRequest request, CancellationToken cancellationToken = default) =>
        grains.GetGrain<IOptimizationIndexGrain>(0).List(request);

    /// <summary>All trials of a search, part after part, in the order in which they were made; those of a search that runs as far as it is.</summary>
    public async IAsyncEnumerable<SearchChunk> ReadTrialsAsync(string optimizationId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int number = 0; ; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await grains.GetGrain<IOptimizationChunkGrain>($"{Ids.Parse(optimizationId, "optimizationId")}:{number}").Read().ConfigureAwait(false) is not { } chunk) yield break;
            yield return chunk;
        }
    }

    private IOptimizationGrain Optimization(string id) => grains.GetGrain<IOptimizationGrain>(Ids.Parse(id, "optimizationId"));
}
