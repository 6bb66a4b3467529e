namespace NeuralTrader.Compute.Risk;

/// <summary>Numbers in memory that begin at a cache line, so that no vector lies across two of them.</summary>
/// <typeparam name="T">A number.</typeparam>
internal sealed class Aligned<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] memory;
    private readonly int start, length;

    /// <param name="length">How many; what they are at first is not defined.</param>
    public unsafe Aligned(int length)
    {
        memory = GC.AllocateUninitializedArray<T>(length + (Line / sizeof(T)), pinned: true);
        nint beyond = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory)) & (Line - 1);
        (start, this.length) = (beyond == 0 ? 0 : (Line - (int)beyond) / sizeof(T), length);
    }

    /// <summary>The numbers.</summary>
    public Span<T> Span => memory.AsSpan(start, length);
}
