using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>What devices can do, each kernel once.</summary>
internal static class DeviceKernels
{
    /// <summary>Where paths of geometric Brownian motion end.</summary>
    public static PathEnds<GbmModel> GbmEnds { get; } = new(new GbmModel(1e-4f, 0.0125f));

    /// <summary>All; a device is tested and measured with each.</summary>
    public static IReadOnlyList<DeviceKernel> All { get; } = [GbmEnds];
}
