using System.Runtime.Intrinsics.X86;

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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 Load(ref readonly double first) => new(Vector512.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Doubles8 a, ref double first) => a.v.StoreUnsafe(ref first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 Min(Doubles8 a, Doubles8 b) =>
        Avx512F.IsSupported ? new(Avx512F.Min(a.v, b.v)) : new(Vector512.ConditionalSelect(Vector512.LessThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles8 Max(Doubles8 a, Doubles8 b) =>
        Avx512F.IsSupported ? new(Avx512F.Max(a.v, b.v)) : new(Vector512.ConditionalSelect(Vector512.GreaterThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask8 Differ(Doubles8 a, Doubles8 b) => new(~Vector512.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Above(Doubles8 a, Doubles8 b) => (uint)Vector512.ExtractMostSignificantBits(Vector512.GreaterThan(a.v, b.v));
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

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Mask8 a) => (uint)Vector512.ExtractMostSignificantBits(a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask8 OfBits(uint bits)
    {
        Vector512<long> ours = Vector512.Create(1, 2, 4, 8, 16, 32, 64, 128);
        return new(Vector512.Equals(Vector512.Create((long)bits) & ours, ours).AsDouble());
    }
}
