using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Numbers;

/// <summary>Student's t from two random words, without a branch and for any degrees of freedom, whole or not.</summary>
/// <remarks>Bailey (1994), Polar generation of random variates with the t-distribution, Mathematics of Computation 62(206).</remarks>
/// <typeparam name="TReal">The width.</typeparam>
/// <typeparam name="TWords">Words of the same width.</typeparam>
internal static class StudentT<TReal, TWords>
    where TReal : struct, ISingles<TReal, TWords>
    where TWords : struct, IWords<TWords>
{
    /// <summary>√(e^(−2·ln(u)/ν) − 1) in polar form: times √ν it is t, times √(ν − 2) it is t of unit variance.</summary>
    /// <param name="first">A random word, for the radius.</param>
    /// <param name="second">A random word, for the angle.</param>
    /// <param name="inverseDegrees">1/ν, at most one half.</param>
    /// <param name="radius">The radius, with a sign.</param>
    /// <param name="cosine">In [−1, 1]; a variate is radius · cosine, and radius · sine is not independent of it.</param>
    /// <param name="sine">In [−1, 1].</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Polar(TWords first, TWords second, TReal inverseDegrees, out TReal radius, out TReal cosine, out TReal sine)
    {
        TReal uniform = TReal.OfIntegers(TWords.Choose(TWords.All(0x7FFFFFFE), first, TWords.All(1)));
        TReal growth = Elementary<TReal, TWords>.Exponential(Elementary<TReal, TWords>.MinusTwoLog(uniform, 31) * inverseDegrees);
        TReal length = TReal.SquareRoot(growth - TReal.All(1));
        radius = TReal.OfBits(TWords.Choose(TWords.All(0x80000000), first, TReal.Bits(length)));
        BoxMuller<TReal, TWords>.Angle(second, out cosine, out sine);
    }
}
