using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Numbers;

/// <summary>
/// Logarithm, exponential, sine and cosine in single precision with the same bits in every width and on every device.
/// </summary>
/// <remarks>
/// The polynomials are minimax fits of our own: weighted least squares on 4,000 Chebyshev nodes, reweighted by the error until it is level
/// (Lawson's algorithm), the coefficients rounded to single precision one after another from the lowest, the higher ones refitted each time.
/// </remarks>
/// <typeparam name="TReal">The width.</typeparam>
/// <typeparam name="TWords">Words of the same width.</typeparam>
internal static class Elementary<TReal, TWords>
    where TReal : struct, ISingles<TReal, TWords>
    where TWords : struct, IWords<TWords>
{
    /// <summary>−2 · ln(x · 2^−scale), the square of a Box–Muller radius.</summary>
    /// <param name="x">A normal positive number.</param>
    /// <param name="scale">A power of two to divide by, at no cost.</param>
    /// <returns>Within 1.2e-7 of the truth relatively: degree 8 on [√½ − 1, √2 − 1] has 3e-8, the rest is rounding.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal MinusTwoLog(TReal x, int scale)
    {
        const uint rootOfHalf = 0x3F3504F3;
        TWords above = TReal.Bits(x) - TWords.All(rootOfHalf + ((uint)scale << 23));
        TReal exponent = TReal.OfIntegers(above & TWords.All(0xFF800000)); // times 2²³
        TReal f = TReal.OfBits((above & TWords.All(0x007FFFFF)) + TWords.All(rootOfHalf)) - TReal.All(1);
        TReal p = TReal.FusedMultiplyAdd(TReal.All(0.201670289f), f, -0.32360214f);
        p = TReal.FusedMultiplyAdd(p, f, 0.344853222f);
        p = TReal.FusedMultiplyAdd(p, f, -0.398138404f);
        p = TReal.FusedMultiplyAdd(p, f, 0.499425739f);
        p = TReal.FusedMultiplyAdd(p, f, -0.666694283f);
        p = TReal.FusedMultiplyAdd(p, f, 1.00000644f);
        p = TReal.FusedMultiplyAdd(p, f, -2);
        return TReal.FusedMultiplyAdd(exponent, TReal.All(-1.38629436f / (1 << 23)), p * f);
    }

    /// <summary>Cosine and sine of an angle of the quarter [−π/4, π/4).</summary>
    /// <param name="t">The angle as a fraction of π/2, in [−½, ½).</param>
    /// <param name="cosine">Within 1e-7: degree 6 has 3.3e-8.</param>
    /// <param name="sine">Within 1e-7: degree 7 has 2.8e-8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CosineAndSine(TReal t, out TReal cosine, out TReal sine)
    {
        TReal z = t * t;
        TReal c = TReal.FusedMultiplyAdd(TReal.All(-0.02042796f), z, 0.253607f);
        TReal s = TReal.FusedMultiplyAdd(TReal.All(-0.0046893163f), z, 0.079713546f);
        c = TReal.FusedMultiplyAdd(c, z, -1.233698f);
        s = TReal.FusedMultiplyAdd(s, z, -0.6459667f);
        cosine = TReal.FusedMultiplyAdd(c, z, 1);
        sine = TReal.FusedMultiplyAdd(s, z, 1.5707964f) * t;
    }

    /// <summary>eˣ.</summary>
    /// <param name="x">At most 88 from zero.</param>
    /// <returns>Within 1.5e-7 relatively: degree 6 on [−ln 2 / 2, ln 2 / 2] has 3e-9, the rest is rounding.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TReal Exponential(TReal x)
    {
        const float roundsToInteger = 12582912; // 1.5 · 2²³: the sum's last bit is worth 1
        TReal shifted = TReal.FusedMultiplyAdd(x, TReal.All(1.44269502f), roundsToInteger);
        TReal n = shifted - TReal.All(roundsToInteger);
        TReal r = TReal.FusedMultiplyAdd(n, TReal.All(-0.693145752f), x); // ln 2 in two pieces, the first of few bits
        r = TReal.FusedMultiplyAdd(n, TReal.All(-1.42860677e-06f), r);
        TReal p = TReal.FusedMultiplyAdd(TReal.All(0.00138182961f), r, 0.00836853217f);
        p = TReal.FusedMultiplyAdd(p, r, 0.0416682921f);
        p = TReal.FusedMultiplyAdd(p, r, 0.166665226f);
        p = TReal.FusedMultiplyAdd(p, r, 0.49999994f);
        p = TReal.FusedMultiplyAdd(p, r, 1);
        p = TReal.FusedMultiplyAdd(p, r, 1);
        return TReal.OfBits(TReal.Bits(p) + (TReal.Bits(shifted) << 23));
    }
}
