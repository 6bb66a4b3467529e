using System.Diagnostics;
using Orleans.Runtime;

namespace NeuralTrader.Client;

/// <summary>
/// Makes a call of one member of the cluster again whose silo died or left under it, where that is harmless: the request carries an idempotency key, or
/// the method is <see cref="Abstractions.RepeatableAttribute">repeatable</see>. The grain is then found on another silo, as soon as the directory knows.
/// </summary>
public sealed class RepeatedCalls : IOutgoingGrainCallFilter
{
    // Until the others have seen that a silo is dead, each new call to it fails at once; that takes them three seconds, and longer on a busy machine.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25), LongestPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        CancellationToken callers = context.Request.GetCancellationToken();
        long? failing = null;
        for (TimeSpan pause = TimeSpan.Zero; ; pause = pause == TimeSpan.Zero ? FirstPause : pause < LongestPause ? 2 * pause : pause)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception fault) when (CallRules.IsOfTheWay(fault, callers) && CallRules.IsHarmless(context)
                && Stopwatch.GetElapsedTime(failing ??= Stopwatch.GetTimestamp()) < Patience)
            {
                await Task.Delay(pause, callers);
            }
            catch (OperationCanceledException fault) when (!callers.IsCancellationRequested)
            {
                throw new SiloUnavailableException("The silo that worked on the call has left.", fault);
            }
        }
    }
}
