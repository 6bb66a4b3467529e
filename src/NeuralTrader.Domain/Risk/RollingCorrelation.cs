namespace NeuralTrader.Domain.Risk;

/// <summary>Pearson's correlation of two series over a window that moves on; each step takes the same time whatever the window.</summary>
public static class RollingCorrelation
{
    /// <summary>The correlation of the newest <paramref name="window"/> observations at each observation.</summary>
    /// <param name="x">Shape [n], finite.</param>
    /// <param name="y">Shape [n].</param>
    /// <param name="window">3 to n.</param>
    /// <returns>Shape [n]; NaN for the first window − 1, and where a series does not vary in the window.</returns>
    /// <exception cref="InvalidInputException">The lengths differ, the window is out of range, or a value is not finite.</exception>
    /// <remarks>
    /// Moments about the moving means, updated as in Welford (1962), Technometrics 4(3), with the leaving observation taken out; they are made
    /// anew every window steps, so that rounding of a wild past does not stay.
    /// </remarks>
    public static double[] Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int window)
    {
        Require.SameLength(y.Length, x.Length, nameof(y));
        Require.BoundedSample(x, Correlation.LeastObservations);
        Require.BoundedSample(y, Correlation.LeastObservations);
        Require.Between(window, Correlation.LeastObservations, x.Length);
        double[] correlations = new double[x.Length];
        correlations.AsSpan(0, window - 1).Fill(double.NaN);
        (double meanX, double meanY, double xx, double yy, double xy) = (0, 0, 0, 0, 0);
        (int sameX, int sameY) = (1, 1); // equal values in a row up to the newest: moments of what does not vary are only rounding
        for (int t = 0; t < x.Length; t++)
        {
            if (t > 0) (sameX, sameY) = (x[t] == x[t - 1] ? sameX + 1 : 1, y[t] == y[t - 1] ? sameY + 1 : 1);
            if (t < window - 1) continue;
            int start = t - window + 1;
            if (start % window == 0) (meanX, meanY, xx, yy, xy) = Anew(x.Slice(start, window), y.Slice(start, window));
            else
            {
                (double inX, double inY, double outX, double outY, double oldX, double oldY) = (x[t], y[t], x[start - 1], y[start - 1], meanX, meanY);
                meanX += (inX - outX) / window;
                meanY += (inY - outY) / window;
                xx += (inX - outX) * (inX - meanX + outX - oldX);
                yy += (inY - outY) * (inY - meanY + outY - oldY);
                xy += ((inX - meanX) * (inY - oldY)) - ((outX - meanX) * (outY - oldY));
            }
            correlations[t] = sameX >= window || sameY >= window || !(xx >= Correlation.LeastSquares && yy >= Correlation.LeastSquares)
                ? double.NaN
                : Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
        }
        return correlations;
    }

    private static (double MeanX, double MeanY, double XX, double YY, double XY) Anew(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        (double meanX, double meanY, double xx, double yy, double xy) = (SampleMoments.Mean(x), SampleMoments.Mean(y), 0, 0, 0);
        for (int t = 0; t < x.Length; t++)
        {
            (double dx, double dy) = (x[t] - meanX, y[t] - meanY);
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }
        return (meanX, meanY, xx, yy, xy);
    }
}
