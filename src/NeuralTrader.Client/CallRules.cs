using System.Collections.Concurrent;
using System.Reflection;
using NeuralTrader.Abstractions;
using NeuralTrader.Domain.Ledger;
using Orleans.Runtime;
using Orleans.Runtime.Messaging;

namespace NeuralTrader.Client;

/// <summary>Which faults are of a call's way and not of its answer, and which calls may be made twice.</summary>
internal static class CallRules
{
    private static readonly ConcurrentDictionary<MethodInfo, bool> Repeatable = new();

    /// <summary>
    /// Whether the silo or the way to it failed. An activation that is being moved cancels what waits for it, though its caller did not; one that was
    /// replaced finds its place in the journal taken.
    /// </summary>
    public static bool IsOfTheWay(Exception fault, CancellationToken callers) =>
        fault is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or JournalConflictException
        || (fault is OperationCanceledException && !callers.IsCancellationRequested);

    /// <summary>The request's idempotency key; null where it has none.</summary>
    public static string? KeyOf(IOutgoingGrainCallContext context)
    {
        for (int i = 0; i < context.Request.GetArgumentCount(); i++)
            if (context.Request.GetArgument(i) is IKeyedRequest { IdempotencyKey: { } key }) return key;
        return null;
    }

    /// <summary>Whether the call may be made twice: it carries a key, or its method is <see cref="RepeatableAttribute">repeatable</see>.</summary>
    public static bool IsHarmless(IOutgoingGrainCallContext context) =>
        KeyOf(context) is not null || Repeatable.GetOrAdd(context.InterfaceMethod, method =>
            method.IsDefined(typeof(RepeatableAttribute)) || method.DeclaringType?.IsDefined(typeof(RepeatableAttribute)) == true);
}
