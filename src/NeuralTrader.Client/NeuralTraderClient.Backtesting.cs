using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain.Backtesting;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>Runs a strategy over history; waits for the end unless told not to.</summary>
    public async Task<Backtest> RunBacktestAsync(RunBacktestRequest request, CancellationToken cancellationToken = default)
    {
        string id = request.BacktestId ?? $"bt-{Guid.CreateVersion7():N}";
        IBacktestGrain job = Backtest(id);
        JobProgress progress = await job.Start(request with { BacktestId = id }, cancellationToken).Value().ConfigureAwait(false);
        if (request.Wait && progress.State == JobState.Running)
            await foreach (JobProgress _ in Followed(job.Watch, cancellationToken).ConfigureAwait(false)) { }
        return await job.Read(cancellationToken).Value().ConfigureAwait(false);
    }

    /// <summary>A back-test by its id.</summary>
    public Task<Backtest> GetBacktestAsync(GetBacktestRequest request, CancellationToken cancellationToken = default) =>
        Backtest(request.BacktestId).Read(cancellationToken).Value();

    /// <summary>Stops a running back-test.</summary>
    public Task<JobProgress> CancelBacktestAsync(CancelBacktestRequest request, CancellationToken cancellationToken = default) =>
        Backtest(request.BacktestId).Cancel(cancellationToken).Value();

    /// <summary>A running back-test's progress, until it ends.</summary>
    public IAsyncEnumerable<JobProgress> WatchBacktestAsync(string backtestId, CancellationToken cancellationToken = default) =>
        Followed(Backtest(backtestId).Watch, cancellationToken);

    /// <summary>The newest back-tests.</summary>
    public Task<BacktestList> ListBacktestsAsync(ListBacktestsRequest request, CancellationToken cancellationToken = default) =>
        grains.GetGrain<IBacktestIndexGrain>(0).List(request);

    /// <summary>Back-tests side by side, with a test of whether they differ by more than chance.</summary>
    public Task<ComparisonResult> CompareBacktestsAsync(CompareBacktestsRequest request, CancellationToken cancellationToken = default) =>
        Long(token => grains.GetGrain<IBacktestWorkerGrain>(Any).Compare(request, token).Value(), cancellationToken);
}
