using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>8 single-precision numbers, 256 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Singles8(Vector256<float> v) : ISingles<Singles8, Words8>
{
    private readonly Vector256<float> v = v;

    /// <summary>The lanes.</summary>
    public Vector256<float> Lanes => v;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 All(float value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator +(Singles8 a, Singles8 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator -(Singles8 a, Singles8 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator *(Singles8 a, Singles8 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 operator /(Singles8 a, Singles8 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 FusedMultiplyAdd(Singles8 a, Singles8 b, Singles8 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 FusedMultiplyAdd(Singles8 a, Singles8 b, float c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, Vector256.Create(c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 SquareRoot(Singles8 a) => new(Vector256.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator <(Singles8 a, Singles8 b) => new(Vector256.LessThan(a.v, b.v).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 operator >(Singles8 a, Singles8 b) => new(Vector256.GreaterThan(a.v, b.v).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 Choose(Words8 mask, Singles8 ifTrue, Singles8 ifFalse) => new(Vector256.ConditionalSelect(mask.Lanes.AsSingle(), ifTrue.v, ifFalse.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 Bits(Singles8 a) => new(a.v.AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 OfBits(Words8 a) => new(a.Lanes.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles8 OfIntegers(Words8 a) => new(Vector256.ConvertToSingle(a.Lanes.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Singles8 Gather(long table, Words8 index) => Avx2.IsSupported
        ? new(Avx2.GatherVector256((float*)table, index.Lanes.AsInt32(), sizeof(float)))
        : new(Vector256.Create(
            Singles4.Gather(table, new(index.Lanes.GetLower())).Lanes, Singles4.Gather(table, new(index.Lanes.GetUpper())).Lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Singles8 Load(long address) => Unsafe.ReadUnaligned<Singles8>((void*)address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Singles8 a, long address) => Unsafe.WriteUnaligned((void*)address, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words8 Truncate(Singles8 a) => new(Vector256.ConvertToInt32Native(a.v).AsUInt32());
}
