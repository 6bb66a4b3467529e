using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>GARCH(1,1) of log-returns with normal innovations: the variance of a step follows the squared surprise of the step before.</summary>
/// <remarks>Bollerslev (1986), Generalized autoregressive conditional heteroskedasticity, J. Econometrics 31(3).</remarks>
/// <param name="Mean">Mean log-return, per step.</param>
/// <param name="Constant">ω, a variance per step.</param>
/// <param name="Reaction">α, of the last squared surprise.</param>
/// <param name="Persistence">β, of the last variance.</param>
/// <param name="StartVariance">Variance of the first step.</param>
internal readonly record struct GarchModel(float Mean, float Constant, float Reaction, float Persistence, float StartVariance) : IPathModel
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
        TReal sum = TReal.All(0), variance = TReal.All(StartVariance);
        for (int done = 0; done < steps; done += 4) // four normals a block
        {
            draws.Four((uint)done >> 2, out TWords a, out TWords b, out TWords c, out TWords d);
            BoxMuller<TReal, TWords>.Polar(a, b, out TReal radius, out TReal cosine, out TReal sine);
            Step<TReal, TWords>(radius * cosine, ref sum, ref variance);
            if (TWatch.Watches) watch.See(done + 1, sum);
            if (done + 1 == steps) break;
            Step<TReal, TWords>(radius * sine, ref sum, ref variance);
            if (TWatch.Watches) watch.See(done + 2, sum);
            if (done + 2 == steps) break;
            BoxMuller<TReal, TWords>.Polar(c, d, out radius, out cosine, out sine);
            Step<TReal, TWords>(radius * cosine, ref sum, ref variance);
            if (TWatch.Watches) watch.See(done + 3, sum);
            if (done + 3 == steps) break;
            Step<TReal, TWords>(radius * sine, ref sum, ref variance);
            if (TWatch.Watches) watch.See(done + 4, sum);
        }
        return sum;
    }

    /// <summary>One step: the return, and the variance of the next.</summary>
    /// <param name="innovation">Of mean 0 and variance 1.</param>
    /// <param name="sum">The log-return so far.</param>
    /// <param name="variance">Of this step, replaced by the next one's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step<TReal, TWords>(TReal innovation, ref TReal sum, ref TReal variance)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
    {
        TReal surprise = TReal.SquareRoot(variance) * innovation;
        sum = sum + (surprise + TReal.All(Mean));
        variance = TReal.FusedMultiplyAdd(surprise * surprise, TReal.All(Reaction), TReal.FusedMultiplyAdd(variance, TReal.All(Persistence), Constant));
    }
}

/// <summary>GARCH(1,1) of log-returns with Student-t innovations of unit variance.</summary>
/// <remarks>Bollerslev (1987), A conditionally heteroskedastic time series model for speculative prices, Review of Economics and Statistics 69(3).</remarks>
/// <param name="Garch">Mean and variance recursion.</param>
/// <param name="Degrees">ν, above 2.</param>
internal readonly record struct StudentGarchModel(GarchModel Garch, float Degrees) : IPathModel
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
        TReal sum = TReal.All(0), variance = TReal.All(Garch.StartVariance), inverseDegrees = TReal.All(1 / Degrees);
        for (int step = 1; step <= steps; step++) // two words a step
        {
            draws.Four((uint)step, out TWords a, out TWords b, out _, out _);
            StudentT<TReal, TWords>.Polar(a, b, inverseDegrees, out TReal radius, out TReal cosine, out _);
            Garch.Step<TReal, TWords>(radius * cosine * TReal.All(MathF.Sqrt(Degrees - 2)), ref sum, ref variance);
            if (TWatch.Watches) watch.See(step, sum);
        }
        return sum;
    }
}
