using ILGPU;
using ILGPU.Runtime.CPU;
using NeuralTrader.Compute.Devices;

namespace NeuralTrader.Compute.Tests.Devices;

/// <summary>ILGPU's model of a device on the processor: slow, and the same in all else.</summary>
internal static class ModelDevice
{
    /// <summary>Opens one; small slots make many launches of little work.</summary>
    public static DeviceSession Open(int slotBytes = 1 << 14)
    {
        CPUDevice device = new(numThreadsPerWarp: 2, numWarpsPerMultiprocessor: 1, numMultiprocessors: 1);
        Context context = Context.Create(builder => builder.CPU(device).StrictArithmetic());
        return new DeviceSession(context, device.CreateCPUAccelerator(context, CPUAcceleratorMode.Sequential), null, slotBytes);
    }
}
