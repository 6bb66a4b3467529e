namespace NeuralTrader.Api.Console;

/// <summary>Bytes as people read them.</summary>
internal static class Sizes
{
    /// <summary>One decimal, in the unit that leaves the fewest digits.</summary>
    public static string Of(long bytes) => bytes switch
    {
        >= 1 << 30 => FormattableString.Invariant($"{bytes / (double)(1 << 30):0.0} GiB"),
        >= 1 << 20 => FormattableString.Invariant($"{bytes / (double)(1 << 20):0.0} MiB"),
        _ => FormattableString.Invariant($"{bytes / 1024.0:0.0} KiB"),
    };
}
