using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using NeuralTrader.Abstractions;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Client.Hosting;

/// <summary>
/// Makes a call through the gateway again that got no answer, where that is harmless, until the cluster has got over the death of a silo; and says in
/// one sentence that there was none. Nobody tells a client that a silo died: what was on its way to it is only heard of by the time-out.
/// </summary>
internal sealed class GatewayCalls(NeuralTraderClientOptions options) : IOutgoingGrainCallFilter
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500)];

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod?.DeclaringType?.Assembly != typeof(IPortfolioGrain).Assembly)
        {
            await context.Invoke(); // Orleans' own
            return;
        }
        CancellationToken callers = context.Request.GetCancellationToken();
        long start = Stopwatch.GetTimestamp();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception fault) when (fault is TimeoutException || CallRules.IsOfTheWay(fault, callers))
            {
                if (!CallRules.IsHarmless(context) || Stopwatch.GetElapsedTime(start) >= options.Patience) throw Unanswered(context, start, fault);
                await Task.Delay(Pauses[Math.Min(attempt, Pauses.Length - 1)], callers);
            }
        }
    }

    private static Exception Unanswered(IOutgoingGrainCallContext context, long start, Exception fault)
    {
        if (fault is JournalConflictException) return fault; // the cluster did answer, with a sentence of its own
        string grain = context.InterfaceMethod.DeclaringType!.GetCustomAttribute<AliasAttribute>()?.Alias ?? context.InterfaceName;
        string key = CallRules.KeyOf(context) is { } found ? $"; send it again with the key {found}" : "";
        return new ClusterUnavailableException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The cluster gave no answer to {context.MethodName} of {grain} within {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s; whether it was carried out is unknown{key}."),
            fault,
            CallRules.KeyOf(context));
    }
}
