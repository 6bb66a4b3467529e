using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace NeuralTrader.Compute.Devices;

/// <summary>Looks for NVIDIA's driver before ILGPU does: ILGPU knows one name for it only, and is silent where it finds none.</summary>
internal static class CudaDriver
{
    private const string IlgpuName = "cuda"; // what ILGPU asks the loader for
    private static readonly Lock Gate = new();
    private static string? resolved;

    /// <summary>Its usual name on this system.</summary>
    public static string UsualName => OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1";

    /// <summary>Makes the driver ready for ILGPU.</summary>
    /// <param name="library">File name or path; null for the usual name.</param>
    /// <returns>Null where it is there, else why not.</returns>
    public static string? Load(string? library = null)
    {
        string name = library ?? UsualName;
        lock (Gate)
        {
            if (resolved == name) return null;
            if (!NativeLibrary.TryLoad(name, out _)) return $"{name} not found";
            if (resolved is not null) return $"this process uses {resolved} already";
            resolved = name;
            NativeLibrary.SetDllImportResolver(
                typeof(CudaAccelerator).Assembly,
                (asked, _, _) => asked == IlgpuName && NativeLibrary.TryLoad(name, out nint handle) ? handle : 0);
            return null;
        }
    }
}
