using NeuralTrader.Compute.Lanes;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// <see cref="PortfolioMoments"/> at the speed of memory: the returns are read twice, once for the portfolio's own series and once for what each asset
/// has to do with it. The same bits for every vector width and number of threads.
/// </summary>
public static class PortfolioRiskKernel
{
    private const int BlockAssets = 128; // one unit of work; the series of blocks are added in order
    private const int WorthThreads = 500_000; // returns; below it a thread costs more than it brings

    /// <summary>Risk of a portfolio without its covariance matrix.</summary>
    /// <param name="panel">Returns, at least 2 observations.</param>
    /// <param name="weights">Fractions of the portfolio's value, negative for shorts, shape [assets].</param>
    /// <param name="benchmark">Returns of the benchmark in the same periods, shape [observations]; empty for none.</param>
    /// <param name="threads">At most this many; 0 for one a core.</param>
    /// <exception cref="InvalidInputException">The shapes do not fit, or a value is not finite.</exception>
    public static PortfolioMoments Run(ReturnPanel panel, ReadOnlyMemory<double> weights, ReadOnlyMemory<double> benchmark = default, int threads = 0) =>
        Vector512.IsHardwareAccelerated ? Run<Doubles8, Mask8>(panel, weights, benchmark, threads)
        : Vector256.IsHardwareAccelerated ? Run<Doubles4, Mask4>(panel, weights, benchmark, threads)
        : Vector128.IsHardwareAccelerated ? Run<Doubles2, Mask2>(panel, weights, benchmark, threads)
        : Run<Doubles1, Mask1>(panel, weights, benchmark, threads);

    internal static PortfolioMoments Run<TReal, TMask>(ReturnPanel panel, ReadOnlyMemory<double> weights, ReadOnlyMemory<double> benchmark, int threads)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        PortfolioMoments.Check(panel, weights.Span, benchmark.Span);
        (int assets, int observations) = (panel.Assets, panel.Observations);
        int blocks = (assets + BlockAssets - 1) / BlockAssets;
        double[] sums = new double[blocks * observations], means = new double[assets], volatilities = new double[assets];
        Workers.ForEach(blocks, (long)assets * observations < WorthThreads ? 1 : threads, block =>
        {
            (int from, int to) = (block * BlockAssets, Math.Min(assets, (block + 1) * BlockAssets));
            Span<double> sum = sums.AsSpan(block * observations, observations);
            for (int i = from; i < to; i += 4) Add<TReal, TMask>(panel, weights.Span, i, Math.Min(4, to - i), sum);
            for (int i = from; i < to; i++)
            {
                means[i] = Moments<TReal, TMask>.Sum(panel.Row(i)) / observations;
                volatilities[i] = Math.Sqrt(Moments<TReal, TMask>.SquaresAbout(panel.Row(i), means[i]) / (observations - 1));
            }
        });

        double[] returns = sums.AsSpan(0, observations).ToArray(), centred = new double[observations], covariances = new double[assets];
        for (int block = 1; block < blocks; block++)
            for (int t = 0; t < observations; t++) returns[t] += sums[(block * observations) + t];
        double mean = Moments<TReal, TMask>.Sum(returns) / observations;
        for (int t = 0; t < observations; t++) centred[t] = returns[t] - mean;
        double variance = Moments<TReal, TMask>.Product(returns, mean, centred) / (observations - 1);

        Workers.ForEach(blocks, (long)assets * observations < WorthThreads ? 1 : threads, block =>
        {
            for (int i = block * BlockAssets; i < Math.Min(assets, (block + 1) * BlockAssets); i++)
                covariances[i] = Moments<TReal, TMask>.Product(panel.Row(i), means[i], centred) / (observations - 1);
        });
        (double beta, double correlation) = PortfolioMoments.AgainstBenchmark(returns, variance, benchmark.Span);
        return new PortfolioMoments(returns, mean, variance, covariances, volatilities, beta, correlation);
    }

    // sum += w·r for up to four assets at once; for each period one chain of multiply-adds in the order of the assets.
    private static void Add<TReal, TMask>(ReturnPanel panel, ReadOnlySpan<double> weights, int asset, int count, Span<double> sum)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        if (count < 4)
        {
            for (int i = asset; i < asset + count; i++)
            {
                ReadOnlySpan<double> row = panel.Row(i);
                for (int t = 0; t < sum.Length; t++) sum[t] = Math.FusedMultiplyAdd(weights[i], row[t], sum[t]);
            }
            return;
        }
        (double w0, double w1, double w2, double w3) = (weights[asset], weights[asset + 1], weights[asset + 2], weights[asset + 3]);
        (TReal a, TReal b, TReal c, TReal d) = (TReal.All(w0), TReal.All(w1), TReal.All(w2), TReal.All(w3));
        int n = sum.Length;
        ref double into = ref MemoryMarshal.GetReference(sum), row0 = ref MemoryMarshal.GetReference(panel.Row(asset));
        int at = 0;
        for (; at <= n - TReal.Width; at += TReal.Width)
        {
            TReal s = TReal.FusedMultiplyAdd(a, Place.Load<TReal, double>(ref row0, at), Place.Load<TReal, double>(ref into, at));
            s = TReal.FusedMultiplyAdd(b, Place.Load<TReal, double>(ref row0, at + n), s);
            s = TReal.FusedMultiplyAdd(c, Place.Load<TReal, double>(ref row0, at + (2 * n)), s);
            s = TReal.FusedMultiplyAdd(d, Place.Load<TReal, double>(ref row0, at + (3 * n)), s);
            Place.Store(s, ref into, at);
        }
        for (; at < n; at++)
        {
            double s = Math.FusedMultiplyAdd(w0, Unsafe.Add(ref row0, at), sum[at]);
            s = Math.FusedMultiplyAdd(w1, Unsafe.Add(ref row0, at + n), s);
            s = Math.FusedMultiplyAdd(w2, Unsafe.Add(ref row0, at + (2 * n)), s);
            sum[at] = Math.FusedMultiplyAdd(w3, Unsafe.Add(ref row0, at + (3 * n)), s);
        }
    }
}
