using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>4 words in 64-bit slots, twice 128 bits.</summary>
/// <param name="even">Lanes 0, 2, 4 and so on.</param>
/// <param name="odd">Lanes 1, 3, 5 and so on.</param>
internal readonly struct Wide4(Vector128<ulong> even, Vector128<ulong> odd) : IWide<Wide4, Words4>
{
    private readonly Vector128<ulong> even = even, odd = odd;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 CountFrom(uint first)
    {
        Vector128<uint> lanes = Vector128<uint>.Indices + Vector128.Create(first);
        return new(lanes.AsUInt64() & Vector128.Create(0xFFFFFFFFul), lanes.AsUInt64() >>> 32);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 All(uint value) => new(Vector128.Create((ulong)value), Vector128.Create((ulong)value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 Add(Wide4 a, uint b)
    {
        Vector128<uint> word = Vector128.Create(b);
        return new((a.even.AsUInt32() + word).AsUInt64(), (a.odd.AsUInt32() + word).AsUInt64());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 Multiply(Wide4 a, uint factor) => new(Product(a.even, factor), Product(a.odd, factor));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 High(Wide4 a) => new(a.even >>> 32, a.odd >>> 32);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide4 Xor(Wide4 a, uint b)
    {
        Vector128<ulong> word = Vector128.Create(b).AsUInt64();
        return new(a.even ^ word, a.odd ^ word);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix(ref Wide4 a, ref Wide4 b, ref Wide4 c, ref Wide4 d, uint factorA, uint factorC, Wide4 keyA, Wide4 keyC)
    {
        if (!Avx512F.VL.IsSupported)
        {
            Wide4 ofA = Multiply(a, factorA), ofC = Multiply(c, factorC);
            a = Xor(High(ofC), b, keyA.even);
            c = Xor(High(ofA), d, keyC.even);
            b = ofC;
            d = ofA;
            return;
        }
        Vector128<ulong> evenA = Sse2.Multiply(a.even.AsUInt32(), Vector128.Create((ulong)factorA).AsUInt32());
        Vector128<ulong> oddA = Sse2.Multiply(a.odd.AsUInt32(), Vector128.Create((ulong)factorA).AsUInt32());
        Vector128<ulong> evenC = Sse2.Multiply(c.even.AsUInt32(), Vector128.Create((ulong)factorC).AsUInt32());
        Vector128<ulong> oddC = Sse2.Multiply(c.odd.AsUInt32(), Vector128.Create((ulong)factorC).AsUInt32());
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
        Wide4 a, Wide4 b, Wide4 c, Wide4 d, uint factorA, uint factorC, Wide4 keyA, Wide4 keyC,
        out Words4 first, out Words4 second, out Words4 third, out Words4 fourth)
    {
        Mix(ref a, ref b, ref c, ref d, factorA, factorC, keyA, keyC);
        (first, second, third, fourth) = (Low(a), Low(b), Low(c), Low(d));
    }

    // The lower halves, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words4 Low(Wide4 a) =>
        new(Vector128.ConditionalSelect(Vector128.Create(0xFFFFFFFF_00000000ul), a.odd << 32, a.even).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Product(Vector128<ulong> a, uint factor) => Sse2.IsSupported
        ? Sse2.Multiply(a.AsUInt32(), Vector128.Create((ulong)factor).AsUInt32())
        : (a & Vector128.Create(0xFFFFFFFFul)) * Vector128.Create((ulong)factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide4 Xor(Wide4 a, Wide4 b, Vector128<ulong> c) => new(Xor(a.even, b.even, c), Xor(a.odd, b.odd, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, 0x96) : a ^ b ^ c; // 0x96 is the truth table of a ^ b ^ c
}
