using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>Stochastic variance after Heston, stepped by Andersen's quadratic-exponential scheme with central weights.</summary>
/// <remarks>
/// Andersen (2008), Simple and efficient simulation of the Heston stochastic volatility model, J. Computational Finance 11(3). The scheme matches
/// the first two moments of the variance exactly, never makes it negative, and stays accurate where Feller's condition fails. Some
/// bias is left that falls with the step: the tests find call prices of 60,000 paths with 16 and 32 steps a year within 3.5 standard errors and a small
/// allowance of the semi-closed form. The martingale correction is left out.
/// </remarks>
/// <param name="StartVariance">v₀, annual.</param>
/// <param name="LongVariance">θ, annual.</param>
/// <param name="Decay">e^(−κΔt).</param>
/// <param name="SpreadOfVariance">Var(v′ | v) = SpreadOfVariance · v + SpreadOfLong.</param>
/// <param name="SpreadOfLong">The part of the variance's variance that does not depend on v.</param>
/// <param name="Drift">K₀ and μ · Δt.</param>
/// <param name="Before">K₁, of the variance before the step.</param>
/// <param name="After">K₂, of the variance after it.</param>
/// <param name="Noise">K₃ = K₄ = γ · Δt · (1 − ρ²).</param>
internal readonly record struct HestonModel(
    float StartVariance, float LongVariance, float Decay, float SpreadOfVariance, float SpreadOfLong, float Drift, float Before, float After, float Noise)
    : IPathModel
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TReal Walk<TReal, TWords, TWide, TWatch>(uint path, DrawKey key, int steps, ref TWatch watch)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
        where TWatch : struct, IWatch<TReal>
    {
        var draws = new Draws<TWide, TWords>(path, key);
        TReal sum = TReal.All(0), variance = TReal.All(StartVariance), one = TReal.All(1);
        for (int step = 1; step <= steps; step++) // one block a step: two normals and a uniform
        {
            draws.Four((uint)step, out TWords a, out TWords b, out TWords c, out _);
            BoxMuller<TReal, TWords>.Polar(a, b, out TReal radius, out TReal cosine, out TReal sine);
            TReal mean = TReal.FusedMultiplyAdd(variance - TReal.All(LongVariance), TReal.All(Decay), LongVariance);
            TReal spread = TReal.FusedMultiplyAdd(variance, TReal.All(SpreadOfVariance), SpreadOfLong);
            TReal ratio = spread / (mean * mean); // ψ

            TReal inverse = TReal.All(2) / ratio;
            TReal square = inverse - one + (TReal.SquareRoot(inverse) * TReal.SquareRoot(inverse - one)); // b²; not a number where it is not used
            TReal root = TReal.FusedMultiplyAdd(radius, sine, TReal.SquareRoot(square));
            TReal quadratic = mean / (one + square) * (root * root);

            TReal atZero = (ratio - one) / (ratio + one);
            TReal uniform = TReal.OfIntegers(TWords.Choose(TWords.All(0x7FFFFFFE), c, TWords.All(1))) * TReal.All(1 / 2147483648f);
            TReal tail = Elementary<TReal, TWords>.MinusTwoLog(uniform / (one - atZero), 0) * TReal.All(0.5f);
            TReal exponential = TReal.Choose(uniform < one - atZero, tail * mean / (one - atZero), TReal.All(0));

            TReal next = TReal.Choose(ratio < TReal.All(1.5f), quadratic, exponential);
            TReal noise = TReal.SquareRoot((variance + next) * TReal.All(Noise));
            sum = TReal.FusedMultiplyAdd(variance, TReal.All(Before), sum + TReal.All(Drift));
            sum = TReal.FusedMultiplyAdd(next, TReal.All(After), sum);
            sum = TReal.FusedMultiplyAdd(noise, radius * cosine, sum);
            variance = next;
            if (TWatch.Watches) watch.See(step, sum);
        }
        return sum;
    }
}
