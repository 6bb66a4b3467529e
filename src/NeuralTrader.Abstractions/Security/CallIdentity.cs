using Orleans.Runtime;

namespace NeuralTrader.Abstractions.Security;

/// <summary>The signed identity that goes with the calls of this flow, as a silo made it.</summary>
public static class CallIdentity
{
    private const string Key = "nt.identity";

    /// <summary>What an anonymous caller's calls carry, so that nobody takes them for the platform's own.</summary>
    public const string Anonymous = "";

    /// <summary>The identity; null where the process calls by itself, <see cref="Anonymous"/> for a caller without one.</summary>
    public static string? Current => RequestContext.Get(Key) as string;

    /// <summary>Makes the calls that follow in this flow carry an identity.</summary>
    public static void Set(string text)
    {
        if (!ReferenceEquals(Current, text)) RequestContext.Set(Key, text);
    }
}
