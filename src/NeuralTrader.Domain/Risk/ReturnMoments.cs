namespace NeuralTrader.Domain.Risk;

/// <summary>The figures of a sample of period returns that need no dates; NaN where the sample does not define one.</summary>
internal readonly record struct ReturnMoments(
    double Mean, double Deviation, double Downside, double Skewness, double ExcessKurtosis, double Best, double Worst)
{
    private const double Noise = 1e-14; // deviations below this are rounding of a constant series

    /// <param name="returns">Period returns, shape [n].</param>
    /// <param name="riskFree">Per period; the downside is measured from it.</param>
    public static ReturnMoments Of(ReadOnlySpan<double> returns, double riskFree)
    {
        int n = returns.Length;
        if (n == 0) return new ReturnMoments(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        (double sum, double best, double worst, double below) = (0, double.NegativeInfinity, double.PositiveInfinity, 0);
        foreach (double r in returns)
        {
            sum += r;
            if (r > best) best = r;
            if (r < worst) worst = r;
            double shortfall = Math.Min(0, r - riskFree);
            below += shortfall * shortfall;
        }
        double mean = sum / n;
        (double m2, double m3, double m4) = (0, 0, 0);
        foreach (double r in returns)
        {
            double d = r - mean, square = d * d;
            m2 += square;
            m3 += square * d;
            m4 += square * square;
        }
        double deviation = n > 1 ? Math.Sqrt(m2 / (n - 1)) : double.NaN;
        (m2, m3, m4) = (m2 / n, m3 / n, m4 / n);
        bool varies = deviation > Noise;
        return new ReturnMoments(
            mean, deviation, Math.Sqrt(below / n),
            varies ? m3 / Math.Pow(m2, 1.5) : double.NaN, varies ? (m4 / (m2 * m2)) - 3 : double.NaN, best, worst);
    }

    /// <summary>Mean excess return over a deviation, annualised; NaN where nothing deviates.</summary>
    public static double Ratio(double meanExcess, double deviation, double periodsPerYear) =>
        deviation > Noise ? meanExcess / deviation * Math.Sqrt(periodsPerYear) : double.NaN;
}
