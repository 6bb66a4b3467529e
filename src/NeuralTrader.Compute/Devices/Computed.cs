namespace NeuralTrader.Compute.Devices;

/// <summary>Where the caller would like the work done.</summary>
public enum DeviceWish
{
    /// <summary>Wherever it is fastest.</summary>
    Auto = 0,

    /// <summary>On the processor.</summary>
    Cpu = 1,

    /// <summary>On a CUDA device; where none can do it the processor does, and the answer says why.</summary>
    Cuda = 2,
}

/// <summary>A result, and where it was computed.</summary>
/// <typeparam name="T">The result's type.</typeparam>
/// <param name="Value">The result; the same bits wherever it was computed.</param>
/// <param name="Device">"cpu" or "cuda".</param>
/// <param name="FallbackReason">Why it is not the device that was wished for; null where it is.</param>
public sealed record Computed<T>(T Value, string Device, string? FallbackReason);
