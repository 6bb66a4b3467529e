namespace NeuralTrader.Compute.Lanes;

/// <summary>One double-precision number: the reference, and what a thread of a GPU holds.</summary>
/// <param name="v">The lane.</param>
internal readonly struct Doubles1(double v) : IDoubles<Doubles1, Mask1>
{
    private readonly double v = v;

    /// <summary>The lane.</summary>
    public double Lane => v;

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 All(double value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 operator +(Doubles1 a, Doubles1 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 operator -(Doubles1 a, Doubles1 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 operator *(Doubles1 a, Doubles1 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 operator /(Doubles1 a, Doubles1 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 FusedMultiplyAdd(Doubles1 a, Doubles1 b, Doubles1 c) => new(Math.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 FusedMultiplyAdd(Doubles1 a, Doubles1 b, double c) => new(Math.FusedMultiplyAdd(a.v, b.v, c));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 SquareRoot(Doubles1 a) => new(Math.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask1 operator <(Doubles1 a, Doubles1 b) => new(a.v < b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask1 operator >(Doubles1 a, Doubles1 b) => new(a.v > b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 Choose(Mask1 mask, Doubles1 ifTrue, Doubles1 ifFalse) => new(mask.Lane ? ifTrue.v : ifFalse.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 Load(ref readonly double first) => new(first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Doubles1 a, ref double first) => first = a.v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 Min(Doubles1 a, Doubles1 b) => new(a.v < b.v ? a.v : b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles1 Max(Doubles1 a, Doubles1 b) => new(a.v > b.v ? a.v : b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask1 Differ(Doubles1 a, Doubles1 b) => new(a.v != b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Above(Doubles1 a, Doubles1 b) => a.v > b.v ? 1u : 0u;
}

/// <summary>Truth in one lane.</summary>
/// <param name="v">The lane.</param>
internal readonly struct Mask1(bool v) : IMask<Mask1>
{
    private readonly bool v = v;

    /// <summary>The lane.</summary>
    public bool Lane => v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask1 operator &(Mask1 a, Mask1 b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask1 operator |(Mask1 a, Mask1 b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask1 operator ~(Mask1 a) => new(!a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Mask1 a) => a.v ? 1u : 0u;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask1 OfBits(uint bits) => new((bits & 1) != 0);
}
