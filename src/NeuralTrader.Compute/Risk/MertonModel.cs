using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>Jump-diffusion: geometric Brownian motion with a Poisson number of normal jumps of the log-price in every step, exact for any step.</summary>
/// <remarks>
/// Merton (1976), Option pricing when underlying stock returns are discontinuous, J. Financial Economics 3. A step counts up to eight jumps; the
/// law allows at most one half a step on average, so that a ninth has probability below 4e-9.
/// </remarks>
/// <param name="Drift">(μ − σ²/2 − λ(E[eʲ] − 1)) · Δt, per step.</param>
/// <param name="Volatility">σ · √Δt of the diffusion, per step.</param>
/// <param name="JumpMean">Mean of a jump of the log-price.</param>
/// <param name="JumpDeviation">Standard deviation of a jump.</param>
/// <param name="Odds">P(at least k jumps in a step) for k of 1 to 8.</param>
internal readonly record struct MertonModel(float Drift, float Volatility, float JumpMean, float JumpDeviation, JumpOdds Odds) : IPathModel
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
        TReal sum = TReal.All(0), none = sum, one = TReal.All(1);
        for (int step = 1; step <= steps; step++) // one block a step: two normals and the number of jumps
        {
            draws.Four((uint)step, out TWords a, out TWords b, out TWords c, out _);
            BoxMuller<TReal, TWords>.Polar(a, b, out TReal radius, out TReal cosine, out TReal sine);
            TReal uniform = TReal.OfIntegers(TWords.Choose(TWords.All(0x7FFFFFFE), c, TWords.All(1))) * TReal.All(1 / 2147483648f);
            TReal jumps = TReal.Choose(uniform < TReal.All(Odds.One), one, none);
            jumps = jumps + TReal.Choose(uniform < TReal.All(Odds.Two), one, none);
            jumps = jumps + TReal.Choose(uniform < TReal.All(Odds.Three), one, none);
            jumps = jumps + TReal.Choose(uniform < TReal.All(Odds.Four), one, none);
            jumps = jumps + TReal.Choose(uniform < TReal.All(Odds.Five), one, none);
            jumps = jumps + TReal.Choose(uniform < TReal.All(Odds.Six), one, none);
            jumps = jumps + TReal.Choose(uniform < TReal.All(Odds.Seven), one, none);
            jumps = jumps + TReal.Choose(uniform < TReal.All(Odds.Eight), one, none);
            sum = TReal.FusedMultiplyAdd(radius * cosine, TReal.All(Volatility), sum + TReal.All(Drift));
            sum = TReal.FusedMultiplyAdd(jumps, TReal.All(JumpMean), sum);
            sum = TReal.FusedMultiplyAdd(TReal.SquareRoot(jumps) * TReal.All(JumpDeviation), radius * sine, sum);
            if (TWatch.Watches) watch.See(step, sum);
        }
        return sum;
    }
}

/// <summary>The probability of at least so many jumps in one step.</summary>
/// <param name="One">At least 1.</param>
/// <param name="Two">At least 2.</param>
/// <param name="Three">At least 3.</param>
/// <param name="Four">At least 4.</param>
/// <param name="Five">At least 5.</param>
/// <param name="Six">At least 6.</param>
/// <param name="Seven">At least 7.</param>
/// <param name="Eight">At least 8.</param>
internal readonly record struct JumpOdds(float One, float Two, float Three, float Four, float Five, float Six, float Seven, float Eight)
{
    /// <summary>The tail of the Poisson law.</summary>
    /// <param name="mean">Jumps in a step on average, in [0, 0.5].</param>
    /// <returns>Each tail summed from its small end, so that none is lost to cancellation.</returns>
    public static JumpOdds Of(double mean)
    {
        Span<double> tail = stackalloc double[33];
        double term = Math.Exp(-mean);
        for (int k = 1; k <= 32; k++) tail[k] = term *= mean / k;
        for (int k = 31; k >= 1; k--) tail[k] += tail[k + 1];
        return new((float)tail[1], (float)tail[2], (float)tail[3], (float)tail[4], (float)tail[5], (float)tail[6], (float)tail[7], (float)tail[8]);
    }
}
