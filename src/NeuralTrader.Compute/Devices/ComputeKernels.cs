using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Devices.Kernels;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Compute.Trading;

namespace NeuralTrader.Compute.Devices;

/// <summary>What <see cref="ComputeEngine.Run"/> can be asked: computations that a device does as well as the processor.</summary>
public static class ComputeKernels
{
    /// <summary>A Monte Carlo simulation of one price.</summary>
    public static DeviceKernel<PathJob, SimulatedOutcomes> MonteCarlo { get; } = new MonteCarloKernel();

    /// <summary>One joint move of correlated assets.</summary>
    public static DeviceKernel<PortfolioJob, SimulatedOutcomes> Portfolio { get; } = new PortfolioKernel();

    /// <summary>The warping distances of one series to many.</summary>
    public static DeviceKernel<WarpingJob, double[]> Warping { get; } = new WarpingDevice();

    /// <summary>A strategy with many parameter combinations: the figures of each in each segment.</summary>
    public static DeviceKernel<GridJob, GridFigures[]> Grid { get; } = new GridKernel();
}
