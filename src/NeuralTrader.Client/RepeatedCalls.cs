using System.Collections.Concurrent;
using System.Reflection;
using NeuralTrader.Abstractions;
using NeuralTrader.Domain.Ledger;
using Orleans.Runtime;

namespace NeuralTrader.Client;

/// <summary>
/// Makes a call again whose silo died or left under it, where that is harmless: the request carries an idempotency key, or the method is
/// <see cref="RepeatableAttribute">repeatable</see>. The grain is then found on another silo, as soon as the directory knows.
/// </summary>
public sealed class RepeatedCalls : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(400)];

    private readonly ConcurrentDictionary<MethodInfo, bool> repeatable = new();

    /// <inheritdoc/>
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception fault) when (attempt < Pauses.Length && IsOfTheWay(fault, context) && IsHarmless(context))
            {
                await Task.Delay(Pauses[attempt], context.Request.GetCancellationToken());
            }
            catch (OperationCanceledException fault) when (!IsCanceled(context))
            {
                throw new SiloUnavailableException("The silo that worked on the call has left.", fault);
            }
        }
    }

    // An activation that is being moved cancels what waits for it, though its caller did not; one that was replaced finds its place in the journal taken.
    private static bool IsOfTheWay(Exception fault, IOutgoingGrainCallContext context) =>
        fault is SiloUnavailableException or OrleansMessageRejectionException or JournalConflictException || (fault is OperationCanceledException && !IsCanceled(context));

    private static bool IsCanceled(IOutgoingGrainCallContext context) => context.Request.GetCancellationToken().IsCancellationRequested;

    private bool IsHarmless(IOutgoingGrainCallContext context)
    {
        for (int i = 0; i < context.Request.GetArgumentCount(); i++)
            if (context.Request.GetArgument(i) is IKeyedRequest { IdempotencyKey: not null }) return true;
        return repeatable.GetOrAdd(context.InterfaceMethod, method =>
            method.IsDefined(typeof(RepeatableAttribute)) || method.DeclaringType?.IsDefined(typeof(RepeatableAttribute)) == true);
    }
}
