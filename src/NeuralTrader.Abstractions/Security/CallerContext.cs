using Orleans.Runtime;

namespace NeuralTrader.Abstractions.Security;

/// <summary>In whose name a call is made; it goes with the call from grain to grain.</summary>
public static class CallerContext
{
    private const string Key = "nt.caller";

    /// <summary>Who asks; null where the platform does something by itself.</summary>
    public static Caller? Current => RequestContext.Get(Key) as Caller;

    /// <summary>Makes the calls that follow in somebody's name.</summary>
    public static void Set(Caller by) => RequestContext.Set(Key, by);

    /// <summary>Makes the calls that follow in nobody's name.</summary>
    public static void Clear() => RequestContext.Remove(Key);
}
