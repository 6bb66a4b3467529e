using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>16 words in 64-bit slots, twice 512 bits.</summary>
/// <param name="even">Lanes 0, 2, 4 and so on.</param>
/// <param name="odd">Lanes 1, 3, 5 and so on.</param>
internal readonly struct Wide16(Vector512<ulong> even, Vector512<ulong> odd) : IWide<Wide16, Words16>
{
    private readonly Vector512<ulong> even = even, odd = odd;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide16 CountFrom(uint first)
    {
        Vector512<uint> lanes = Vector512<uint>.Indices + Vector512.Create(first);
        return new(lanes.AsUInt64() & Vector512.Create(0xFFFFFFFFul), lanes.AsUInt64() >>> 32);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide16 All(uint value) => new(Vector512.Create(value).AsUInt64(), Vector512.Create(value).AsUInt64()); // in both halves, for MixLast

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide16 Add(Wide16 a, uint b)
    {
        Vector512<uint> word = Vector512.Create(b);
        return new((a.even.AsUInt32() + word).AsUInt64(), (a.odd.AsUInt32() + word).AsUInt64());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide16 Multiply(Wide16 a, uint factor) => new(Product(a.even, factor), Product(a.odd, factor));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide16 High(Wide16 a) => new(Upper(a.even), Upper(a.odd));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide16 Xor(Wide16 a, uint b)
    {
        Vector512<ulong> word = Vector512.Create(b).AsUInt64();
        return new(a.even ^ word, a.odd ^ word);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix(ref Wide16 a, ref Wide16 b, ref Wide16 c, ref Wide16 d, uint factorA, uint factorC, Wide16 keyA, Wide16 keyC)
    {
        if (!Avx512F.IsSupported)
        {
            Wide16 ofA = Multiply(a, factorA), ofC = Multiply(c, factorC);
            a = Xor(High(ofC), b, keyA.even);
            c = Xor(High(ofA), d, keyC.even);
            b = ofC;
            d = ofA;
            return;
        }
        Vector512<ulong> evenA = Avx512F.Multiply(a.even.AsUInt32(), Vector512.Create((ulong)factorA).AsUInt32());
        Vector512<ulong> oddA = Avx512F.Multiply(a.odd.AsUInt32(), Vector512.Create((ulong)factorA).AsUInt32());
        Vector512<ulong> evenC = Avx512F.Multiply(c.even.AsUInt32(), Vector512.Create((ulong)factorC).AsUInt32());
        Vector512<ulong> oddC = Avx512F.Multiply(c.odd.AsUInt32(), Vector512.Create((ulong)factorC).AsUInt32());
        a = new(
            Avx512F.TernaryLogic(Avx512F.Shuffle(evenC.AsUInt32(), 0b11_11_01_01).AsUInt64(), b.even, keyA.even, 0x96),
            Avx512F.TernaryLogic(Avx512F.Shuffle(oddC.AsUInt32(), 0b11_11_01_01).AsUInt64(), b.odd, keyA.even, 0x96));
        c = new(
            Avx512F.TernaryLogic(Avx512F.Shuffle(evenA.AsUInt32(), 0b11_11_01_01).AsUInt64(), d.even, keyC.even, 0x96),
            Avx512F.TernaryLogic(Avx512F.Shuffle(oddA.AsUInt32(), 0b11_11_01_01).AsUInt64(), d.odd, keyC.even, 0x96));
        b = new(evenC, oddC);
        d = new(evenA, oddA);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MixLast(
        Wide16 a, Wide16 b, Wide16 c, Wide16 d, uint factorA, uint factorC, Wide16 keyA, Wide16 keyC,
        out Words16 first, out Words16 second, out Words16 third, out Words16 fourth)
    {
        if (!Avx512F.IsSupported)
        {
            Mix(ref a, ref b, ref c, ref d, factorA, factorC, keyA, keyC);
            (first, second, third, fourth) = (Low(a), Low(b), Low(c), Low(d));
            return;
        }
        Wide16 ofA = Multiply(a, factorA), ofC = Multiply(c, factorC); // side by side first, then mixed at once
        first = new(Avx512F.TernaryLogic(UpperOf(ofC), Low(b).Lanes, keyA.even.AsUInt32(), 0x96));
        second = Low(ofC);
        third = new(Avx512F.TernaryLogic(UpperOf(ofA), Low(d).Lanes, keyC.even.AsUInt32(), 0x96));
        fourth = Low(ofA);
    }

    // The lower halves, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words16 Low(Wide16 a) => new(Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32x2(
            a.even.AsUInt32(), Vector512.Create(0u, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30), a.odd.AsUInt32())
        : Vector512.ConditionalSelect(Vector512.Create(0xFFFFFFFF_00000000ul), a.odd << 32, a.even).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> UpperOf(Wide16 a) => Avx512F.PermuteVar16x32x2(
        a.even.AsUInt32(), Vector512.Create(1u, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31), a.odd.AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Upper(Vector512<ulong> a) => Avx512F.IsSupported
        ? Avx512F.Shuffle(a.AsUInt32(), 0b11_11_01_01).AsUInt64() // a shuffle has more ports than a shift
        : a >>> 32;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Product(Vector512<ulong> a, uint factor) => Avx512F.IsSupported
        ? Avx512F.Multiply(a.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32())
        : (a & Vector512.Create(0xFFFFFFFFul)) * Vector512.Create((ulong)factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Wide16 Xor(Wide16 a, Wide16 b, Vector512<ulong> c) => new(Xor(a.even, b.even, c), Xor(a.odd, b.odd, c));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Xor(Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c) =>
        Avx512F.IsSupported ? Avx512F.TernaryLogic(a, b, c, 0x96) : a ^ b ^ c; // 0x96 is the truth table of a ^ b ^ c
}
