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
    public static Wide4 Xor(Wide4 a, Wide4 b, uint c)
    {
        Vector128<ulong> word = Vector128.Create(c).AsUInt64();
        return new(Xor(a.even, b.even, word), Xor(a.odd, b.odd, word));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 Low(Wide4 a) =>
        new(Vector128.ConditionalSelect(Vector128.Create(0xFFFFFFFF_00000000ul), a.odd << 32, a.even).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Product(Vector128<ulong> a, uint factor) => Sse2.IsSupported
        ? Sse2.Multiply(a.AsUInt32(), Vector128.Create((ulong)factor).AsUInt32())
        : (a & Vector128.Create(0xFFFFFFFFul)) * Vector128.Create((ulong)factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Xor(Vector128<ulong> a, Vector128<ulong> b, Vector128<ulong> c) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.TernaryLogic(a, b, c, 0x96) : a ^ b ^ c; // 0x96 is the truth table of a ^ b ^ c
}
