using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>Geometric Brownian motion: every step's log-return is normal, exactly, whatever the length of a step.</summary>
/// <param name="Drift">(μ − σ²/2) · Δt, per step.</param>
/// <param name="Volatility">σ · √Δt, per step.</param>
internal readonly record struct GbmModel(float Drift, float Volatility) : IPathModel
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
        TReal sum = TReal.All(0);
        TWords a = TWords.All(0), b = a, c = a, d = a;
        int done = -4;
        for (; done <= steps - 4; done += 4) // four normals a block, while the next block's words are drawn; the first round only draws
        {
            NormalDraws<TReal, TWords, TWide>.Next(
                draws, (uint)(done + 4) >> 2, ref a, ref b, ref c, ref d,
                out TReal radius, out TReal cosine, out _, out TReal both, out TReal nextRadius, out TReal nextCosine, out _, out TReal nextBoth);
            if (done < 0) continue;
            if (TWatch.Watches) watch.See(done + 1, LogReturn<TReal, TWords>(TReal.FusedMultiplyAdd(radius, cosine, sum), done + 1));
            sum = TReal.FusedMultiplyAdd(radius, both, sum); // two steps at once; the one between is worked out only where it is watched
            if (TWatch.Watches) watch.See(done + 2, LogReturn<TReal, TWords>(sum, done + 2));
            if (TWatch.Watches) watch.See(done + 3, LogReturn<TReal, TWords>(TReal.FusedMultiplyAdd(nextRadius, nextCosine, sum), done + 3));
            sum = TReal.FusedMultiplyAdd(nextRadius, nextBoth, sum);
            if (TWatch.Watches) watch.See(done + 4, LogReturn<TReal, TWords>(sum, done + 4));
        }
        return done == steps
            ? LogReturn<TReal, TWords>(sum, steps)
            : Rest<TReal, TWords, TWide, TWatch>(draws, a, b, c, d, sum, done, steps, ref watch);
    }

    // The last one to three steps.
    private TReal Rest<TReal, TWords, TWide, TWatch>(
        in Draws<TWide, TWords> draws, TWords a, TWords b, TWords c, TWords d, TReal sum, int done, int steps, ref TWatch watch)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords>
        where TWide : struct, IWide<TWide, TWords>
        where TWatch : struct, IWatch<TReal>
    {
        NormalDraws<TReal, TWords, TWide>.Next(
            draws, 0, ref a, ref b, ref c, ref d,
            out TReal radius, out TReal cosine, out _, out TReal both, out TReal nextRadius, out TReal nextCosine, out _, out _);
        TReal end = LogReturn<TReal, TWords>(TReal.FusedMultiplyAdd(radius, cosine, sum), done + 1);
        if (TWatch.Watches) watch.See(done + 1, end);
        if (done + 1 == steps) return end;
        sum = TReal.FusedMultiplyAdd(radius, both, sum);
        end = LogReturn<TReal, TWords>(sum, done + 2);
        if (TWatch.Watches) watch.See(done + 2, end);
        if (done + 2 == steps) return end;
        end = LogReturn<TReal, TWords>(TReal.FusedMultiplyAdd(nextRadius, nextCosine, sum), done + 3);
        if (TWatch.Watches) watch.See(done + 3, end);
        return end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TReal LogReturn<TReal, TWords>(TReal sum, int step)
        where TReal : struct, ISingles<TReal, TWords>
        where TWords : struct, IWords<TWords> => TReal.FusedMultiplyAdd(sum, TReal.All(Volatility), TReal.All(Drift * step));
}
