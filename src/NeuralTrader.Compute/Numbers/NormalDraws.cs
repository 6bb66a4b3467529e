using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Numbers;

/// <summary>Four standard normal variates for every path and block, in polar form: the random words of a block, taken through Box–Muller twice.</summary>
/// <remarks>
/// The rounds that make the next block's words stand between the steps that turn this block's words into normals. Both are long chains of
/// dependent operations, and a processor looks ahead less far than a whole block: side by side they overlap.
/// </remarks>
/// <typeparam name="TReal">The width.</typeparam>
/// <typeparam name="TWords">Words of the same width.</typeparam>
/// <typeparam name="TWide">Slots of the same width.</typeparam>
internal static class NormalDraws<TReal, TWords, TWide>
    where TReal : struct, ISingles<TReal, TWords>
    where TWords : struct, IWords<TWords>
    where TWide : struct, IWide<TWide, TWords>
{
    private const uint RootOfHalf = 0x3F3504F3, StepA = Philox<TWide, TWords>.WeylA, StepB = Philox<TWide, TWords>.WeylB;

    /// <summary>
    /// Turns four words into two pairs of normals, radius · cosine and radius · sine, and draws the next four words. A pair's sum is
    /// radius · (cosine + sine), which takes fewer operations than its parts and is within 1.7e-7 · radius; what a caller does not use is not computed.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next(
        in Draws<TWide, TWords> draws,
        uint nextBlock,
        ref TWords a,
        ref TWords b,
        ref TWords c,
        ref TWords d,
        out TReal firstRadius,
        out TReal firstCosine,
        out TReal firstSine,
        out TReal firstBoth,
        out TReal secondRadius,
        out TReal secondCosine,
        out TReal secondSine,
        out TReal secondBoth)
    {
        TWide keyA = TWide.All(draws.Key.SeedLow + unchecked(2 * StepA)), keyB = TWide.All(draws.Key.SeedHigh + unchecked(2 * StepB));
        draws.Begin(nextBlock, out TWide w, out TWide x, out TWide y, out TWide z);
        TReal u1 = TReal.OfIntegers(TWords.Choose(TWords.All(0x7FFFFFFE), a, TWords.All(1))); // odd, so never zero
        TReal u2 = TReal.OfIntegers(TWords.Choose(TWords.All(0x7FFFFFFE), c, TWords.All(1)));
        Philox<TWide, TWords>.Round(ref w, ref x, ref y, ref z, keyA, keyB);
        Philox<TWide, TWords>.Next(ref keyA, ref keyB);
        TWords above1 = TReal.Bits(u1) - TWords.All(RootOfHalf + (31 << 23));
        TWords above2 = TReal.Bits(u2) - TWords.All(RootOfHalf + (31 << 23));
        TReal f1 = TReal.OfBits((above1 & TWords.All(0x007FFFFF)) + TWords.All(RootOfHalf)) - TReal.All(1);
        TReal f2 = TReal.OfBits((above2 & TWords.All(0x007FFFFF)) + TWords.All(RootOfHalf)) - TReal.All(1);
        Philox<TWide, TWords>.Round(ref w, ref x, ref y, ref z, keyA, keyB);
        Philox<TWide, TWords>.Next(ref keyA, ref keyB);
        TReal p1 = TReal.FusedMultiplyAdd(TReal.All(0.201670289f), f1, -0.32360214f);
        TReal p2 = TReal.FusedMultiplyAdd(TReal.All(0.201670289f), f2, -0.32360214f);
        TReal v1 = TReal.OfBits(TWords.Choose(TWords.All(0x007FFFFF), b, TWords.All(0x3F800000)));
        TReal v2 = TReal.OfBits(TWords.Choose(TWords.All(0x007FFFFF), d, TWords.All(0x3F800000)));
        TReal t1 = v1 - TReal.All(1.5f), t2 = v2 - TReal.All(1.5f);
        p1 = TReal.FusedMultiplyAdd(p1, f1, 0.344853222f);
        p2 = TReal.FusedMultiplyAdd(p2, f2, 0.344853222f);
        Philox<TWide, TWords>.Round(ref w, ref x, ref y, ref z, keyA, keyB);
        Philox<TWide, TWords>.Next(ref keyA, ref keyB);
        p1 = TReal.FusedMultiplyAdd(p1, f1, -0.398138404f);
        p2 = TReal.FusedMultiplyAdd(p2, f2, -0.398138404f);
        TReal z1 = t1 * t1, z2 = t2 * t2;
        TReal q1 = v1 - TReal.All(2), q2 = v2 - TReal.All(2); // cos(πt/2) + sin(πt/2) is √2·cos(πq/2), q = t − ½: even in q
        q1 = q1 * q1;
        q2 = q2 * q2;
        p1 = TReal.FusedMultiplyAdd(p1, f1, 0.499425739f);
        p2 = TReal.FusedMultiplyAdd(p2, f2, 0.499425739f);
        Philox<TWide, TWords>.Round(ref w, ref x, ref y, ref z, keyA, keyB);
        Philox<TWide, TWords>.Next(ref keyA, ref keyB);
        p1 = TReal.FusedMultiplyAdd(p1, f1, -0.666694283f);
        p2 = TReal.FusedMultiplyAdd(p2, f2, -0.666694283f);
        firstBoth = TReal.FusedMultiplyAdd(TReal.All(0.00121477945f), q1, -0.0294332523f);
        secondBoth = TReal.FusedMultiplyAdd(TReal.All(0.00121477945f), q2, -0.0294332523f);
        TReal c1 = TReal.FusedMultiplyAdd(TReal.All(-0.02042796f), z1, 0.253607f);
        TReal c2 = TReal.FusedMultiplyAdd(TReal.All(-0.02042796f), z2, 0.253607f);
        p1 = TReal.FusedMultiplyAdd(p1, f1, 1.00000644f);
        p2 = TReal.FusedMultiplyAdd(p2, f2, 1.00000644f);
        Philox<TWide, TWords>.Round(ref w, ref x, ref y, ref z, keyA, keyB);
        Philox<TWide, TWords>.Next(ref keyA, ref keyB);
        p1 = TReal.FusedMultiplyAdd(p1, f1, -2) * f1;
        p2 = TReal.FusedMultiplyAdd(p2, f2, -2) * f2;
        firstBoth = TReal.FusedMultiplyAdd(firstBoth, q1, 0.358718306f);
        secondBoth = TReal.FusedMultiplyAdd(secondBoth, q2, 0.358718306f);
        TReal s1 = TReal.FusedMultiplyAdd(TReal.All(-0.0046893163f), z1, 0.079713546f);
        TReal s2 = TReal.FusedMultiplyAdd(TReal.All(-0.0046893163f), z2, 0.079713546f);
        TReal e1 = TReal.OfIntegers(above1 & TWords.All(0xFF800000));
        TReal e2 = TReal.OfIntegers(above2 & TWords.All(0xFF800000));
        Philox<TWide, TWords>.Round(ref w, ref x, ref y, ref z, keyA, keyB);
        Philox<TWide, TWords>.Next(ref keyA, ref keyB);
        TReal l1 = TReal.SquareRoot(TReal.FusedMultiplyAdd(e1, TReal.All(-1.38629436f / (1 << 23)), p1));
        TReal l2 = TReal.SquareRoot(TReal.FusedMultiplyAdd(e2, TReal.All(-1.38629436f / (1 << 23)), p2));
        firstBoth = TReal.FusedMultiplyAdd(firstBoth, q1, -1.74471331f);
        secondBoth = TReal.FusedMultiplyAdd(secondBoth, q2, -1.74471331f);
        c1 = TReal.FusedMultiplyAdd(c1, z1, -1.233698f);
        c2 = TReal.FusedMultiplyAdd(c2, z2, -1.233698f);
        s1 = TReal.FusedMultiplyAdd(s1, z1, -0.6459667f);
        s2 = TReal.FusedMultiplyAdd(s2, z2, -0.6459667f);
        Philox<TWide, TWords>.Round(ref w, ref x, ref y, ref z, keyA, keyB);
        Philox<TWide, TWords>.Next(ref keyA, ref keyB);
        firstBoth = TReal.FusedMultiplyAdd(firstBoth, q1, 1.41421354f);
        secondBoth = TReal.FusedMultiplyAdd(secondBoth, q2, 1.41421354f);
        c1 = TReal.FusedMultiplyAdd(c1, z1, 1);
        c2 = TReal.FusedMultiplyAdd(c2, z2, 1);
        s1 = TReal.FusedMultiplyAdd(s1, z1, 1.5707964f);
        s2 = TReal.FusedMultiplyAdd(s2, z2, 1.5707964f);
        s1 = s1 * t1;
        s2 = s2 * t2;
        TWords m1 = b >> 31, m2 = d >> 31;
        firstRadius = TReal.OfBits(TWords.Choose(TWords.All(0x80000000), a, TReal.Bits(l1)));
        firstCosine = TReal.Choose(m1, s1, c1);
        firstSine = TReal.Choose(m1, c1, s1);
        secondRadius = TReal.OfBits(TWords.Choose(TWords.All(0x80000000), c, TReal.Bits(l2)));
        secondCosine = TReal.Choose(m2, s2, c2);
        secondSine = TReal.Choose(m2, c2, s2);
        Philox<TWide, TWords>.LastRound(w, x, y, z, keyA, keyB, out a, out b, out c, out d);
    }
}
