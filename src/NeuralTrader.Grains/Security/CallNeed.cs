using System.Collections.Concurrent;
using System.Reflection;
using NeuralTrader.Abstractions.Security;
using Orleans.Serialization.Invocation;

namespace NeuralTrader.Grains.Security;

/// <summary>Who may make a call.</summary>
internal enum CallRule
{
    /// <summary>Anybody.</summary>
    Open = 1,

    /// <summary>Whoever has the role.</summary>
    Role = 2,

    /// <summary>Silos.</summary>
    Members = 3,

    /// <summary>Processes of the platform, and administrators: what Orleans tells of itself, and lets itself be told.</summary>
    Operators = 4,

    /// <summary>Orleans itself, inside the silos: timers, membership, directory.</summary>
    Inside = 5,

    /// <summary>Silos, and interfaces in their own name.</summary>
    Interfaces = 6,
}

/// <summary>What a call asks of its caller, by the marks on the grain's interface.</summary>
/// <param name="Rule">Who may make it.</param>
/// <param name="Role">The least role, where a role is needed.</param>
/// <param name="OrService">Whether a service may make it as well.</param>
internal sealed record CallNeed(CallRule Rule, Role? Role = null, bool OrService = false)
{
    private const string Ours = "NeuralTrader.", Dashboard = "Orleans.Dashboard", Manifest = "IClusterManifestSystemTarget"; // which clients ask where grains are
    private static readonly ConcurrentDictionary<MethodInfo, CallNeed> Known = new();

    /// <summary>That of a call. A stream of answers is asked for through Orleans' own interface: what counts is what it is to stream.</summary>
    public static CallNeed Of(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod is not { } method) return new CallNeed(CallRule.Inside);
        CallNeed need = Known.GetOrAdd(method, static called => Read(called));
        if (need.Rule != CallRule.Open || method.Name != nameof(IAsyncEnumerableGrainExtension.StartEnumeration)) return need;
        for (int at = 0; at < context.Request.GetArgumentCount(); at++)
            if (context.Request.GetArgument(at) is IInvokable streamed) return Known.GetOrAdd(streamed.GetMethod(), static called => Read(called));
        return need;
    }

    private static CallNeed Read(MethodInfo method)
    {
        Type type = method.DeclaringType!;
        if (type.Namespace?.StartsWith(Ours, StringComparison.Ordinal) != true) return OfOrleans(type);
        foreach (MemberInfo marked in (ReadOnlySpan<MemberInfo>)[method, type])
        {
            if (marked.GetCustomAttribute<NeedsAttribute>() is { } needs) return new CallNeed(CallRule.Role, needs.Role, needs.OrService);
            if (marked.IsDefined(typeof(MembersOnlyAttribute))) break;
            if (marked.IsDefined(typeof(ForInterfacesAttribute))) return new CallNeed(CallRule.Interfaces);
            if (marked.IsDefined(typeof(OpenToAllAttribute))) return new CallNeed(CallRule.Open);
        }
        return new CallNeed(CallRule.Members);
    }

    private static CallNeed OfOrleans(Type type) => new(
        type.IsAssignableTo(typeof(IGrainExtension)) || type.Name == Manifest ? CallRule.Open
        : type == typeof(IManagementGrain) || type.Namespace?.StartsWith(Dashboard, StringComparison.Ordinal) == true ? CallRule.Operators
        : CallRule.Inside);
}
