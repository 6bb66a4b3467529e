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
        TReal sum = TReal.All(0), volatility = TReal.All(Volatility);
        TWords a = TWords.All(0), b = a, c = a, d = a;
        for (int done = -4; done < steps; done += 4) // four normals a block; the first round only draws words
        {
            NormalDraws<TReal, TWords, TWide>.Next(
                draws, (uint)(done + 4) >> 2, ref a, ref b, ref c, ref d,
                out TReal radius, out TReal cosine, out TReal sine, out TReal nextRadius, out TReal nextCosine, out TReal nextSine);
            if (done < 0) continue;
            sum = TReal.FusedMultiplyAdd(radius, cosine, sum);
            if (TWatch.Watches) watch.See(done + 1, TReal.FusedMultiplyAdd(sum, volatility, TReal.All(Drift * (done + 1))));
            if (done + 1 == steps) break;
            sum = TReal.FusedMultiplyAdd(radius, sine, sum);
            if (TWatch.Watches) watch.See(done + 2, TReal.FusedMultiplyAdd(sum, volatility, TReal.All(Drift * (done + 2))));
            if (done + 2 == steps) break;
            sum = TReal.FusedMultiplyAdd(nextRadius, nextCosine, sum);
            if (TWatch.Watches) watch.See(done + 3, TReal.FusedMultiplyAdd(sum, volatility, TReal.All(Drift * (done + 3))));
            if (done + 3 == steps) break;
            sum = TReal.FusedMultiplyAdd(nextRadius, nextSine, sum);
            if (TWatch.Watches) watch.See(done + 4, TReal.FusedMultiplyAdd(sum, volatility, TReal.All(Drift * (done + 4))));
        }
        return TReal.FusedMultiplyAdd(sum, volatility, TReal.All(Drift * steps));
    }
}
