namespace NeuralTrader.Compute.Devices;

/// <summary>Why a computation was done elsewhere than was wished or planned, in the words that metrics and `nt devices` count by.</summary>
internal static class FallbackReasons
{
    /// <summary>A device was wished, and the computation has no kernel for one.</summary>
    public const string NoPath = "no path";

    /// <summary>The device that had it failed.</summary>
    public const string DeviceFailed = "device failed";

    /// <summary>A device was wished, and none is there or ready.</summary>
    public const string NoDevice = "no device";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [NoPath, DeviceFailed, NoDevice];
}
