using System.Numerics;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralTrader.Compute.Devices;

/// <summary>
/// A device's memory in pieces of a power of two that are used again and never freed before the device is: allocating waits for all that the
/// device does. For the device's thread alone.
/// </summary>
/// <param name="accelerator">The device.</param>
internal sealed class SlabPool(Accelerator accelerator) : IDisposable
{
    private const int SmallestBits = 16;
    private readonly Stack<MemoryBuffer1D<byte, Stride1D.Dense>>[] free =
        [.. Enumerable.Range(0, 64).Select(_ => new Stack<MemoryBuffer1D<byte, Stride1D.Dense>>())];
    private readonly List<MemoryBuffer1D<byte, Stride1D.Dense>> all = [];

    /// <summary>What was taken from the device.</summary>
    public long Bytes { get; private set; }

    /// <summary>How often memory was taken from the device.</summary>
    public int Allocations => all.Count;

    /// <summary>A piece of at least so many bytes, with whatever it held before.</summary>
    /// <exception cref="AcceleratorException">The device has no such memory left.</exception>
    public Slab Rent(long bytes)
    {
        int size = Math.Max(SmallestBits, 64 - BitOperations.LeadingZeroCount((ulong)Math.Max(bytes, 1) - 1));
        if (free[size].TryPop(out MemoryBuffer1D<byte, Stride1D.Dense>? used)) return new Slab(free[size], used);
        MemoryBuffer1D<byte, Stride1D.Dense> made = accelerator.Allocate1D<byte>(1L << size);
        all.Add(made);
        Bytes += 1L << size;
        return new Slab(free[size], made);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (MemoryBuffer1D<byte, Stride1D.Dense> buffer in all) buffer.Dispose();
        all.Clear();
    }
}

/// <summary>A piece of a device's memory; disposing of it gives it back to its pool.</summary>
internal readonly struct Slab(Stack<MemoryBuffer1D<byte, Stride1D.Dense>> home, MemoryBuffer1D<byte, Stride1D.Dense> buffer) : IDisposable
{
    /// <summary>Its beginning as so many values.</summary>
    public ArrayView<T> As<T>(long count)
        where T : unmanaged => buffer.View.BaseView.Cast<T>().SubView(0, count);

    /// <inheritdoc/>
    public void Dispose() => home.Push(buffer);
}
