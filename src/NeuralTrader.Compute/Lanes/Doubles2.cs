using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>2 double-precision numbers, 128 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Doubles2(Vector128<double> v) : IDoubles<Doubles2, Mask2>
{
    private readonly Vector128<double> v = v;

    /// <summary>The lanes.</summary>
    public Vector128<double> Lanes => v;

    /// <inheritdoc/>
    public static int Width => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 All(double value) => new(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 operator +(Doubles2 a, Doubles2 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 operator -(Doubles2 a, Doubles2 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 operator *(Doubles2 a, Doubles2 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 operator /(Doubles2 a, Doubles2 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 FusedMultiplyAdd(Doubles2 a, Doubles2 b, Doubles2 c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 FusedMultiplyAdd(Doubles2 a, Doubles2 b, double c) => new(Vector128.FusedMultiplyAdd(a.v, b.v, Vector128.Create(c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 SquareRoot(Doubles2 a) => new(Vector128.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask2 operator <(Doubles2 a, Doubles2 b) => new(Vector128.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask2 operator >(Doubles2 a, Doubles2 b) => new(Vector128.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 Choose(Mask2 mask, Doubles2 ifTrue, Doubles2 ifFalse) => new(Vector128.ConditionalSelect(mask.Lanes, ifTrue.v, ifFalse.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 Load(ref readonly double first) => new(Vector128.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Doubles2 a, ref double first) => a.v.StoreUnsafe(ref first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 Min(Doubles2 a, Doubles2 b) =>
        Sse2.IsSupported ? new(Sse2.Min(a.v, b.v)) : new(Vector128.ConditionalSelect(Vector128.LessThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles2 Max(Doubles2 a, Doubles2 b) =>
        Sse2.IsSupported ? new(Sse2.Max(a.v, b.v)) : new(Vector128.ConditionalSelect(Vector128.GreaterThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask2 Differ(Doubles2 a, Doubles2 b) => new(~Vector128.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Above(Doubles2 a, Doubles2 b) => (uint)Vector128.ExtractMostSignificantBits(Vector128.GreaterThan(a.v, b.v));
}

/// <summary>Truth in 2 lanes: all bits set, or none.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Mask2(Vector128<double> v) : IMask<Mask2>
{
    private readonly Vector128<double> v = v;

    /// <summary>The lanes.</summary>
    public Vector128<double> Lanes => v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask2 operator &(Mask2 a, Mask2 b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask2 operator |(Mask2 a, Mask2 b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask2 operator ~(Mask2 a) => new(~a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Mask2 a) => (uint)Vector128.ExtractMostSignificantBits(a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask2 OfBits(uint bits)
    {
        Vector128<long> ours = Vector128.Create(1L, 2);
        return new(Vector128.Equals(Vector128.Create((long)bits) & ours, ours).AsDouble());
    }
}
