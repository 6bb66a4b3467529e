using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>8 words, 256 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Words8(Vector256<uint> v) : IWords<Words8>
{
    private readonly Vector256<uint> v = v;

    /// <summary>The lanes.</summary>
    public Vector256<uint> Lanes => v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 CountFrom(uint first) => new(Vector256<uint>.Indices + Vector256.Create(first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 All(uint value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator +(Words8 a, Words8 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator -(Words8 a, Words8 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator ^(Words8 a, Words8 b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator &(Words8 a, Words8 b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator |(Words8 a, Words8 b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator <<(Words8 a, int bits) => new(a.v << bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator >>>(Words8 a, int bits) => new(a.v >>> bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator >>(Words8 a, int bits) => new((a.v.AsInt32() >> bits).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 Equal(Words8 a, Words8 b) => new(Vector256.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 Choose(Words8 mask, Words8 ifSet, Words8 ifClear) => new(Vector256.ConditionalSelect(mask.v, ifSet.v, ifClear.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyWide(Words8 a, uint factor, out Words8 high, out Words8 low)
    {
        Vector256<ulong> even, odd;
        if (Avx2.IsSupported)
        {
            Vector256<uint> factors = Vector256.Create(factor);
            even = Avx2.Multiply(a.v, factors);
            odd = Avx2.Multiply((a.v.AsUInt64() >>> 32).AsUInt32(), factors);
        }
        else
        {
            Vector256<ulong> factors = Vector256.Create((ulong)factor);
            even = (a.v.AsUInt64() & Vector256.Create(0xFFFFFFFFul)) * factors;
            odd = (a.v.AsUInt64() >>> 32) * factors;
        }
        Vector256<uint> upper = Vector256.Create(0xFFFFFFFF_00000000ul).AsUInt32();
        low = new(Vector256.ConditionalSelect(upper, (odd << 32).AsUInt32(), even.AsUInt32()));
        high = new(Vector256.ConditionalSelect(upper, odd.AsUInt32(), (even >>> 32).AsUInt32()));
    }
}
