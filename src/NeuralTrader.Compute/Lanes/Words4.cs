using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>4 words, 128 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Words4(Vector128<uint> v) : IWords<Words4>
{
    private readonly Vector128<uint> v = v;

    /// <summary>The lanes.</summary>
    public Vector128<uint> Lanes => v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 CountFrom(uint first) => new(Vector128<uint>.Indices + Vector128.Create(first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 All(uint value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator +(Words4 a, Words4 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator -(Words4 a, Words4 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator ^(Words4 a, Words4 b) => new(a.v ^ b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator &(Words4 a, Words4 b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator |(Words4 a, Words4 b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator <<(Words4 a, int bits) => new(a.v << bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator >>>(Words4 a, int bits) => new(a.v >>> bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator >>(Words4 a, int bits) => new((a.v.AsInt32() >> bits).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 Equal(Words4 a, Words4 b) => new(Vector128.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 Choose(Words4 mask, Words4 ifSet, Words4 ifClear) => new(Vector128.ConditionalSelect(mask.v, ifSet.v, ifClear.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyWide(Words4 a, uint factor, out Words4 high, out Words4 low)
    {
        Vector128<ulong> even, odd;
        if (Sse2.IsSupported)
        {
            Vector128<uint> factors = Vector128.Create(factor);
            even = Sse2.Multiply(a.v, factors);
            odd = Sse2.Multiply((a.v.AsUInt64() >>> 32).AsUInt32(), factors);
        }
        else
        {
            Vector128<ulong> factors = Vector128.Create((ulong)factor);
            even = (a.v.AsUInt64() & Vector128.Create(0xFFFFFFFFul)) * factors;
            odd = (a.v.AsUInt64() >>> 32) * factors;
        }
        Vector128<uint> upper = Vector128.Create(0xFFFFFFFF_00000000ul).AsUInt32();
        low = new(Vector128.ConditionalSelect(upper, (odd << 32).AsUInt32(), even.AsUInt32()));
        high = new(Vector128.ConditionalSelect(upper, odd.AsUInt32(), (even >>> 32).AsUInt32()));
    }
}
