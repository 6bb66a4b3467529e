using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NeuralTrader.Grains.Trading.Halts;

/// <summary>
/// Keeps this silo's knowledge of the halts fresh, so that orders need not wait for it; and, a moment after something changed, sees to it that the
/// portfolios concerned took note, should whoever ordered it have been killed over it.
/// </summary>
internal sealed partial class HaltWatch(TradingGate gate, HaltSweep sweep, TimeProvider clock, ILogger<HaltWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), SweepAfter = TimeSpan.FromSeconds(15), SweepPatience = TimeSpan.FromMinutes(5);

    private readonly HashSet<string?> toSweep = [];
    private long? seen;
    private DateTimeOffset sweepAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Pause, clock);
        Task sweeping = Task.CompletedTask;
        do
        {
            try
            {
                await gate.Renew(stoppingToken);
                Note();
                if (toSweep.Count == 0 || clock.GetUtcNow() < sweepAt || !sweeping.IsCompleted) continue;
                string?[] scopes = toSweep.Contains(null) ? [null] : [.. toSweep];
                toSweep.Clear();
                sweeping = Task.WhenAll(scopes.Select(Sweep));
            }
#pragma warning disable CA1031 // a store or a cluster that is not there yet, or no more, fails in any way; orders read for themselves until it is back
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                NotRead(fault.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    // At start what is in force; from then on what changes.
    private void Note()
    {
        long version = gate.Known.Version;
        if (version == seen) return;
        foreach (string? scope in seen is { } before ? gate.Known.ChangedAfter(before) : gate.Known.InForce.Select(halt => halt.PortfolioId)) toSweep.Add(scope);
        (seen, sweepAt) = (version, clock.GetUtcNow() + SweepAfter);
    }

    private async Task Sweep(string? scope)
    {
        if ((await sweep.Run(scope, gate.Known.Version, SweepPatience)).Left > 0) seen = null; // what is in force is looked through again
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The halts could not be read: {Reason}")]
    private partial void NotRead(string reason);
}
