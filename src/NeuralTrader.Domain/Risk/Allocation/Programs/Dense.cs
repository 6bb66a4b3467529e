using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NeuralTrader.Domain.Risk.Allocation.Programs;

/// <summary>Dense vector and matrix steps, eight numbers at a time; a matrix is row-major, rows <c>stride</c> apart.</summary>
internal static class Dense
{
    private const int Wide = 8;

    /// <summary>Σ xᵢ·yᵢ over the shorter of both.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = Math.Min(x.Length, y.Length), i = 0;
        ref double p = ref MemoryMarshal.GetReference(x), q = ref MemoryMarshal.GetReference(y);
        Vector512<double> a = default, b = default;
        for (; i <= n - (2 * Wide); i += 2 * Wide)
        {
            a = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref p, (nuint)i), Vector512.LoadUnsafe(ref q, (nuint)i), a);
            b = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref p, (nuint)(i + Wide)), Vector512.LoadUnsafe(ref q, (nuint)(i + Wide)), b);
        }
        for (; i <= n - Wide; i += Wide)
            a = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref p, (nuint)i), Vector512.LoadUnsafe(ref q, (nuint)i), a);
        double sum = Vector512.Sum(a + b);
        for (; i < n; i++) sum += x[i] * y[i];
        return sum;
    }

    /// <summary>Σ (xᵢ − yᵢ)² over the shorter of both.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        int n = Math.Min(x.Length, y.Length), i = 0;
        ref double p = ref MemoryMarshal.GetReference(x), q = ref MemoryMarshal.GetReference(y);
        Vector512<double> sums = default;
        for (; i <= n - Wide; i += Wide)
        {
            Vector512<double> gap = Vector512.LoadUnsafe(ref p, (nuint)i) - Vector512.LoadUnsafe(ref q, (nuint)i);
            sums = Vector512.FusedMultiplyAdd(gap, gap, sums);
        }
        double sum = Vector512.Sum(sums);
        for (; i < n; i++) sum += (x[i] - y[i]) * (x[i] - y[i]);
        return sum;
    }

    /// <summary>y ← y + scale·x over the shorter of both.</summary>
    public static void AddScaled(double scale, ReadOnlySpan<double> x, Span<double> y)
    {
        int n = Math.Min(x.Length, y.Length), i = 0;
        ref double p = ref MemoryMarshal.GetReference(x), q = ref MemoryMarshal.GetReference(y);
        Vector512<double> factor = Vector512.Create(scale);
        for (; i <= n - Wide; i += Wide)
            Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref p, (nuint)i), Vector512.LoadUnsafe(ref q, (nuint)i)).StoreUnsafe(ref q, (nuint)i);
        for (; i < n; i++) y[i] += scale * x[i];
    }

    /// <summary>result ← matrix·x, rows [count], columns as many as x has.</summary>
    public static void Multiply(ReadOnlySpan<double> matrix, int stride, ReadOnlySpan<double> x, Span<double> result)
    {
        for (int row = 0; row < result.Length; row++) result[row] = Dot(matrix.Slice(row * stride, x.Length), x);
    }

    /// <summary>result ← result + matrixᵀ·weights; rows whose weight is 0 are not read.</summary>
    public static void AddTransposed(ReadOnlySpan<double> matrix, int stride, ReadOnlySpan<double> weights, Span<double> result)
    {
        for (int row = 0; row < weights.Length; row++)
            if (weights[row] != 0) AddScaled(weights[row], matrix.Slice(row * stride, result.Length), result);
    }

    /// <summary>
    /// target[i, j] += Σₚ left[p, i]·right[p, j] for rows i in [first, last) and, at least, the columns j ≥ i; what lies left of the diagonal
    /// in the diagonal's own block of eight is overwritten with numbers of no meaning.
    /// </summary>
    /// <param name="target">Rows <paramref name="stride"/> apart; the stride is a multiple of 8.</param>
    /// <param name="stride">Of all three matrices.</param>
    /// <param name="first">First row.</param>
    /// <param name="last">Row after the last.</param>
    /// <param name="left">Shape [depth, stride].</param>
    /// <param name="right">Shape [depth, stride].</param>
    /// <param name="depth">Number of products.</param>
    public static void AddProducts(Span<double> target, int stride, int first, int last, ReadOnlySpan<double> left, ReadOnlySpan<double> right, int depth)
    {
        if (depth == 0) return;
        ref double c = ref MemoryMarshal.GetReference(target), a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right);
        int row = first;
        for (; row <= last - 4; row += 4)
        {
            int column = row & -Wide;
            for (; column <= stride - (3 * Wide); column += 3 * Wide) FourByThree(ref c, ref a, ref b, stride, row, column, depth);
            for (; column < stride; column += Wide) FourByOne(ref c, ref a, ref b, stride, row, column, depth);
        }
        for (; row < last; row++)
            for (int column = row & -Wide; column < stride; column += Wide) OneByOne(ref c, ref a, ref b, stride, row, column, depth);
    }

    private static void FourByThree(ref double c, ref double a, ref double b, int stride, int row, int column, int depth)
    {
        nuint c0 = (nuint)((row * stride) + column), c1 = c0 + (nuint)stride, c2 = c1 + (nuint)stride, c3 = c2 + (nuint)stride, at = (nuint)row, bt = (nuint)column;
        Vector512<double> s00 = Load(ref c, c0), s01 = Load(ref c, c0 + 8), s02 = Load(ref c, c0 + 16), s10 = Load(ref c, c1), s11 = Load(ref c, c1 + 8), s12 = Load(ref c, c1 + 16);
        Vector512<double> s20 = Load(ref c, c2), s21 = Load(ref c, c2 + 8), s22 = Load(ref c, c2 + 16), s30 = Load(ref c, c3), s31 = Load(ref c, c3 + 8), s32 = Load(ref c, c3 + 16);
        for (int p = 0; p < depth; p++, at += (nuint)stride, bt += (nuint)stride)
        {
            Vector512<double> b0 = Load(ref b, bt), b1 = Load(ref b, bt + 8), b2 = Load(ref b, bt + 16);
            Vector512<double> f = One(ref a, at);
            s00 = Vector512.FusedMultiplyAdd(f, b0, s00);
            s01 = Vector512.FusedMultiplyAdd(f, b1, s01);
            s02 = Vector512.FusedMultiplyAdd(f, b2, s02);
            f = One(ref a, at + 1);
            s10 = Vector512.FusedMultiplyAdd(f, b0, s10);
            s11 = Vector512.FusedMultiplyAdd(f, b1, s11);
            s12 = Vector512.FusedMultiplyAdd(f, b2, s12);
            f = One(ref a, at + 2);
            s20 = Vector512.FusedMultiplyAdd(f, b0, s20);
            s21 = Vector512.FusedMultiplyAdd(f, b1, s21);
            s22 = Vector512.FusedMultiplyAdd(f, b2, s22);
            f = One(ref a, at + 3);
            s30 = Vector512.FusedMultiplyAdd(f, b0, s30);
            s31 = Vector512.FusedMultiplyAdd(f, b1, s31);
            s32 = Vector512.FusedMultiplyAdd(f, b2, s32);
        }
        s00.StoreUnsafe(ref c, c0);
        s01.StoreUnsafe(ref c, c0 + 8);
        s02.StoreUnsafe(ref c, c0 + 16);
        s10.StoreUnsafe(ref c, c1);
        s11.StoreUnsafe(ref c, c1 + 8);
        s12.StoreUnsafe(ref c, c1 + 16);
        s20.StoreUnsafe(ref c, c2);
        s21.StoreUnsafe(ref c, c2 + 8);
        s22.StoreUnsafe(ref c, c2 + 16);
        s30.StoreUnsafe(ref c, c3);
        s31.StoreUnsafe(ref c, c3 + 8);
        s32.StoreUnsafe(ref c, c3 + 16);
    }

    private static void FourByOne(ref double c, ref double a, ref double b, int stride, int row, int column, int depth)
    {
        nuint c0 = (nuint)((row * stride) + column), c1 = c0 + (nuint)stride, c2 = c1 + (nuint)stride, c3 = c2 + (nuint)stride, at = (nuint)row, bt = (nuint)column;
        Vector512<double> s0 = Load(ref c, c0), s1 = Load(ref c, c1), s2 = Load(ref c, c2), s3 = Load(ref c, c3);
        for (int p = 0; p < depth; p++, at += (nuint)stride, bt += (nuint)stride)
        {
            Vector512<double> right = Load(ref b, bt);
            s0 = Vector512.FusedMultiplyAdd(One(ref a, at), right, s0);
            s1 = Vector512.FusedMultiplyAdd(One(ref a, at + 1), right, s1);
            s2 = Vector512.FusedMultiplyAdd(One(ref a, at + 2), right, s2);
            s3 = Vector512.FusedMultiplyAdd(One(ref a, at + 3), right, s3);
        }
        s0.StoreUnsafe(ref c, c0);
        s1.StoreUnsafe(ref c, c1);
        s2.StoreUnsafe(ref c, c2);
        s3.StoreUnsafe(ref c, c3);
    }

    private static void OneByOne(ref double c, ref double a, ref double b, int stride, int row, int column, int depth)
    {
        nuint at = (nuint)row, bt = (nuint)column, here = (nuint)((row * stride) + column);
        Vector512<double> sum = Load(ref c, here);
        for (int p = 0; p < depth; p++, at += (nuint)stride, bt += (nuint)stride) sum = Vector512.FusedMultiplyAdd(One(ref a, at), Load(ref b, bt), sum);
        sum.StoreUnsafe(ref c, here);
    }

    private static Vector512<double> Load(ref double from, nuint index) => Vector512.LoadUnsafe(ref from, index);

    private static Vector512<double> One(ref double from, nuint index) => Vector512.Create(System.Runtime.CompilerServices.Unsafe.Add(ref from, index));
}
