namespace NeuralTrader.Domain.Risk;

/// <summary>The Sharpe ratio of a sample with its standard errors; NaN where the sample does not define a figure.</summary>
/// <param name="PerPeriod">Mean excess return over its sample deviation (divisor n − 1).</param>
/// <param name="Annual">Per period × √periods per year: right for independent returns.</param>
/// <param name="AnnualAutocorrelated">Annualised with the sample's own autocorrelations; NaN where there are fewer returns than twice a year's.</param>
/// <param name="StandardError">Of the ratio per period, for independent normal returns: √((1 + SR²/2) / n).</param>
/// <param name="AnnualStandardError">The same × √periods per year.</param>
/// <param name="StandardErrorNonNormal">Of the ratio per period with the sample's skewness γ₃ and kurtosis γ₄: √((1 + SR²/2 − γ₃·SR + (γ₄ − 3)/4·SR²) /
/// n).</param>
/// <param name="MeanExcess">Mean return less the risk-free rate, a fraction per period.</param>
/// <param name="Deviation">Sample deviation, a fraction per period.</param>
/// <param name="Observations">n.</param>
/// <param name="PeriodsPerYear">Used to annualise.</param>
/// <param name="Notes">Why a figure is null, each in a sentence; empty where none is.</param>
/// <remarks>
/// Sharpe (1994), J. Portfolio Management 21(1); Lo (2002), The statistics of Sharpe ratios, Financial Analysts Journal 58(4), equations 9, 18 and 20;
/// Mertens (2002), Comments on variance of the IID estimator in Lo (2002).
/// </remarks>
[GenerateSerializer, Immutable, Alias("sharpe-ratio")]
public sealed record SharpeRatio(
    double PerPeriod, double Annual, double AnnualAutocorrelated, double StandardError, double AnnualStandardError, double StandardErrorNonNormal,
    double MeanExcess, double Deviation, int Observations, double PeriodsPerYear, IReadOnlyList<string> Notes)
{
    /// <summary>The ratio of a sample.</summary>
    /// <param name="returns">Simple returns, shape [n], n ≥ 2, fractions per period, oldest first.</param>
    /// <param name="riskFreeAnnual">Fraction per year; a period's part is this over the periods per year.</param>
    /// <param name="periodsPerYear">0.001 to 1,000,000; 252 for trading days.</param>
    /// <exception cref="InvalidInputException">Too few values, one that is not finite, or a rate or number of periods out of range.</exception>
    public static SharpeRatio Of(ReadOnlySpan<double> returns, double riskFreeAnnual = 0, double periodsPerYear = 252)
    {
        Require.BoundedSample(returns, 2);
        Require.Periods(periodsPerYear);
        double riskFree = Require.Bounded(riskFreeAnnual) / periodsPerYear;
        ReturnMoments moments = ReturnMoments.Of(returns, riskFree);
        int n = returns.Length;
        double mean = moments.Mean - riskFree, ratio = ReturnMoments.Ratio(mean, moments.Deviation, 1), year = Math.Sqrt(periodsPerYear);
        double error = Math.Sqrt((1 + (ratio * ratio / 2)) / n);
        double bent = 1 + (ratio * ratio / 2) - (moments.Skewness * ratio) + (moments.ExcessKurtosis / 4 * ratio * ratio);
        double grown = ratio * Growth(returns, moments.Mean, periodsPerYear), bentError = Math.Sqrt(bent / n);
        return new SharpeRatio(
            ratio, ratio * year, grown, error, error * year, bentError, mean, moments.Deviation, n, periodsPerYear,
            [.. Missing(n, periodsPerYear, ratio, grown, bentError)]);
    }

    private static IEnumerable<string> Missing(int n, double periodsPerYear, double ratio, double grown, double bentError)
    {
        if (double.IsNaN(ratio))
        {
            yield return "The returns do not vary, so that there is no ratio.";
            yield break;
        }
        if (n < 2 * periodsPerYear)
            yield return FormattableString.Invariant(
                $"{n} returns are less than the two years, {2 * periodsPerYear:0.#}, that a ratio annualised with autocorrelations is given for.");
        else if (double.IsNaN(grown)) yield return "The autocorrelations leave a year without variance, so that there is no ratio annualised with them.";
        if (double.IsNaN(bentError))
            yield return "Skewness and kurtosis of so few returns leave the standard error for returns that are not normal without a real value.";
    }

    // η(q) = q / √(q + 2·Σ (q − k)·ρ(k)): what a ratio grows by over q periods. With zeros around the sample, the squared sums of all its
    // stretches of q add up to q·γ(0) + 2·Σ (q − k)·γ(k), so that one walk along the sample finds it.
    private static double Growth(ReadOnlySpan<double> returns, double mean, double periodsPerYear)
    {
        int n = returns.Length;
        if (n < 2 * periodsPerYear) return double.NaN;
        int q = (int)Math.Round(periodsPerYear);
        double[] sums = new double[n + 1];
        double variance = 0, squares = 0;
        for (int t = 0; t < n; t++)
        {
            double d = returns[t] - mean;
            variance += d * d;
            sums[t + 1] = sums[t] + d;
        }
        for (int end = 1; end < n + q; end++)
        {
            double stretch = sums[Math.Min(end, n)] - sums[Math.Max(end - q, 0)];
            squares += stretch * stretch;
        }
        return squares > 0 ? q / Math.Sqrt(squares / variance) : double.NaN;
    }
}

/// <summary>The Sortino ratio of a sample; NaN where no return is below the target.</summary>
/// <param name="PerPeriod">Mean return less the target, over the downside deviation.</param>
/// <param name="Annual">Per period × √periods per year.</param>
/// <param name="DownsideDeviation">√(Σ min(0, r − target)² / N) over all N returns, also those above the target.</param>
/// <param name="MeanExcess">Mean return less the target, a fraction per period.</param>
/// <param name="Observations">N.</param>
/// <param name="PeriodsPerYear">Used to annualise.</param>
/// <param name="Below">Returns below the target.</param>
/// <param name="Notes">Why a figure is null, each in a sentence; empty where none is.</param>
/// <remarks>Sortino and van der Meer (1991), Downside risk, J. Portfolio Management 17(4); Sortino and Price (1994), J. Investing 3(3).</remarks>
[GenerateSerializer, Immutable, Alias("sortino-ratio")]
public sealed record SortinoRatio(double PerPeriod, double Annual, double DownsideDeviation, double MeanExcess, int Observations, double PeriodsPerYear,
    int Below, IReadOnlyList<string> Notes)
{
    /// <summary>The ratio of a sample.</summary>
    /// <param name="returns">Simple returns, shape [n], n ≥ 2, fractions per period, in any order.</param>
    /// <param name="targetAnnual">The least acceptable return, a fraction per year; a period's part is this over the periods per year.</param>
    /// <param name="periodsPerYear">0.001 to 1,000,000; 252 for trading days.</param>
    /// <exception cref="InvalidInputException">Too few values, one out of range, or a target or number of periods out of range.</exception>
    public static SortinoRatio Of(ReadOnlySpan<double> returns, double targetAnnual = 0, double periodsPerYear = 252)
    {
        Require.BoundedSample(returns, 2);
        Require.Periods(periodsPerYear);
        double target = Require.Bounded(targetAnnual) / periodsPerYear;
        ReturnMoments moments = ReturnMoments.Of(returns, target);
        int below = 0;
        foreach (double r in returns) below += r < target ? 1 : 0;
        double ratio = ReturnMoments.Ratio(moments.Mean - target, moments.Downside, 1);
        return new SortinoRatio(
            ratio, ratio * Math.Sqrt(periodsPerYear), moments.Downside, moments.Mean - target, returns.Length, periodsPerYear, below,
            double.IsNaN(ratio) ? ["No return is below the target, so that there is no downside to divide by."] : []);
    }
}
