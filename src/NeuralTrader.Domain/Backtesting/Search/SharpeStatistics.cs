using MathNet.Numerics.Distributions;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>How much of a Sharpe ratio is skill: ratios here are per period, kurtosis is 3 for a normal sample.</summary>
/// <remarks>
/// Bailey and López de Prado (2012), The Sharpe ratio efficient frontier, J. Risk 15(2); (2014), The deflated Sharpe ratio, J. Portfolio
/// Management 40(5).
/// </remarks>
public static class SharpeStatistics
{
    private const double EulerMascheroni = 0.57721566490153286;

    /// <summary>The probability that the true Sharpe ratio is above a benchmark's.</summary>
    /// <param name="sharpe">As observed.</param>
    /// <param name="observations">Period returns it was observed over, at least 2.</param>
    /// <param name="skewness">γ₃ of the returns.</param>
    /// <param name="kurtosis">γ₄ of the returns.</param>
    /// <param name="benchmark">Sharpe ratio to beat.</param>
    /// <returns>Φ((SR − SR*)·√(n − 1) / √(1 − γ₃·SR + (γ₄ − 1)/4·SR²)); NaN where the moments allow no such variance.</returns>
    public static double Probabilistic(double sharpe, int observations, double skewness, double kurtosis, double benchmark = 0)
    {
        Require.Between(observations, 2, int.MaxValue);
        double variance = Variance(sharpe, skewness, kurtosis);
        return variance > 0 ? Normal.CDF(0, 1, (sharpe - benchmark) * Math.Sqrt((observations - 1) / variance)) : double.NaN;
    }

    /// <summary>Periods that must be observed for the Sharpe ratio to be above a benchmark's with some confidence.</summary>
    /// <param name="sharpe">As observed.</param>
    /// <param name="skewness">γ₃ of the returns.</param>
    /// <param name="kurtosis">γ₄ of the returns.</param>
    /// <param name="benchmark">Sharpe ratio to beat.</param>
    /// <param name="confidence">Strictly between 0 and 1.</param>
    /// <returns>1 + (1 − γ₃·SR + (γ₄ − 1)/4·SR²)·(Z / (SR − SR*))²; NaN where SR is not above the benchmark.</returns>
    public static double MinimumTrackRecord(double sharpe, double skewness, double kurtosis, double benchmark = 0, double confidence = 0.95)
    {
        Require.OpenUnitInterval(confidence);
        double z = NormalQuantile.Of(confidence) / (sharpe - benchmark);
        return sharpe > benchmark ? 1 + (Variance(sharpe, skewness, kurtosis) * z * z) : double.NaN;
    }

    /// <summary>The highest Sharpe ratio to be expected of this many independent trials without any skill.</summary>
    /// <param name="trials">N, which need not be whole.</param>
    /// <param name="variance">Of the trials' Sharpe ratios.</param>
    /// <returns>√V·((1 − γ)·Z⁻¹(1 − 1/N) + γ·Z⁻¹(1 − 1/(N·e))), γ being Euler's constant; 0 for a single trial.</returns>
    public static double ExpectedMaximum(double trials, double variance)
    {
        Require.Between(trials, 1, double.MaxValue);
        Require.NotNegative(variance);
        if (trials == 1) return 0;
        double expected = ((1 - EulerMascheroni) * NormalQuantile.Of(1 - (1 / trials))) + (EulerMascheroni * NormalQuantile.Of(1 - (1 / (trials * Math.E))));
        return Math.Sqrt(variance) * Math.Max(0, expected); // between one trial and two the formula falls below none
    }

    /// <summary>The probability that the best of many trials has skill: its Sharpe ratio against the highest that chance would give.</summary>
    /// <param name="sharpe">Of the best trial.</param>
    /// <param name="observations">Period returns it was observed over.</param>
    /// <param name="skewness">γ₃ of its returns.</param>
    /// <param name="kurtosis">γ₄ of its returns.</param>
    /// <param name="trials">Independent trials.</param>
    /// <param name="variance">Of the trials' Sharpe ratios.</param>
    public static double Deflated(double sharpe, int observations, double skewness, double kurtosis, double trials, double variance) =>
        Probabilistic(sharpe, observations, skewness, kurtosis, ExpectedMaximum(trials, variance));

    /// <summary>How many independent trials dependent ones are worth: ρ + (1 − ρ)·M, ρ being their mean correlation, not below 0.</summary>
    /// <remarks>Bailey and López de Prado (2014), appendix A.3.</remarks>
    public static double EffectiveTrials(double meanCorrelation, double trials)
    {
        double rho = Math.Clamp(meanCorrelation, 0, 1);
        return rho + ((1 - rho) * trials);
    }

    /// <summary>The mean of all correlations between pairs of series.</summary>
    /// <param name="returns">Series of one length, shape [series][n]; those that do not vary are left out.</param>
    /// <returns>NaN for fewer than two that vary.</returns>
    public static double MeanCorrelation(IReadOnlyList<double[]> returns)
    {
        int varying = 0, n = returns.Count > 0 ? returns[0].Length : 0;
        double[] sum = new double[n]; // the variance of the sum of standardised series is M + M(M − 1)·ρ
        foreach (double[] series in returns)
        {
            Require.SameLength(series.Length, n, "returns");
            ReturnMoments moments = ReturnMoments.Of(series, 0);
            if (double.IsNaN(moments.Skewness)) continue;
            varying++;
            for (int t = 0; t < n; t++) sum[t] += (series[t] - moments.Mean) / moments.Deviation;
        }
        double squares = 0;
        foreach (double value in sum) squares += value * value;
        double m = varying;
        return varying > 1 ? ((squares / (n - 1)) - m) / (m * (m - 1)) : double.NaN;
    }

    private static double Variance(double sharpe, double skewness, double kurtosis) => 1 - (skewness * sharpe) + ((kurtosis - 1) / 4 * sharpe * sharpe);
}
