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
        try
        {
            BacktestList tests = await grains.GetGrain<IBacktestIndexGrain>(0).List(new ListBacktestsRequest(Newest)).ConfigureAwait(false);
            foreach (BacktestSummary test in tests.Backtests.Where(test => test.State == JobState.Running))
                await grains.GetGrain<IBacktestGrain>(test.BacktestId).Read(cancellationToken).ConfigureAwait(false);
            OptimizationList searches = await grains.GetGrain<IOptimizationIndexGrain>(0).List(new ListOptimizationsRequest(Newest)).ConfigureAwait(false);
            foreach (OptimizationSummary search in searches.Optimizations.Where(search => search.State == JobState.Running))
                await grains.GetGrain<IOptimizationGrain>(search.OptimizationId).Progress().ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            NotWoken(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Jobs that are to be running could not be woken; they are looked at again in a minute.")]
    private partial void NotWoken(Exception fault);
}
