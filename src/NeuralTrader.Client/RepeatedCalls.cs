using Orleans.Runtime;

namespace NeuralTrader.Client;

/// <summary>
/// Makes a call of one member of the cluster again whose silo died or left under it, where that is harmless: the request carries an idempotency key, or
/// the method is <see cref="Abstractions.RepeatableAttribute">repeatable</see>. The grain is then found on another silo, as soon as the directory knows.
/// </summary>
public sealed class RepeatedCalls : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        CancellationToken callers = context.Request.GetCancellationToken();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception fault) when (attempt < Pauses.Length && CallRules.IsOfTheWay(fault, callers) && CallRules.IsHarmless(context))
            {
                await Task.Delay(Pauses[attempt], callers);
            }
            catch (OperationCanceledException fault) when (!callers.IsCancellationRequested)
            {
                throw new SiloUnavailableException("The silo that worked on the call has left.", fault);
            }
        }
    }
}
