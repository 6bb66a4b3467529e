namespace NeuralTrader.Compute.Lanes;

/// <summary>One word: the reference, and what a thread of a GPU holds.</summary>
/// <param name="v">The lane.</param>
internal readonly struct Words1(uint v) : IWords<Words1>
{
    private readonly uint v = v;

    /// <summary>The lane.</summary>
    public uint Lane => v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 CountFrom(uint first) => new(first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 All(uint value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator +(Words1 a, Words1 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator -(Words1 a, Words1 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator ^(Words1 a, Words1 b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator &(Words1 a, Words1 b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator |(Words1 a, Words1 b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator <<(Words1 a, int bits) => new(a.v << bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator >>>(Words1 a, int bits) => new(a.v >>> bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator >>(Words1 a, int bits) => new((uint)((int)a.v >> bits));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 Equal(Words1 a, Words1 b) => new(a.v == b.v ? uint.MaxValue : 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 Choose(Words1 mask, Words1 ifSet, Words1 ifClear) => new((mask.v & ifSet.v) | (~mask.v & ifClear.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyWide(Words1 a, uint factor, out Words1 high, out Words1 low)
    {
        ulong product = (ulong)a.v * factor;
        high = new((uint)(product >> 32));
        low = new((uint)product);
    }
}
