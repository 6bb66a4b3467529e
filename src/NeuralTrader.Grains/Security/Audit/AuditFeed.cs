using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Grains.Security.Audit;

/// <summary>A command that a portfolio's journal has.</summary>
/// <param name="Book">The portfolio's book.</param>
/// <param name="Seq">Its entry.</param>
/// <param name="Previous">The command's entry before it; 0 for none.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Events">What happened; the first one says who ordered it.</param>
public readonly record struct BookedOrder(string Book, long Seq, long Previous, DateTime At, IReadOnlyList<PortfolioEvent> Events);

/// <summary>
/// Carries what this silo's portfolios booked to the audit log, many at a time and behind the orders: nobody waits for it. What it cannot hold or is killed
/// over is found in the journals later.
/// </summary>
public sealed partial class AuditFeed(IGrainFactory grains, TimeProvider clock, ILogger<AuditFeed> log) : BackgroundService
{
    private const int MostWaiting = 100_000, MostAtOnce = 2_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250), AfterFault = TimeSpan.FromSeconds(1), SweepEvery = TimeSpan.FromMinutes(2);

    private readonly Channel<BookedOrder> waiting = Channel.CreateBounded<BookedOrder>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private int overflowed = 1; // a start may come after a kill

    private IAuditLogGrain Log => grains.GetGrain<IAuditLogGrain>(0);

    /// <summary>Takes what was booked just now.</summary>
    public void Booked(in BookedOrder order)
    {
        if (!waiting.Writer.TryWrite(order)) Volatile.Write(ref overflowed, 1);
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
        long swept = clock.GetTimestamp();
        while (!waiting.Reader.Completion.IsCompleted)
        {
            try
            {
                if (Interlocked.Exchange(ref overflowed, 0) != 0 || clock.GetElapsedTime(swept) > SweepEvery) // others may have been killed
                {
                    swept = clock.GetTimestamp();
                    await Repeat(() => Log.Sweep(stoppingToken), stoppingToken).ConfigureAwait(false);
                }
                if (!stoppingToken.IsCancellationRequested && waiting.Reader.Count < MostAtOnce) await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // what waits is told before this ends
            }
            List<CarriedEvent> batch = [];
            while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out BookedOrder order))
                batch.Add(new CarriedEvent(order.Book, order.Seq, order.Previous, PortfolioAudit.Of(order.Book, order.Seq, order.Events[0].OrderedBy!, order.At, order.Events)));
            if (batch.Count > 0) await Repeat(() => Log.Carry(batch, CancellationToken.None), stoppingToken).ConfigureAwait(false);
            if (stoppingToken.IsCancellationRequested && waiting.Reader.Count == 0) return;
        }
    }

    // Until it works, or this silo stops: then the journals have it.
    private async Task Repeat(Func<Task> call, CancellationToken stoppingToken)
    {
        string? said = null;
        while (true)
        {
            try
            {
                await call().ConfigureAwait(false);
                return;
            }
#pragma warning disable CA1031 // whatever it is, it is tried again
            catch (Exception fault)
#pragma warning restore CA1031
            {
                if (stoppingToken.IsCancellationRequested) return;
                if (fault.Message != said) Failed(said = fault.Message); // once for as long as it is so
                Volatile.Write(ref overflowed, 1);
                try
                {
                    await Task.Delay(AfterFault, clock, stoppingToken).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What portfolios booked is not in the audit log yet; it is tried again. {Reason}")]
    private partial void Failed(string reason);
}
