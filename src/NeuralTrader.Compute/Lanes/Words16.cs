using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>16 words, 512 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Words16(Vector512<uint> v) : IWords<Words16>
{
    private readonly Vector512<uint> v = v;

    /// <summary>The lanes.</summary>
    public Vector512<uint> Lanes => v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 CountFrom(uint first) => new(Vector512<uint>.Indices + Vector512.Create(first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 All(uint value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator +(Words16 a, Words16 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator -(Words16 a, Words16 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator ^(Words16 a, Words16 b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator &(Words16 a, Words16 b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator |(Words16 a, Words16 b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator <<(Words16 a, int bits) => new(a.v << bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator >>>(Words16 a, int bits) => new(a.v >>> bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator >>(Words16 a, int bits) => new((a.v.AsInt32() >> bits).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 Equal(Words16 a, Words16 b) => new(Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 Choose(Words16 mask, Words16 ifSet, Words16 ifClear) => new(Vector512.ConditionalSelect(mask.v, ifSet.v, ifClear.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyWide(Words16 a, uint factor, out Words16 high, out Words16 low)
    {
        Vector512<ulong> even, odd;
        if (Avx512F.IsSupported)
        {
            Vector512<uint> factors = Vector512.Create(factor);
            even = Avx512F.Multiply(a.v, factors);
            odd = Avx512F.Multiply((a.v.AsUInt64() >>> 32).AsUInt32(), factors);
        }
        else
        {
            Vector512<ulong> factors = Vector512.Create((ulong)factor);
            even = (a.v.AsUInt64() & Vector512.Create(0xFFFFFFFFul)) * factors;
            odd = (a.v.AsUInt64() >>> 32) * factors;
        }
        Vector512<uint> upper = Vector512.Create(0xFFFFFFFF_00000000ul).AsUInt32();
        low = new(Vector512.ConditionalSelect(upper, (odd << 32).AsUInt32(), even.AsUInt32()));
        high = new(Vector512.ConditionalSelect(upper, odd.AsUInt32(), (even >>> 32).AsUInt32()));
    }
}
