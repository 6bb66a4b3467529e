using System.Buffers;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Numbers in borrowed memory that begin at a cache line, so that no vector lies across two of them. Arrays of this size are not moved by the
/// collector as a rule; if one is, only speed is lost.
/// </summary>
/// <typeparam name="T">A number.</typeparam>
internal sealed class Aligned<T> : IDisposable
    where T : unmanaged
{
    private const int Line = 64;

    private readonly int start, length;
    private T[]? memory;

    /// <param name="length">How many; what they are at first is not defined.</param>
    public unsafe Aligned(int length)
    {
        memory = ArrayPool<T>.Shared.Rent(length + (Line / sizeof(T)));
        nint beyond = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory)) & (Line - 1);
        (start, this.length) = (beyond == 0 ? 0 : (Line - (int)beyond) / sizeof(T), length);
    }

    /// <summary>The numbers.</summary>
    public Span<T> Span => memory.AsSpan(start, length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (memory is not null) ArrayPool<T>.Shared.Return(memory);
        memory = null;
    }
}
