using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>What devices can do, each kernel once, with parameters of a usual day to test and measure a device with.</summary>
internal static class DeviceKernels
{
    /// <summary>Where paths of geometric Brownian motion end.</summary>
    public static PathEnds<GbmModel> Gbm { get; } = new("gbm", new GbmModel(1e-4f, 0.0125f));

    /// <summary>Where paths with jumps end.</summary>
    public static PathEnds<MertonModel> Jumps { get; } = new("jump", new MertonModel(2e-4f, 0.01f, -0.02f, 0.03f, JumpOdds.Of(0.05)));

    /// <summary>Where paths of stochastic variance end.</summary>
    public static PathEnds<HestonModel> Heston { get; } = new(
        "heston", new HestonModel(0.04f, 0.04f, 0.992f, 1.2e-3f, 2e-7f, -8e-5f, 1e-3f, -3e-3f, 1e-3f));

    /// <summary>Where paths of GARCH(1,1) end.</summary>
    public static PathEnds<GarchModel> Garch { get; } = new("garch", new GarchModel(3e-4f, 2e-6f, 0.08f, 0.9f, 1e-4f));

    /// <summary>Where paths of GARCH(1,1) with Student-t innovations end.</summary>
    public static PathEnds<StudentGarchModel> StudentGarch { get; } = new(
        "garch-t", new StudentGarchModel(new GarchModel(3e-4f, 2e-6f, 0.08f, 0.9f, 1e-4f), 5));

    /// <summary>All; a device is tested with each, and not used unless every bit is right.</summary>
    public static IReadOnlyList<DeviceKernel> All { get; } =
    [
        Gbm, Jumps, Heston, Garch, StudentGarch, ComputeKernels.MonteCarlo, ComputeKernels.Portfolio, ComputeKernels.Grid, ComputeKernels.Warping,
    ];
}
