using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Silo.Hosting;

namespace NeuralTrader.Silo.Backtesting;

/// <summary>Wakes back-tests and searches that are to be running: one whose silo was killed goes on without anybody asking for it.</summary>
internal sealed partial class JobWatch(IGrainFactory grains, IHostApplicationLifetime host, TimeProvider clock, ILogger<JobWatch> log) : MinuteWatch(host, clock)
{
    private const int Newest = 1_000; // as many as the lists hold

    protected override async Task Look(CancellationToken cancellationToken)
    {
        await Try("the list of back-tests", async () =>
        {
            BacktestList tests = await grains.GetGrain<IBacktestIndexGrain>(0).List(new ListBacktestsRequest(Newest)).ConfigureAwait(false);
            foreach (string id in tests.Backtests.Where(test => test.State == JobState.Running).Select(test => test.BacktestId))
                await Try(id, () => grains.GetGrain<IBacktestGrain>(id).Read(cancellationToken), cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
        await Try("the list of searches", async () =>
        {
            OptimizationList searches = await grains.GetGrain<IOptimizationIndexGrain>(0).List(new ListOptimizationsRequest(Newest)).ConfigureAwait(false);
            foreach (string id in searches.Optimizations.Where(search => search.State == JobState.Running).Select(search => search.OptimizationId))
                await Try(id, () => grains.GetGrain<IOptimizationGrain>(id).Progress(), cancellationToken).ConfigureAwait(false);
        }, cancellationToken).ConfigureAwait(false);
    }

    // One that cannot be woken does not keep the others asleep.
    private async Task Try(string what, Func<Task> wake, CancellationToken cancellationToken)
    {
        try
        {
            await wake().ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            NotWoken(what, fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} could not be woken; it is looked at again in a minute.")]
    private partial void NotWoken(string what, Exception fault);
}
