using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Numbers;

/// <summary>Two independent standard normal variates from two random words, without a branch.</summary>
/// <remarks>
/// Box and Muller (1958), A note on the generation of random normal deviates. The radius takes 31 bits of its word, read so that small uniforms
/// keep all their digits: the largest variate is 6.6. The angle takes 30 bits for a point on the quarter circle about 1, one bit to mirror it at the
/// diagonal, and one, folded into the radius, to send it to the other side.
/// </remarks>
/// <typeparam name="TReal">The width.</typeparam>
/// <typeparam name="TWords">Words of the same width.</typeparam>
internal static class BoxMuller<TReal, TWords>
    where TReal : struct, ISingles<TReal, TWords>
    where TWords : struct, IWords<TWords>
{
    /// <summary>A pair in polar form: the variates are radius · cosine and radius · sine.</summary>
    /// <param name="first">A random word, for the radius.</param>
    /// <param name="second">A random word, for the angle.</param>
    /// <param name="radius">The radius, with a sign.</param>
    /// <param name="cosine">In [−1, 1].</param>
    /// <param name="sine">In [−1, 1].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Polar(TWords first, TWords second, out TReal radius, out TReal cosine, out TReal sine)
    {
        TReal uniform = TReal.OfIntegers(TWords.Choose(TWords.All(0x7FFFFFFE), first, TWords.All(1))); // odd, so never zero
        TReal length = TReal.SquareRoot(Elementary<TReal, TWords>.MinusTwoLog(uniform, 31));
        radius = TReal.OfBits(TWords.Choose(TWords.All(0x80000000), first, TReal.Bits(length)));
        Angle(second, out cosine, out sine);
    }

    /// <summary>A point on the half circle about the diagonal; the word's highest bit is left for the other half.</summary>
    /// <param name="word">A random word.</param>
    /// <param name="cosine">In [−√½, 1].</param>
    /// <param name="sine">In [−√½, 1].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Angle(TWords word, out TReal cosine, out TReal sine)
    {
        TReal t = TReal.OfBits(TWords.Choose(TWords.All(0x007FFFFF), word, TWords.All(0x3F800000))) - TReal.All(1.5f);
        Elementary<TReal, TWords>.CosineAndSine(t, out TReal c, out TReal s);
        TWords mirrored = word >> 31;
        cosine = TReal.Choose(mirrored, s, c);
        sine = TReal.Choose(mirrored, c, s);
    }
}
