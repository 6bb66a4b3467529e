using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>8 words in 64-bit slots, twice 256 bits.</summary>
/// <param name="even">Lanes 0, 2, 4 and so on.</param>
/// <param name="odd">Lanes 1, 3, 5 and so on.</param>
internal readonly struct Wide8(Vector256<ulong> even, Vector256<ulong> odd) : IWide<Wide8, Words8>
{
    private readonly Vector256<ulong> even = even, odd = odd;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 CountFrom(uint first)
    {
        Vector256<uint> lanes = Vector256<uint>.Indices + Vector256.Create(first);
        return new(lanes.AsUInt64() & Vector256.Create(0xFFFFFFFFul), lanes.AsUInt64() >>> 32);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 All(uint value) => new(Vector256.Create((ulong)value), Vector256.Create((ulong)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 Add(Wide8 a, uint b)
    {
        Vector256<uint> word = Vector256.Create(b);
        return new((a.even.AsUInt32() + word).AsUInt64(), (a.odd.AsUInt32() + word).AsUInt64());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 Multiply(Wide8 a, uint factor) => new(Product(a.even, factor), Product(a.odd, factor));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 High(Wide8 a) => new(a.even >>> 32, a.odd >>> 32);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide8 Xor(Wide8 a, uint b)
    {
        Vector256<ulong> word = Vector256.Create(b).AsUInt64();
        return new(a.even ^ word, a.odd ^ word);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix(ref Wide8 a, ref Wide8 b, ref Wide8 c, ref Wide8 d, uint factorA, uint factorC, Wide8 keyA, Wide8 keyC)
    {
        if (!Avx512F.VL.IsSupported)
        {
            Wide8 ofA = Multiply(a, factorA), ofC = Multiply(c, factorC);
            a = Xor(High(ofC), b, keyA.even);
            c = Xor(High(ofA), d, keyC.even);
            b = ofC;
            d = ofA;
            return;
        }
        Vector256<ulong> evenA = Avx2.Multiply(a.even.AsUInt32(), Vector256.Create((ulong)factorA).AsUInt32());
        Vector256<ulong> oddA = Avx2.Multiply(a.odd.AsUInt32(), Vector256.Create((ulong)factorA).AsUInt32());
        Vector256<ulong> evenC = Avx2.Multiply(c.even.AsUInt32(), Vector256.Create((ulong)factorC).AsUInt32());
        Vector256<ulong> oddC = Avx2.Multiply(c.odd.AsUInt32(), Vector256.Create((ulong)factorC).AsUInt32());
        a = new(
            Avx512F.VL.TernaryLogic((evenC >>> 32), b.even, keyA.even, 0x96),
            Avx512F.VL.TernaryLogic((oddC >>> 32), b.odd, keyA.even, 0x96));
        c = new(
            Avx512F.VL.TernaryLogic((evenA >>> 32), d.even, keyC.even, 0x96),
            Avx512F.VL.TernaryLogic((oddA >>> 32), d.odd, keyC.even, 0x96));
        b = new(evenC, oddC);
        d = new(evenA, oddA);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MixLast(
        Wide8 a, Wide8 b, Wide8 c, Wide8 d, uint factorA, uint factorC, Wide8 keyA, Wide8 keyC,
        out Words8 first, out Words8 second, out Words8 third, out Words8 fourth)
    {
        Mix(ref a, ref b, ref c, ref d, factorA, factorC, keyA, keyC);
        (first, second, third, fourth) = (Low(a), Low(b), Low(c), Low(d));
    }

    // The lower halves, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words8 Low(Wide8 a) =>
        new(Vector256.ConditionalSelect(Vector256.Create(0xFFFFFFFF_00000000ul), a.odd << 32, a.even).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Product(Vector256<ulong> a, uint factor) => Avx2.IsSupported
        ? Avx2.Multiply(a.AsUInt32(), Vector256.Create((ulong)factor).AsUInt32())
        : (a & Vector256.Create(0xFFFFFFFFul)) * Vector256.Create((ulong)factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide8 Xor(Wide8 a, Wide8 b, Vector256<ulong> c) => new(Xor(a.even, b.even, c), Xor(a.odd, b.odd, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Xor(Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, 0x96) : a ^ b ^ c; // 0x96 is the truth table of a ^ b ^ c
}
