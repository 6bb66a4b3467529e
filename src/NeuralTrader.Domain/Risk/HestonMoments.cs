namespace NeuralTrader.Domain.Risk;

/// <summary>What the clustering of squared returns tells of Heston's variance.</summary>
/// <param name="LongVariance">θ, annual: the mean of the squared returns.</param>
/// <param name="Reversion">κ, per year.</param>
/// <param name="VolatilityOfVariance">σ.</param>
/// <param name="Correlation">ρ of price and variance.</param>
/// <remarks>
/// The method of moments. Autocovariances of squared returns at lag k are s²·h·e^(−κ(k−1)Δ), where s² = σ²θ/2κ is the variance of the variance and
/// h = ((1 − e^(−κΔ))/κΔ)² comes from its mean over a step; covariances of a return with later squared returns are ρσθΔ·h·e^(−κ(k−1)Δ). κ is where
/// the first 126 autocovariances are fitted best, in the sense of least squares. Moments of affine processes: Bollerslev and Zhou (2002), J. Econometrics
/// 109(1). On twenty years of days the standard errors are about a third of κ and σ, and 0.1 of ρ; the tests find the parameters of longer paths.
/// </remarks>
public sealed record HestonMoments(double LongVariance, double Reversion, double VolatilityOfVariance, double Correlation)
{
    /// <summary>Fewest returns that the estimate takes: two years of days.</summary>
    public const int LeastReturns = 504;

    private const int Lags = 126, Grid = 400;
    private const double Slowest = 0.2, Fastest = 100, MostVolatility = 10, MostCorrelation = 0.99;

    /// <summary>The estimate of a history.</summary>
    /// <param name="logReturns">Shape [n], oldest first.</param>
    /// <param name="stepsPerYear">Returns in a year, 1/Δ.</param>
    /// <returns>
    /// Null where the history does not tell: fewer than 504 returns, variance that does not cluster, or a fit at the edge of 0.2 ≤ κ ≤ 100 or with σ above
    /// 10.
    /// </returns>
    /// <exception cref="InvalidInputException">A return is not finite.</exception>
    public static HestonMoments? Of(ReadOnlySpan<double> logReturns, double stepsPerYear)
    {
        Require.BoundedSample(logReturns, 0);
        if (logReturns.Length < LeastReturns) return null;
        (double[] own, double[] cross, double theta) = Covariances(logReturns, stepsPerYear);
        (int at, double best) = (0, double.PositiveInfinity);
        for (int k = 0; k < Grid; k++)
        {
            double miss = Fit(own, Speed(k) / stepsPerYear, out _);
            if (miss < best) (at, best) = (k, miss);
        }
        if (at is 0 or Grid - 1) return null;
        double kappa = Speed(at), x = kappa / stepsPerYear;
        Fit(own, x, out double spread);
        double sigma = Math.Sqrt(2 * kappa * spread / theta);
        if (!(spread > 0) || !(sigma <= MostVolatility)) return null;
        Fit(cross, x, out double slope);
        double rho = Math.Clamp(slope * stepsPerYear / (sigma * theta), -MostCorrelation, MostCorrelation);
        return new HestonMoments(theta, kappa, sigma, rho);
    }

    // Of squared returns with later ones, and of returns with later squared ones; squares are annual.
    private static (double[] Own, double[] Cross, double Theta) Covariances(ReadOnlySpan<double> returns, double stepsPerYear)
    {
        int n = returns.Length;
        double mean = 0, theta = 0;
        foreach (double r in returns) mean += r / n;
        double[] centred = new double[n], squares = new double[n], own = new double[Lags], cross = new double[Lags];
        for (int t = 0; t < n; t++)
        {
            centred[t] = returns[t] - mean;
            squares[t] = centred[t] * centred[t] * stepsPerYear;
            theta += squares[t] / n;
        }
        for (int t = 0; t < n; t++) squares[t] -= theta;
        for (int k = 1; k <= Lags; k++)
        {
            for (int t = k; t < n; t++)
            {
                own[k - 1] += squares[t - k] * squares[t] / n;
                cross[k - 1] += centred[t - k] * squares[t] / n;
            }
        }
        return (own, cross, theta);
    }

    // The least sum of squares of covariances less scale·h·e^(−(k−1)x), and the scale that gives it.
    private static double Fit(double[] covariances, double x, out double scale)
    {
        double h = (1 - Math.Exp(-x)) / x, shape = h * h, decay = Math.Exp(-x), both = 0, squares = 0, all = 0;
        foreach (double covariance in covariances)
        {
            both += covariance * shape;
            squares += shape * shape;
            all += covariance * covariance;
            shape *= decay;
        }
        scale = both / squares;
        return all - (both * scale);
    }

    private static double Speed(int place) => Slowest * Math.Pow(Fastest / Slowest, place / (Grid - 1.0));
}
