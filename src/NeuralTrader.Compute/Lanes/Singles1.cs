using ILGPU;

namespace NeuralTrader.Compute.Lanes;

/// <summary>One single-precision number: the reference, and what a thread of a GPU holds.</summary>
/// <param name="v">The lane.</param>
internal readonly struct Singles1(float v) : ISingles<Singles1, Words1>
{
    private readonly float v = v;

    /// <summary>The lane.</summary>
    public float Lane => v;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 All(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator +(Singles1 a, Singles1 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator -(Singles1 a, Singles1 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator *(Singles1 a, Singles1 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 operator /(Singles1 a, Singles1 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 FusedMultiplyAdd(Singles1 a, Singles1 b, Singles1 c) => new(MathF.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 FusedMultiplyAdd(Singles1 a, Singles1 b, float c) => new(MathF.FusedMultiplyAdd(a.v, b.v, c));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 SquareRoot(Singles1 a) => new(MathF.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator <(Singles1 a, Singles1 b) => new(a.v < b.v ? uint.MaxValue : 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 operator >(Singles1 a, Singles1 b) => new(a.v > b.v ? uint.MaxValue : 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 Choose(Words1 mask, Singles1 ifTrue, Singles1 ifFalse) => new(mask.Lane != 0 ? ifTrue.v : ifFalse.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 Bits(Singles1 a) => new(Interop.FloatAsInt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 OfBits(Words1 a) => new(Interop.IntAsFloat(a.Lane));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Singles1 OfIntegers(Words1 a) => new((int)a.Lane);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Singles1 Gather(long table, Words1 index) => new(((float*)table)[index.Lane]);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe Singles1 Load(long address) => new(*(float*)address);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Store(Singles1 a, long address) => *(float*)address = a.v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Words1 Truncate(Singles1 a) => new((uint)(int)a.v);
}
