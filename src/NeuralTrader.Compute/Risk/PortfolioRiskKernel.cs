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
            RowProducts<TReal, TMask>.Add(panel.Values.Span, weights.Span, from, to, sum);
            for (int i = from; i < to; i++)
            {
                means[i] = Moments<TReal, TMask>.Sum(panel.Row(i)) / observations;
                volatilities[i] = Math.Sqrt(Moments<TReal, TMask>.SquaresAbout(panel.Row(i), means[i]) / (observations - 1));
            }
        });

        double[] returns = RowProducts<TReal, TMask>.InOrder(sums, blocks, observations), centred = new double[observations], covariances = new double[assets];
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
}
