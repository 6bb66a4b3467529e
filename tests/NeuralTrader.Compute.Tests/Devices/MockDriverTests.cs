using System.Diagnostics;
using System.Runtime.InteropServices;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Compute.Devices.Kernels;
using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain;

namespace NeuralTrader.Compute.Tests.Devices;

/// <summary>
/// ILGPU's whole way to a CUDA device, on a driver of our own that computes nothing: finding it, contexts, modules, streams, pinned memory, slabs,
/// launches, no memory left. Needs a C compiler.
/// </summary>
public sealed class MockDriverTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // One test: a process meets one driver, once.
    [Fact]
    public async Task The_way_to_a_driver_is_walked_whole_and_a_device_that_computes_nothing_is_not_used()
    {
        string? library = Compiled();
        Assert.SkipWhen(library is null, "There is no C compiler to make the driver with.");
        Assert.Null(CudaDriver.Load(library));
        Assert.Equal($"this process uses {library} already", CudaDriver.Load("libm.so.6"));
        nint driver = NativeLibrary.Load(library);

        using (DeviceSession session = DeviceSession.Cuda(0))
        {
            Assert.Equal(("Mock H200", 139L << 30, 256), (session.Accelerator.Name, session.Accelerator.MemorySize, session.GroupSize));
            Assert.Equal("13.0", session.Driver);
            int before = Launches(driver), taken = session.Memory.Allocations;
            for (int i = 1; i <= 3; i++)
            {
                DeviceQuestion<PathEndsJob<GbmModel>, float[]> question = new(DeviceKernels.Gbm, Job(1_000), Stop);
                DeviceKernels.Gbm.Run(session, [question]);
                Assert.Equal(1_000, (await question.Answer).Length);
                Assert.Equal((before + i, taken), (Launches(driver), session.Memory.Allocations)); // one launch a batch, no memory taken anew
            }
        }

        using (ComputeEngine engine = new(new ComputeOptions { CudaLibrary = library }))
        {
            await engine.Devices.Start().WaitAsync(TimeSpan.FromMinutes(1), Stop);
            DeviceReport report = Assert.Single(engine.Devices.Cuda());
            Assert.Equal(("Mock H200", "13.0", DeviceState.Faulty), (report.Name, report.Driver, report.State));
            Assert.Equal("its gbm path ends have other bits than the processor's", report.Reason);
            Answer<Computed<float[]>> answer = await engine.Run(DeviceKernels.Gbm, Job(10), DeviceWish.Cuda, Stop);
            Assert.Equal(
                ("cpu", "The cuda device is faulty: its gbm path ends have other bits than the processor's."), (answer.Value!.Device, answer.Value.FallbackReason));
        }

        Limit(driver, 1 << 20);
        using (ComputeEngine engine = new(new ComputeOptions { CudaLibrary = library }))
        {
            await engine.Devices.Start().WaitAsync(TimeSpan.FromMinutes(1), Stop);
            DeviceReport report = Assert.Single(engine.Devices.Cuda());
            Assert.Equal(DeviceState.Degraded, report.State);
            Assert.Contains("out of memory", report.Reason, StringComparison.Ordinal);
        }
    }

    private static unsafe int Launches(nint driver) => ((delegate* unmanaged<int>)NativeLibrary.GetExport(driver, "mockLaunches"))();

    private static unsafe void Limit(nint driver, ulong bytes) => ((delegate* unmanaged<ulong, void>)NativeLibrary.GetExport(driver, "mockLimit"))(bytes);

    private static PathEndsJob<GbmModel> Job(int paths) => new(new GbmModel(0, 0.01f), DrawKey.Of(1, 0), 5, paths);

    private static string? Compiled()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Devices", "Mock", "libcuda.c");
        string library = Path.Combine(AppContext.BaseDirectory, "libcuda-mock.so");
        try
        {
            using Process? compiler = Process.Start("gcc", ["-shared", "-fPIC", "-O1", "-w", "-o", library, source]);
            compiler?.WaitForExit();
            return compiler is { ExitCode: 0 } ? library : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
