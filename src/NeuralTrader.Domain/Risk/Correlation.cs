using MathNet.Numerics;

namespace NeuralTrader.Domain.Risk;

/// <summary>Correlation of two series, by definition; the kernel in Compute does many at once. NaN where a series does not vary.</summary>
public static class Correlation
{
    /// <summary>Least observations of any estimate: two points lie on a line whatever they are.</summary>
    public const int LeastObservations = 3;

    /// <summary>Sums of squares about the mean below this have lost digits on the way to zero: such a series counts as one that does not vary.</summary>
    public const double LeastSquares = 1e-290;

    /// <summary>Product-moment correlation, −1 to 1.</summary>
    /// <param name="x">Shape [n], n ≥ 3, finite.</param>
    /// <param name="y">Shape [n].</param>
    /// <exception cref="InvalidInputException">Too few values, lengths that differ, or a value that is not finite.</exception>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        if (IsConstant(x) || IsConstant(y)) return double.NaN;
        (double xx, double yy) = (SampleMoments.Covariance(x, x), SampleMoments.Covariance(y, y));
        if (!(xx * (x.Length - 1) >= LeastSquares && yy * (x.Length - 1) >= LeastSquares)) return double.NaN;
        return Math.Clamp(SampleMoments.Covariance(x, y) / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
    }

    /// <summary>Pearson's correlation of the average ranks, −1 to 1.</summary>
    /// <param name="x">Shape [n], n ≥ 3, finite.</param>
    /// <param name="y">Shape [n].</param>
    /// <exception cref="InvalidInputException">Too few values, lengths that differ, or a value that is not finite.</exception>
    /// <remarks>Spearman (1904), The proof and measurement of association between two things; ties as in Kendall (1945), Biometrika 33(3).</remarks>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Check(x, y);
        double[] first = new double[x.Length], second = new double[y.Length];
        Ranks(x, first);
        Ranks(y, second);
        return Pearson(first, second);
    }

    /// <summary>Exponentially weighted correlation with means taken as zero: Σλᵏxy / √(Σλᵏx²·Σλᵏy²), k = 0 for the newest.</summary>
    /// <param name="x">Returns in time order, shape [n], n ≥ 3, finite.</param>
    /// <param name="y">Shape [n].</param>
    /// <param name="decay">λ, strictly between 0 and 1.</param>
    /// <exception cref="InvalidInputException">Too few values, lengths that differ, a value that is not finite, or λ out of range.</exception>
    /// <remarks>
    /// J.P. Morgan and Reuters (1996), RiskMetrics technical document, 4th edition, §5.2. Taking means as zero biases the moments by the
    /// products of the true means; the truncation at n observations cancels in the ratio.
    /// </remarks>
    public static double Ewma(ReadOnlySpan<double> x, ReadOnlySpan<double> y, double decay)
    {
        Check(x, y);
        Require.OpenUnitInterval(decay);
        (double xx, double yy, double xy, double weight) = (0, 0, 0, 1);
        for (int t = x.Length - 1; t >= 0; t--, weight *= decay)
            (xx, yy, xy) = (xx + (weight * x[t] * x[t]), yy + (weight * y[t] * y[t]), xy + (weight * x[t] * y[t]));
        return xx >= LeastSquares && yy >= LeastSquares ? Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1) : double.NaN;
    }

    /// <summary>Observations that equal weights would need for the same variance of a mean: (Σw)²/Σw² (Kish 1965).</summary>
    /// <param name="observations">n.</param>
    /// <param name="decay">λ, strictly between 0 and 1.</param>
    public static double EffectiveObservations(int observations, double decay)
    {
        double all = Math.Pow(Require.OpenUnitInterval(decay), observations);
        return (1 - all) / (1 + all) * (1 + decay) / (1 - decay);
    }

    /// <summary>
    /// Probability of a correlation at least this far from zero between series that have nothing to do with each other: two-sided, Student's t with
    /// n − 2 degrees of freedom of ρ√((n − 2)/(1 − ρ²)).
    /// </summary>
    /// <param name="correlation">ρ; NaN gives NaN.</param>
    /// <param name="observations">n, at least 3.</param>
    /// <remarks>Exact for Pearson's of normal samples that are independent over time; an approximation for Spearman's.</remarks>
    public static double PValue(double correlation, int observations)
    {
        if (double.IsNaN(correlation)) return double.NaN;
        double freedom = Require.Between(observations, LeastObservations, int.MaxValue) - 2, square = correlation * correlation;
        return square >= 1 ? 0 : SpecialFunctions.BetaRegularized(freedom / 2, 0.5, 1 - square); // freedom / (freedom + t²) is 1 − ρ²
    }

    /// <summary>Ranks from 1; equal values share the mean of theirs.</summary>
    /// <param name="x">Shape [n], finite.</param>
    /// <param name="into">Out, shape [n].</param>
    public static void Ranks(ReadOnlySpan<double> x, Span<double> into)
    {
        double[] sorted = x.ToArray();
        int[] place = [.. Enumerable.Range(0, x.Length)];
        Array.Sort(sorted, place);
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            for (to = from + 1; to < sorted.Length && sorted[to] == sorted[from];) to++;
            double rank = (from + to + 1) / 2.0; // mean of from + 1 … to
            for (int i = from; i < to; i++) into[place[i]] = rank;
        }
    }

    /// <summary>True where all values are the same.</summary>
    public static bool IsConstant(ReadOnlySpan<double> x)
    {
        for (int t = 1; t < x.Length; t++)
            if (x[t] != x[0]) return false;
        return true;
    }

    private static void Check(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require.SameLength(y.Length, x.Length, nameof(y));
        Require.BoundedSample(x, LeastObservations);
        Require.BoundedSample(y, LeastObservations);
    }
}
