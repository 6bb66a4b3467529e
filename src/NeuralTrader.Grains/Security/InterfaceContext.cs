namespace NeuralTrader.Grains.Security;

/// <summary>Which interface made a call in its own name. <see cref="CallGate"/> alone says it; what came with the call is forgotten there.</summary>
internal static class InterfaceContext
{
    private const string Key = "nt.interface";

    /// <summary>The interface: its key's caller, or its name in the cluster; null for a silo's call.</summary>
    public static string? Current => RequestContext.Get(Key) as string;

    /// <summary>A call is an interface's.</summary>
    public static void Set(string name) => RequestContext.Set(Key, name);

    /// <summary>A call is not known to be an interface's.</summary>
    public static void Clear()
    {
        if (RequestContext.Get(Key) is not null) RequestContext.Remove(Key);
    }
}
