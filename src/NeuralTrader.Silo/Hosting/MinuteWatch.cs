using Microsoft.Extensions.Hosting;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Looks at something once the host is up, and every minute from then on.</summary>
/// <param name="host">Tells when it is up.</param>
/// <param name="clock">Counts the minutes.</param>
internal abstract class MinuteWatch(IHostApplicationLifetime host, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Whether there is anything to look at in this process.</summary>
    protected virtual bool IsNeeded => true;

    /// <summary>Looks once; faults are its own to report.</summary>
    protected abstract Task Look(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsNeeded) return;
        TaskCompletionSource up = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration started = host.ApplicationStarted.Register(up.SetResult);
        await up.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        using PeriodicTimer timer = new(Interval, clock);
        do await Look(stoppingToken).ConfigureAwait(false);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
