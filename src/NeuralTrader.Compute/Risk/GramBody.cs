using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// The innermost product of <see cref="Gram"/>: rows of one panel times columns of another, all sums in registers. Panels are packed: for each k
/// the values of all their assets, so that a row's value is broadcast and columns are read as vectors. Each sum is one chain of
/// multiply-adds in the order of k, whatever the width.
/// </summary>
internal static class GramBody<TReal, TScalar, TMask>
    where TReal : struct, IReals<TReal, TScalar, TMask>
    where TScalar : unmanaged
    where TMask : struct
{
    /// <summary>Eight rows by three vectors of columns, added to what stands in c.</summary>
    public static void AddEightRows(ref TScalar a, ref TScalar b, int depth, int panel, ref TScalar c, int stride)
    {
        nint width = Unsafe.SizeOf<TReal>() / Unsafe.SizeOf<TScalar>();
        (TReal s00, TReal s01, TReal s02) = (default, default, default);
        (TReal s10, TReal s11, TReal s12) = (default, default, default);
        (TReal s20, TReal s21, TReal s22) = (default, default, default);
        (TReal s30, TReal s31, TReal s32) = (default, default, default);
        (TReal s40, TReal s41, TReal s42) = (default, default, default);
        (TReal s50, TReal s51, TReal s52) = (default, default, default);
        (TReal s60, TReal s61, TReal s62) = (default, default, default);
        (TReal s70, TReal s71, TReal s72) = (default, default, default);
        for (int k = 0; k < depth; k++)
        {
            TReal b0 = Place.Load<TReal, TScalar>(ref b, 0), b1 = Place.Load<TReal, TScalar>(ref b, width), b2 = Place.Load<TReal, TScalar>(ref b, 2 * width);
            TReal a0 = TReal.All(a);
            s00 = TReal.FusedMultiplyAdd(a0, b0, s00);
            s01 = TReal.FusedMultiplyAdd(a0, b1, s01);
            s02 = TReal.FusedMultiplyAdd(a0, b2, s02);
            TReal a1 = TReal.All(Unsafe.Add(ref a, 1));
            s10 = TReal.FusedMultiplyAdd(a1, b0, s10);
            s11 = TReal.FusedMultiplyAdd(a1, b1, s11);
            s12 = TReal.FusedMultiplyAdd(a1, b2, s12);
            TReal a2 = TReal.All(Unsafe.Add(ref a, 2));
            s20 = TReal.FusedMultiplyAdd(a2, b0, s20);
            s21 = TReal.FusedMultiplyAdd(a2, b1, s21);
            s22 = TReal.FusedMultiplyAdd(a2, b2, s22);
            TReal a3 = TReal.All(Unsafe.Add(ref a, 3));
            s30 = TReal.FusedMultiplyAdd(a3, b0, s30);
            s31 = TReal.FusedMultiplyAdd(a3, b1, s31);
            s32 = TReal.FusedMultiplyAdd(a3, b2, s32);
            TReal a4 = TReal.All(Unsafe.Add(ref a, 4));
            s40 = TReal.FusedMultiplyAdd(a4, b0, s40);
            s41 = TReal.FusedMultiplyAdd(a4, b1, s41);
            s42 = TReal.FusedMultiplyAdd(a4, b2, s42);
            TReal a5 = TReal.All(Unsafe.Add(ref a, 5));
            s50 = TReal.FusedMultiplyAdd(a5, b0, s50);
            s51 = TReal.FusedMultiplyAdd(a5, b1, s51);
            s52 = TReal.FusedMultiplyAdd(a5, b2, s52);
            TReal a6 = TReal.All(Unsafe.Add(ref a, 6));
            s60 = TReal.FusedMultiplyAdd(a6, b0, s60);
            s61 = TReal.FusedMultiplyAdd(a6, b1, s61);
            s62 = TReal.FusedMultiplyAdd(a6, b2, s62);
            TReal a7 = TReal.All(Unsafe.Add(ref a, 7));
            s70 = TReal.FusedMultiplyAdd(a7, b0, s70);
            s71 = TReal.FusedMultiplyAdd(a7, b1, s71);
            s72 = TReal.FusedMultiplyAdd(a7, b2, s72);
            a = ref Unsafe.Add(ref a, panel);
            b = ref Unsafe.Add(ref b, panel);
        }
        Write(s00, s01, s02, ref c, 0);
        Write(s10, s11, s12, ref c, stride);
        Write(s20, s21, s22, ref c, 2 * stride);
        Write(s30, s31, s32, ref c, 3 * stride);
        Write(s40, s41, s42, ref c, 4 * stride);
        Write(s50, s51, s52, ref c, 5 * stride);
        Write(s60, s61, s62, ref c, 6 * stride);
        Write(s70, s71, s72, ref c, 7 * stride);
    }

    /// <summary>Four rows by three vectors of columns, added to what stands in c.</summary>
    public static void AddFourRows(ref TScalar a, ref TScalar b, int depth, int panel, ref TScalar c, int stride)
    {
        nint width = Unsafe.SizeOf<TReal>() / Unsafe.SizeOf<TScalar>();
        (TReal s00, TReal s01, TReal s02) = (default, default, default);
        (TReal s10, TReal s11, TReal s12) = (default, default, default);
        (TReal s20, TReal s21, TReal s22) = (default, default, default);
        (TReal s30, TReal s31, TReal s32) = (default, default, default);
        for (int k = 0; k < depth; k++)
        {
            TReal b0 = Place.Load<TReal, TScalar>(ref b, 0), b1 = Place.Load<TReal, TScalar>(ref b, width), b2 = Place.Load<TReal, TScalar>(ref b, 2 * width);
            TReal a0 = TReal.All(a);
            s00 = TReal.FusedMultiplyAdd(a0, b0, s00);
            s01 = TReal.FusedMultiplyAdd(a0, b1, s01);
            s02 = TReal.FusedMultiplyAdd(a0, b2, s02);
            TReal a1 = TReal.All(Unsafe.Add(ref a, 1));
            s10 = TReal.FusedMultiplyAdd(a1, b0, s10);
            s11 = TReal.FusedMultiplyAdd(a1, b1, s11);
            s12 = TReal.FusedMultiplyAdd(a1, b2, s12);
            TReal a2 = TReal.All(Unsafe.Add(ref a, 2));
            s20 = TReal.FusedMultiplyAdd(a2, b0, s20);
            s21 = TReal.FusedMultiplyAdd(a2, b1, s21);
            s22 = TReal.FusedMultiplyAdd(a2, b2, s22);
            TReal a3 = TReal.All(Unsafe.Add(ref a, 3));
            s30 = TReal.FusedMultiplyAdd(a3, b0, s30);
            s31 = TReal.FusedMultiplyAdd(a3, b1, s31);
            s32 = TReal.FusedMultiplyAdd(a3, b2, s32);
            a = ref Unsafe.Add(ref a, panel);
            b = ref Unsafe.Add(ref b, panel);
        }
        Write(s00, s01, s02, ref c, 0);
        Write(s10, s11, s12, ref c, stride);
        Write(s20, s21, s22, ref c, 2 * stride);
        Write(s30, s31, s32, ref c, 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(TReal s0, TReal s1, TReal s2, ref TScalar c, nint row)
    {
        nint width = Unsafe.SizeOf<TReal>() / Unsafe.SizeOf<TScalar>();
        Place.Store(Place.Load<TReal, TScalar>(ref c, row) + s0, ref c, row);
        Place.Store(Place.Load<TReal, TScalar>(ref c, row + width) + s1, ref c, row + width);
        Place.Store(Place.Load<TReal, TScalar>(ref c, row + (2 * width)) + s2, ref c, row + (2 * width));
    }
}
