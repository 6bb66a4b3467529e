using System.Runtime.Intrinsics.X86;

namespace NeuralTrader.Compute.Lanes;

/// <summary>4 double-precision numbers, 256 bits wide.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Doubles4(Vector256<double> v) : IDoubles<Doubles4, Mask4>
{
    private readonly Vector256<double> v = v;

    /// <summary>The lanes.</summary>
    public Vector256<double> Lanes => v;

    /// <inheritdoc/>
    public static int Width => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 All(double value) => new(Vector256.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 operator +(Doubles4 a, Doubles4 b) => new(a.v + b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 operator -(Doubles4 a, Doubles4 b) => new(a.v - b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 operator *(Doubles4 a, Doubles4 b) => new(a.v * b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 operator /(Doubles4 a, Doubles4 b) => new(a.v / b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 FusedMultiplyAdd(Doubles4 a, Doubles4 b, Doubles4 c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, c.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 FusedMultiplyAdd(Doubles4 a, Doubles4 b, double c) => new(Vector256.FusedMultiplyAdd(a.v, b.v, Vector256.Create(c)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 SquareRoot(Doubles4 a) => new(Vector256.Sqrt(a.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask4 operator <(Doubles4 a, Doubles4 b) => new(Vector256.LessThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask4 operator >(Doubles4 a, Doubles4 b) => new(Vector256.GreaterThan(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 Choose(Mask4 mask, Doubles4 ifTrue, Doubles4 ifFalse) => new(Vector256.ConditionalSelect(mask.Lanes, ifTrue.v, ifFalse.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 Load(ref readonly double first) => new(Vector256.LoadUnsafe(in first));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Doubles4 a, ref double first) => a.v.StoreUnsafe(ref first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 Min(Doubles4 a, Doubles4 b) =>
        Avx.IsSupported ? new(Avx.Min(a.v, b.v)) : new(Vector256.ConditionalSelect(Vector256.LessThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles4 Max(Doubles4 a, Doubles4 b) =>
        Avx.IsSupported ? new(Avx.Max(a.v, b.v)) : new(Vector256.ConditionalSelect(Vector256.GreaterThan(a.v, b.v), a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask4 Differ(Doubles4 a, Doubles4 b) => new(~Vector256.Equals(a.v, b.v));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Above(Doubles4 a, Doubles4 b) => (uint)Vector256.ExtractMostSignificantBits(Vector256.GreaterThan(a.v, b.v));
}

/// <summary>Truth in 4 lanes: all bits set, or none.</summary>
/// <param name="v">The lanes.</param>
internal readonly struct Mask4(Vector256<double> v) : IMask<Mask4>
{
    private readonly Vector256<double> v = v;

    /// <summary>The lanes.</summary>
    public Vector256<double> Lanes => v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask4 operator &(Mask4 a, Mask4 b) => new(a.v & b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask4 operator |(Mask4 a, Mask4 b) => new(a.v | b.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask4 operator ~(Mask4 a) => new(~a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Bits(Mask4 a) => (uint)Vector256.ExtractMostSignificantBits(a.v);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Mask4 OfBits(uint bits)
    {
        Vector256<long> ours = Vector256.Create(1, 2, 4, 8);
        return new(Vector256.Equals(Vector256.Create((long)bits) & ours, ours).AsDouble());
    }
}
