using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace NeuralTrader.Compute.Devices;

/// <summary>
/// One of two lanes of traffic with a device: a stream, pinned memory here and a slab there for what goes in and for what comes out. While one
/// slot's work is computed, the other's results come home and its next input leaves.
/// </summary>
internal sealed class DeviceSlot : IDisposable
{
    private readonly PageLockedArray1D<byte> hostIn, hostOut;
    private readonly Slab deviceIn, deviceOut;
    private Action? landed;

    public DeviceSlot(Accelerator accelerator, SlabPool memory, int inBytes, int outBytes)
    {
        (InBytes, OutBytes) = (inBytes, outBytes);
        Stream = accelerator.CreateStream();
        hostIn = accelerator.AllocatePageLocked1D<byte>(inBytes);
        hostOut = accelerator.AllocatePageLocked1D<byte>(outBytes);
        deviceIn = memory.Rent(inBytes);
        deviceOut = memory.Rent(outBytes);
    }

    /// <summary>What goes in at once at most.</summary>
    public int InBytes { get; }

    /// <summary>What comes out at once at most.</summary>
    public int OutBytes { get; }

    /// <summary>Where this slot's work is queued.</summary>
    public AcceleratorStream Stream { get; }

    /// <summary>Sends values to the device, behind what the stream holds.</summary>
    public ArrayView<T> Send<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(hostIn.Span);
        deviceIn.As<byte>(bytes.Length).CopyFrom(Stream, hostIn.ArrayView.SubView(0, bytes.Length));
        return deviceIn.As<T>(values.Length);
    }

    /// <summary>Where a kernel of this slot writes.</summary>
    public ArrayView<T> Output<T>(int count)
        where T : unmanaged => deviceOut.As<T>(count);

    /// <summary>Brings the output home, behind what the stream holds.</summary>
    /// <param name="count">How many values.</param>
    /// <param name="take">Gets them once they are here, at the next <see cref="Land"/>.</param>
    public unsafe void Fetch<T>(int count, TakeValues<T> take)
        where T : unmanaged
    {
        int bytes = count * sizeof(T);
        deviceOut.As<byte>(bytes).CopyTo(Stream, hostOut.ArrayView.SubView(0, bytes));
        landed = () => take(MemoryMarshal.Cast<byte, T>(hostOut.Span[..bytes]));
    }

    /// <summary>Brings values home behind what the stream holds, and waits for them.</summary>
    /// <param name="from">Where they are.</param>
    /// <param name="into">Out.</param>
    public unsafe void Bring<T>(ArrayView<T> from, Span<T> into)
        where T : unmanaged
    {
        int most = OutBytes / sizeof(T);
        for (int first = 0; first < into.Length; first += most)
        {
            int now = Math.Min(most, into.Length - first), bytes = now * sizeof(T);
            from.SubView(first, now).Cast<byte>().CopyTo(Stream, hostOut.ArrayView.SubView(0, bytes));
            Stream.Synchronize();
            MemoryMarshal.Cast<byte, T>(hostOut.Span[..bytes]).CopyTo(into[first..]);
        }
    }

    /// <summary>Waits for what the stream holds and hands over what it brought.</summary>
    public void Land()
    {
        if (landed is null) return;
        Stream.Synchronize();
        Action deliver = landed;
        landed = null;
        deliver();
    }

    /// <summary>Waits for what the stream holds and lets go what it brought.</summary>
    public void Drop()
    {
        if (landed is null) return;
        landed = null;
        Stream.Synchronize();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        hostIn.Dispose();
        hostOut.Dispose();
        deviceIn.Dispose();
        deviceOut.Dispose();
    }
}

/// <summary>Takes values that a device computed; they are overwritten afterwards.</summary>
internal delegate void TakeValues<T>(ReadOnlySpan<T> values);
