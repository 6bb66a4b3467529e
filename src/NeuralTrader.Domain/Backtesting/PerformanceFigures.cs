using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>Figures of an equity curve. Definitions and sources: <see cref="BacktestStatistics"/> and <see cref="BenchmarkStatistics"/>.</summary>
public static class PerformanceFigures
{
    internal const double DaysPerYear = 365.25;

    /// <summary>Equity over the equity one bar earlier − 1.</summary>
    /// <param name="equity">Shape [n].</param>
    /// <returns>Shape [n − 1]; empty for n below 2.</returns>
    public static double[] PeriodReturns(ReadOnlySpan<double> equity)
    {
        double[] returns = new double[Math.Max(0, equity.Length - 1)];
        for (int i = 0; i < returns.Length; i++) returns[i] = (equity[i + 1] / equity[i]) - 1;
        return returns;
    }

    /// <summary>Yearly growth over actual days: (1 + total)^(365.25 / days) − 1.</summary>
    /// <returns>A fraction per year; NaN below one day or when nothing is left.</returns>
    public static double AnnualReturn(double totalReturn, TimeSpan length) =>
        length.TotalDays >= 1 && totalReturn > -1 ? Math.Pow(1 + totalReturn, DaysPerYear / length.TotalDays) - 1 : double.NaN;

    /// <summary>Mean excess return over its sample deviation, annualised.</summary>
    /// <param name="returns">Period returns, shape [n].</param>
    /// <param name="riskFreeAnnual">Fraction per year.</param>
    /// <param name="periodsPerYear">Periods per year.</param>
    public static double Sharpe(ReadOnlySpan<double> returns, double riskFreeAnnual, double periodsPerYear)
    {
        double riskFree = riskFreeAnnual / periodsPerYear;
        ReturnMoments moments = ReturnMoments.Of(returns, riskFree);
        return ReturnMoments.Ratio(moments.Mean - riskFree, moments.Deviation, periodsPerYear);
    }

    /// <summary>An account beside its benchmark over the same bars.</summary>
    /// <param name="name">What the benchmark is.</param>
    /// <param name="equity">Of the account, shape [n].</param>
    /// <param name="benchmark">Equity of the benchmark, shape [n].</param>
    /// <param name="capital">Both before the first bar.</param>
    /// <param name="length">From the first bar to the last.</param>
    /// <param name="riskFreeAnnual">Fraction per year.</param>
    /// <param name="periodsPerYear">Bars per year.</param>
    /// <exception cref="InvalidInputException">The curves differ in length.</exception>
    public static BenchmarkStatistics Beside(
        string name, ReadOnlySpan<double> equity, ReadOnlySpan<double> benchmark, double capital, TimeSpan length,
        double riskFreeAnnual, double periodsPerYear)
    {
        Require.SameLength(benchmark.Length, equity.Length);
        double[] own = PeriodReturns(equity), other = PeriodReturns(benchmark);
        int n = own.Length;
        double riskFree = riskFreeAnnual / periodsPerYear;
        ReturnMoments a = ReturnMoments.Of(own, riskFree), b = ReturnMoments.Of(other, riskFree);
        double covariance = 0, difference = 0;
        double meanDifference = a.Mean - b.Mean;
        for (int i = 0; i < n; i++)
        {
            covariance += (own[i] - a.Mean) * (other[i] - b.Mean);
            double d = own[i] - other[i] - meanDifference;
            difference += d * d;
        }
        bool isRuined = equity.Length > 0 && equity[^1] <= 0; // its returns are no sample of more to come
        bool isDefined = n > 2 && b.Deviation > 0 && !isRuined;
        double sxx = b.Deviation * b.Deviation * (n - 1), syy = a.Deviation * a.Deviation * (n - 1);
        double beta = isDefined ? covariance / sxx : double.NaN;
        double alpha = a.Mean - riskFree - (beta * (b.Mean - riskFree));
        double residual = Math.Max(0, (syy - (beta * covariance)) / (n - 2)), excess = b.Mean - riskFree;
        double alphaError = Math.Sqrt(residual * ((1.0 / n) + (excess * excess / sxx)));
        bool isSame = !(residual > 1e-12 * syy / n); // the account is its benchmark, up to rounding
        double tracking = n > 1 && !isRuined ? Math.Sqrt(difference / (n - 1)) : double.NaN;
        double total = benchmark.Length > 0 ? (benchmark[^1] / capital) - 1 : double.NaN;
        return new BenchmarkStatistics(
            name, total, AnnualReturn(total, length), b.Deviation * Math.Sqrt(periodsPerYear),
            ReturnMoments.Ratio(b.Mean - riskFree, b.Deviation, periodsPerYear), DrawdownPath.Of(benchmark, capital).Max,
            alpha * periodsPerYear, isSame ? double.NaN : alpha / alphaError, beta,
            isDefined && syy > 0 ? Math.Clamp(covariance / Math.Sqrt(sxx * syy), -1, 1) : double.NaN,
            tracking * Math.Sqrt(periodsPerYear), ReturnMoments.Ratio(meanDifference, tracking, periodsPerYear));
    }
}
