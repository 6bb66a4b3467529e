namespace NeuralTrader.Compute.Lanes;

/// <summary>8 double-precision numbers, 512 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Doubles8(Vector512<double> v) : IDoubles<Doubles8, Mask8>
{
    private readonly Vector512<double> v = v;

    /// <summary>The lanes.</summary>
    public Vector512<double> Lanes => v;

    /// <inheritdoc/>
    public static int Width => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 All(double value) => new(Vector512.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 operator +(Doubles8 a, Doubles8 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 operator -(Doubles8 a, Doubles8 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 operator *(Doubles8 a, Doubles8 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 operator /(Doubles8 a, Doubles8 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 FusedMultiplyAdd(Doubles8 a, Doubles8 b, Doubles8 c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 FusedMultiplyAdd(Doubles8 a, Doubles8 b, double c) => new(Vector512.FusedMultiplyAdd(a.v, b.v, Vector512.Create(c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 SquareRoot(Doubles8 a) => new(Vector512.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask8 operator <(Doubles8 a, Doubles8 b) => new(Vector512.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask8 operator >(Doubles8 a, Doubles8 b) => new(Vector512.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 Choose(Mask8 mask, Doubles8 ifTrue, Doubles8 ifFalse) => new(Vector512.ConditionalSelect(mask.Lanes, ifTrue.v, ifFalse.v));
}

/// <summary>Truth in 8 lanes: all bits set, or none.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Mask8(Vector512<double> v) : IMask<Mask8>
{
    private readonly Vector512<double> v = v;

    /// <summary>The lanes.</summary>
    public Vector512<double> Lanes => v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask8 operator &(Mask8 a, Mask8 b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask8 operator |(Mask8 a, Mask8 b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask8 operator ~(Mask8 a) => new(~a.v);
}
