namespace NeuralTrader.Compute.Lanes;

/// <summary>4 single-precision numbers, 128 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Singles4(Vector128<float> v) : ISingles<Singles4, Words4>
{
    private readonly Vector128<float> v = v;

    /// <summary>The lanes.</summary>
    public Vector128<float> Lanes => v;

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 All(float value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator +(Singles4 a, Singles4 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator -(Singles4 a, Singles4 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator *(Singles4 a, Singles4 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 operator /(Singles4 a, Singles4 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 FusedMultiplyAdd(Singles4 a, Singles4 b, Singles4 c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 FusedMultiplyAdd(Singles4 a, Singles4 b, float c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, Vector128.Create(c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 SquareRoot(Singles4 a) => new(Vector128.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator <(Singles4 a, Singles4 b) => new(Vector128.LessThan(a.v, b.v).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 operator >(Singles4 a, Singles4 b) => new(Vector128.GreaterThan(a.v, b.v).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 Choose(Words4 mask, Singles4 ifTrue, Singles4 ifFalse) => new(Vector128.ConditionalSelect(mask.Lanes.AsSingle(), ifTrue.v, ifFalse.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 Bits(Singles4 a) => new(a.v.AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 OfBits(Words4 a) => new(a.Lanes.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles4 OfIntegers(Words4 a) => new(Vector128.ConvertToSingle(a.Lanes.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Singles4 Gather(long table, Words4 index) => new(Vector128.Create(
        ((float*)table)[index.Lanes[0]], ((float*)table)[index.Lanes[1]], ((float*)table)[index.Lanes[2]], ((float*)table)[index.Lanes[3]]));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Singles4 Load(long address) => Unsafe.ReadUnaligned<Singles4>((void*)address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Singles4 a, long address) => Unsafe.WriteUnaligned((void*)address, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words4 Truncate(Singles4 a) => new(Vector128.ConvertToInt32Native(a.v).AsUInt32());
}
