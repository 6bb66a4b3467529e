namespace NeuralTrader.Compute.Lanes;

/// <summary>16 single-precision numbers, 512 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Singles16(Vector512<float> v) : ISingles<Singles16, Words16>
{
    private readonly Vector512<float> v = v;

    /// <summary>The lanes.</summary>
    public Vector512<float> Lanes => v;

    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 All(float value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator +(Singles16 a, Singles16 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator -(Singles16 a, Singles16 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator *(Singles16 a, Singles16 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 operator /(Singles16 a, Singles16 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 FusedMultiplyAdd(Singles16 a, Singles16 b, Singles16 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 FusedMultiplyAdd(Singles16 a, Singles16 b, float c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, Vector512.Create(c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 SquareRoot(Singles16 a) => new(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator <(Singles16 a, Singles16 b) => new(Vector512.LessThan(a.v, b.v).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 operator >(Singles16 a, Singles16 b) => new(Vector512.GreaterThan(a.v, b.v).AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 Choose(Words16 mask, Singles16 ifTrue, Singles16 ifFalse) => new(Vector512.ConditionalSelect(mask.Lanes.AsSingle(), ifTrue.v, ifFalse.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 Bits(Singles16 a) => new(a.v.AsUInt32());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 OfBits(Words16 a) => new(a.Lanes.AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles16 OfIntegers(Words16 a) => new(Vector512.ConvertToSingle(a.Lanes.AsInt32()));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Singles16 Gather(long table, Words16 index) => new(Vector512.Create(
        Singles8.Gather(table, new(index.Lanes.GetLower())).Lanes, Singles8.Gather(table, new(index.Lanes.GetUpper())).Lanes));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Singles16 Load(long address) => Unsafe.ReadUnaligned<Singles16>((void*)address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Singles16 a, long address) => Unsafe.WriteUnaligned((void*)address, a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words16 Truncate(Singles16 a) => new(Vector512.ConvertToInt32Native(a.v).AsUInt32());
}
