using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Grains.Hosting;

/// <summary>What this machine can compute with.</summary>
internal static class Machine
{
    private const string CpuFile = "/proc/cpuinfo";

    /// <summary>The processor; other devices come with the computations that use them.</summary>
    public static IReadOnlyList<ComputeDevice> Devices { get; } = [new ComputeDevice("cpu", ProcessorName(), Detail())];

    /// <summary>Whether a graphics processor computes here, and if not, why.</summary>
    public static Feature Accelerator { get; } = new("gpu", false, GpuReason());

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

    private static string GpuReason() =>
        NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out _)
            ? "A CUDA driver is present, but this build computes on the processor only."
            : "No CUDA driver is present; everything computes on the processor.";
}
