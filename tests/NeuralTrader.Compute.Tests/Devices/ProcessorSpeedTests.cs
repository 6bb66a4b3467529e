using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Devices.Kernels;

namespace NeuralTrader.Compute.Tests.Devices;

public sealed class ProcessorSpeedTests
{
    [Fact] // 6 M units a second while the silo starts, 1,000 M after, 500 M under load
    public async Task The_fastest_of_measurements_over_time_is_kept()
    {
        DeviceKernel kernel = DeviceKernels.All[0];
        Queue<CostModel> found = new([new CostModel(0, 1 / 6e6), new CostModel(2e-5, 1e-9), new CostModel(1e-5, 2e-9)]);
        using ProcessorSpeeds speeds = new([kernel], _ => found.Dequeue(), [TimeSpan.Zero, TimeSpan.Zero]);
        Assert.Equal(1 / 6e6, speeds.Now[kernel].SecondsPerUnit);
        await speeds.Refined;
        Assert.Equal(new CostModel(2e-5, 1e-9), speeds.Now[kernel]);
        Assert.Empty(found);
    }

    [Fact]
    public async Task Nothing_is_measured_after_the_end()
    {
        int measured = 0;
        ProcessorSpeeds speeds = new([DeviceKernels.All[0]], _ => new CostModel(0, ++measured), [TimeSpan.FromHours(1)]);
        _ = speeds.Now;
        speeds.Dispose();
        await speeds.Refined.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(1, measured);
    }
}
