using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.ServiceDefaults.Audit;

/// <summary>Brings what goes on record to the one writer of the audit log: the rare while somebody waits, the frequent many at a time.</summary>
internal sealed partial class AuditTrail(IGrainFactory grains, TimeProvider clock, ILogger<AuditTrail> log) : BackgroundService, IAuditTrail
{
    private const int MostWaiting = 10_000, MostAtOnce = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200), AfterFault = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditEvent> waiting = Channel.CreateBounded<AuditEvent>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly FloodGate flood = new();
    private long lost;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private IAuditLogGrain Log => grains.GetGrain<IAuditLogGrain>(0);

    /// <inheritdoc/>
    public Task Record(AuditEvent happened, CancellationToken cancellationToken) => Log.Append([Whole(happened)], cancellationToken);

    /// <inheritdoc/>
    public void Note(AuditEvent happened)
    {
        if (flood.LetsThrough(happened, Now)) Queue(happened);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!waiting.Reader.Completion.IsCompleted)
        {
            try
            {
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // the last ones are told before this ends
            }
            foreach (AuditEvent held in flood.Held(Now, stoppingToken.IsCancellationRequested)) Queue(held);
            while (waiting.Reader.Count > 0 && await Tell(Batch(), stoppingToken).ConfigureAwait(false))
            {
            }
            if (stoppingToken.IsCancellationRequested) return;
        }
    }

    private void Queue(AuditEvent happened)
    {
        if (!waiting.Writer.TryWrite(Whole(happened))) Interlocked.Increment(ref lost);
    }

    private List<AuditEvent> Batch()
    {
        List<AuditEvent> batch = [];
        if (Interlocked.Exchange(ref lost, 0) is > 0 and long gone)
            batch.Add(Whole(new AuditEvent(
                AuditCategory.System, "audit.overflow", "platform", "audit", AuditOutcome.Failure, AuditLevel.Error,
                new Dictionary<string, string> { ["events"] = gone.ToString(System.Globalization.CultureInfo.InvariantCulture) })));
        while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out AuditEvent? happened)) batch.Add(happened);
        return batch;
    }

    // Until it works; false where the process stops before that.
    private async Task<bool> Tell(List<AuditEvent> batch, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await Log.Append(batch, CancellationToken.None).ConfigureAwait(false);
                return true;
            }
            catch (Domain.InvalidInputException fault) // one of them is malformed: that one is left out
            {
                Failed(fault.Message);
                if (batch.Count == 1) return true;
                foreach (AuditEvent one in batch) await Tell([one], stoppingToken).ConfigureAwait(false);
                return true;
            }
#pragma warning disable CA1031 // whatever it is, it is tried again
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Failed(fault.Message);
                if (stoppingToken.IsCancellationRequested) return false;
                await Task.Delay(AfterFault, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private AuditEvent Whole(AuditEvent happened) => happened with { Id = happened.Id ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString("N"), At = happened.At ?? Now };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Events are not in the audit log yet. {Reason}")]
    private partial void Failed(string reason);
}
