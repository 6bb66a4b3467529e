namespace NeuralTrader.Domain.Risk;

/// <summary>
/// What a portfolio of fixed weights did in a sample, and what each asset has to do with it, found without the covariance matrix:
/// w'Σw is the variance of the portfolio's own returns, and (Σw)ᵢ the covariance of asset i with them. Work is O(assets · observations).
/// </summary>
/// <param name="Returns">The portfolio's return in each period, Σᵢ wᵢ·rᵢₜ, shape [observations]; weights are restored every period.</param>
/// <param name="Mean">Of the returns, per period.</param>
/// <param name="Variance">Of the returns per period, divisor n − 1.</param>
/// <param name="Covariances">Of each asset with the portfolio, divisor n − 1, shape [assets]; Σᵢ wᵢ·covᵢ is the variance.</param>
/// <param name="AssetVolatilities">Deviation of each asset per period, divisor n − 1, shape [assets].</param>
/// <param name="Beta">Covariance with the benchmark over the benchmark's variance; NaN without a benchmark, or with one that does not vary.</param>
/// <param name="BenchmarkCorrelation">Of portfolio and benchmark; NaN where either does not vary or there is no benchmark.</param>
public sealed record PortfolioMoments(
    double[] Returns, double Mean, double Variance, double[] Covariances, double[] AssetVolatilities, double Beta, double BenchmarkCorrelation)
{
    /// <summary>Deviation of the returns per period.</summary>
    public double Volatility => Math.Sqrt(Variance);

    /// <summary>Part of the volatility that an asset carries by Euler's rule, wᵢ·covᵢ/σ; the parts sum to the volatility. NaN where that is 0.</summary>
    public double ComponentVolatility(int asset, double weight) => Variance > 0 ? weight * Covariances[asset] / Volatility : double.NaN;

    /// <summary>The definition, in plain loops: the reference of the kernel in Compute.</summary>
    /// <param name="panel">Returns, at least 2 observations.</param>
    /// <param name="weights">Fractions of the portfolio's value, negative for shorts, shape [assets].</param>
    /// <param name="benchmark">Returns of the benchmark in the same periods, shape [observations]; empty for none.</param>
    /// <exception cref="InvalidInputException">The shapes do not fit, or a value is not finite.</exception>
    public static PortfolioMoments Of(ReturnPanel panel, ReadOnlySpan<double> weights, ReadOnlySpan<double> benchmark = default)
    {
        Check(panel, weights, benchmark);
        double[] returns = new double[panel.Observations], covariances = new double[panel.Assets], volatilities = new double[panel.Assets];
        for (int i = 0; i < panel.Assets; i++)
        {
            ReadOnlySpan<double> row = panel.Row(i);
            for (int t = 0; t < row.Length; t++) returns[t] += weights[i] * row[t];
        }
        (double mean, double variance) = (SampleMoments.Mean(returns), SampleMoments.Covariance(returns, returns));
        for (int i = 0; i < panel.Assets; i++)
        {
            covariances[i] = SampleMoments.Covariance(panel.Row(i), returns);
            volatilities[i] = Math.Sqrt(SampleMoments.Covariance(panel.Row(i), panel.Row(i)));
        }
        (double beta, double correlation) = AgainstBenchmark(returns, variance, benchmark);
        return new PortfolioMoments(returns, mean, variance, covariances, volatilities, beta, correlation);
    }

    /// <summary>Refuses what <see cref="Of"/> cannot be asked.</summary>
    /// <exception cref="InvalidInputException">The shapes do not fit, or a value is not finite.</exception>
    public static void Check(ReturnPanel panel, ReadOnlySpan<double> weights, ReadOnlySpan<double> benchmark)
    {
        if (panel.Observations < 2) throw Require.Invalid("observations", panel.Observations, "at least 2");
        Require.SameLength(weights.Length, panel.Assets, nameof(weights));
        Require.BoundedSample(weights);
        if (benchmark.IsEmpty) return;
        Require.SameLength(benchmark.Length, panel.Observations, nameof(benchmark));
        Require.BoundedSample(benchmark);
    }

    /// <summary>Beta to, and correlation with, a benchmark; both NaN where there is none or it does not vary.</summary>
    /// <param name="returns">Of the portfolio, shape [n].</param>
    /// <param name="variance">Of these returns.</param>
    /// <param name="benchmark">Shape [n]; empty for none.</param>
    public static (double Beta, double Correlation) AgainstBenchmark(ReadOnlySpan<double> returns, double variance, ReadOnlySpan<double> benchmark)
    {
        if (benchmark.IsEmpty || benchmark.IndexOfAnyExcept(benchmark[0]) < 0) return (double.NaN, double.NaN);
        double spread = SampleMoments.Covariance(benchmark, benchmark), together = SampleMoments.Covariance(returns, benchmark);
        return (together / spread, variance > 0 ? Math.Clamp(together / Math.Sqrt(spread * variance), -1, 1) : double.NaN);
    }
}
