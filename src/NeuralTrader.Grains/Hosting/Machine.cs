using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Compute.Devices;

namespace NeuralTrader.Grains.Hosting;

/// <summary>What this machine can compute with.</summary>
internal static class Machine
{
    private const string CpuFile = "/proc/cpuinfo";
    private static readonly string Name = ProcessorName();

    /// <summary>The processor.</summary>
    public static DeviceInfo Processor(string silo, IReadOnlyList<KernelSpeed> speeds) => new(
        silo, "cpu", Name, DeviceCondition.Ready, Detail(), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, null, null, [.. speeds.Select(Speed)],
        null, []);

    /// <summary>The CUDA devices, or why there is none.</summary>
    public static IEnumerable<DeviceInfo> Cuda(string silo, ComputeDevices devices) => devices.WhyNoCuda is { } why
        ? [new DeviceInfo(silo, "cuda", "none", DeviceCondition.Absent, $"no CUDA device: {why}", null, null, null, [], null, [])]
        : devices.Cuda().Select(device => new DeviceInfo(
            silo, device.Kind, device.Name, Condition(device.State), device.Reason, device.MemoryBytes, device.Driver,
            device.State switch { DeviceState.Ready => true, DeviceState.Faulty => false, _ => null }, [.. device.Speeds.Select(Speed)],
            device.Waiting, [.. device.Batches.Select(batch => new DeviceBatches(batch.Kind, batch.Batches, batch.Questions, batch.Largest))]));

    /// <summary>Both in short.</summary>
    public static IReadOnlyList<ComputeDevice> Devices(ComputeDevices devices) =>
    [
        .. Cuda("", devices).Where(device => device.Condition != DeviceCondition.Absent).Prepend(Processor("", []))
            .Select(device => new ComputeDevice(device.Kind, device.Name, device.Kind == "cpu" ? device.Detail : $"{device.Condition}: {device.Detail}")),
    ];

    /// <summary>Whether a graphics processor computes here, and if not, why.</summary>
    public static Feature Accelerator(ComputeDevices devices)
    {
        DeviceInfo first = Cuda("", devices).First();
        return new Feature("gpu", devices.HasCuda, devices.HasCuda ? $"{first.Name}: {first.Detail}" : $"{first.Detail}; the processor computes everything");
    }

    /// <summary>How the devices are: those that are there should work.</summary>
    public static (HealthState State, string Detail) Health(ComputeDevices devices)
    {
        DeviceInfo[] cuda = [.. Cuda("", devices)];
        return cuda.FirstOrDefault(device => device.Condition is not (DeviceCondition.Ready or DeviceCondition.Absent)) is { } ill
            ? (HealthState.Degraded, $"{ill.Name}: {ill.Detail}; the processor computes what it cannot")
            : (HealthState.Healthy, string.Join("; ", cuda.Select(device => device.Detail).Prepend($"processor with {VectorBits()}-bit SIMD")));
    }

    private static DeviceCondition Condition(DeviceState state) => state switch
    {
        DeviceState.Starting => DeviceCondition.Starting,
        DeviceState.Ready => DeviceCondition.Ready,
        DeviceState.Degraded => DeviceCondition.Degraded,
        DeviceState.Faulty => DeviceCondition.Faulty,
        DeviceState.Closed => DeviceCondition.Absent,
    };

    private static DeviceSpeed Speed(KernelSpeed speed) => new(
        speed.Kind, speed.Unit, speed.Cost.FixedSeconds, speed.Cost.SecondsPerUnit > 0 ? 1 / speed.Cost.SecondsPerUnit : null, speed.Cost.MeasuredAt);

    private static string Detail() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {VectorBits()}-bit SIMD, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1048576.0 / 1024:0.0} GiB memory, {RuntimeInformation.ProcessArchitecture}");

    private static int VectorBits() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated || Avx2.IsSupported ? 256 : Vector.IsHardwareAccelerated ? 128 : 0;

    private static string ProcessorName()
    {
        string? line = File.Exists(CpuFile) ? File.ReadLines(CpuFile).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
