namespace NeuralTrader.Domain.Risk;

/// <summary>A least-squares line through returns; NaN where the sample does not define a figure.</summary>
/// <param name="Beta">Slope: what y moves per unit of x.</param>
/// <param name="Alpha">Intercept, per period.</param>
/// <param name="BetaError">Standard error of the slope, for independent residuals of one variance.</param>
/// <param name="Correlation">Of x and y, from −1 to 1.</param>
/// <param name="Observations">Pairs.</param>
[GenerateSerializer, Immutable, Alias("regression-line")]
public sealed record RegressionLine(double Beta, double Alpha, double BetaError, double Correlation, int Observations)
{
    /// <summary>The line of y on x.</summary>
    /// <param name="y">Shape [n].</param>
    /// <param name="x">Shape [n].</param>
    /// <exception cref="InvalidInputException">The samples differ in length or hold a value that is not finite.</exception>
    public static RegressionLine Of(ReadOnlySpan<double> y, ReadOnlySpan<double> x)
    {
        Require.SameLength(Require.BoundedSample(x, 0).Length, Require.BoundedSample(y, 0).Length, "x");
        int n = x.Length;
        (double meanX, double meanY) = (0, 0);
        for (int i = 0; i < n; i++) (meanX, meanY) = (meanX + (x[i] / n), meanY + (y[i] / n));
        (double sxx, double sxy, double syy) = (0, 0, 0);
        for (int i = 0; i < n; i++)
        {
            (double dx, double dy) = (x[i] - meanX, y[i] - meanY);
            (sxx, sxy, syy) = (sxx + (dx * dx), sxy + (dx * dy), syy + (dy * dy));
        }
        if (n < 3 || !(sxx > n * 1e-28)) return new RegressionLine(double.NaN, double.NaN, double.NaN, double.NaN, n);
        double beta = sxy / sxx, residual = Math.Max(0, syy - (beta * sxy)) / (n - 2);
        return new RegressionLine(
            beta, meanY - (beta * meanX), Math.Sqrt(residual / sxx), syy > n * 1e-28 ? Math.Clamp(sxy / Math.Sqrt(sxx * syy), -1, 1) : double.NaN, n);
    }
}
