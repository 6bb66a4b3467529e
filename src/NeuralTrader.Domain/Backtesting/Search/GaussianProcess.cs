namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>
/// A Gaussian process over the unit cube: what is known at some points says what to expect at others, and how surely. Values are
/// standardised within; length scale and noise are those of a small grid under which the values are most likely.
/// </summary>
/// <remarks>
/// Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, algorithm 2.1, kernel 4.17 (Matérn, ν = 5/2).
/// </remarks>
internal sealed class GaussianProcess
{
    private static readonly double[] Lengths = [0.1, 0.2, 0.4, 0.8, 1.6], Noises = [1e-6, 1e-3, 1e-2, 1e-1];

    private readonly double[][] points;
    private readonly double[] factor, weights; // lower Cholesky factor by rows; K⁻¹·y
    private readonly double length, mean, scale;

    private GaussianProcess(double[][] points, double[] values, double length, double noise, double mean, double scale)
    {
        (this.points, this.length, this.mean, this.scale) = (points, length, mean, scale);
        int n = points.Length;
        factor = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j <= i; j++) factor[(i * n) + j] = Kernel(points[i], points[j]) + (i == j ? noise : 0);
        IsPositive = Factorise(factor, n);
        weights = new double[n];
        if (!IsPositive) return;
        for (int i = 0; i < n; i++) weights[i] = (values[i] - mean) / scale;
        Forward(weights);
        double fit = 0, determinant = 0;
        for (int i = 0; i < n; i++) (fit, determinant) = (fit + (weights[i] * weights[i]), determinant + Math.Log(factor[(i * n) + i]));
        LogLikelihood = (-fit / 2) - determinant - (n / 2.0 * Math.Log(2 * Math.PI));
        Backward(weights);
        (Length, Noise) = (length, noise);
    }

    /// <summary>Of the kernel, in sides of the cube.</summary>
    public double Length { get; }

    /// <summary>Variance of the noise as part of the values' variance.</summary>
    public double Noise { get; }

    /// <summary>ln p(values | points).</summary>
    public double LogLikelihood { get; } = double.NegativeInfinity;

    private bool IsPositive { get; }

    /// <summary>The process under which the values are most likely.</summary>
    /// <param name="points">In the unit cube, shape [n][dimensions].</param>
    /// <param name="values">Shape [n].</param>
    public static GaussianProcess Fitted(double[][] points, double[] values)
    {
        GaussianProcess? best = null;
        foreach (double length in Lengths)
        {
            foreach (double noise in Noises)
            {
                GaussianProcess one = Of(points, values, length, noise);
                if (one.IsPositive && (best is null || one.LogLikelihood > best.LogLikelihood)) best = one;
            }
        }
        return best ?? Of(points, values, Lengths[0], 1);
    }

    /// <summary>The process of this length scale and noise.</summary>
    public static GaussianProcess Of(double[][] points, double[] values, double length, double noise)
    {
        Require.SameLength(values.Length, points.Length);
        double mean = values.Average(), variance = values.Sum(value => (value - mean) * (value - mean)) / values.Length;
        return new GaussianProcess(points, values, length, noise, mean, variance > 0 ? Math.Sqrt(variance) : 1);
    }

    /// <summary>What to expect at a point, noise left out.</summary>
    public (double Mean, double Deviation) At(double[] point)
    {
        int n = points.Length;
        double[] near = new double[n];
        double expected = 0, explained = 0;
        for (int i = 0; i < n; i++)
        {
            near[i] = Kernel(point, points[i]);
            expected += near[i] * weights[i];
        }
        Forward(near);
        foreach (double value in near) explained += value * value;
        return (mean + (scale * expected), scale * Math.Sqrt(Math.Max(0, 1 - explained)));
    }

    private double Kernel(double[] a, double[] b)
    {
        double squared = 0;
        for (int k = 0; k < a.Length; k++) squared += (a[k] - b[k]) * (a[k] - b[k]);
        double r = Math.Sqrt(5 * squared) / length;
        return (1 + r + (r * r / 3)) * Math.Exp(-r);
    }

    private void Forward(double[] x)
    {
        int n = x.Length;
        for (int i = 0; i < n; i++)
        {
            double value = x[i];
            ReadOnlySpan<double> row = factor.AsSpan(i * n, i + 1);
            for (int j = 0; j < i; j++) value -= row[j] * x[j];
            x[i] = value / row[i];
        }
    }

    private void Backward(double[] x)
    {
        int n = x.Length;
        for (int i = n - 1; i >= 0; i--)
        {
            x[i] /= factor[(i * n) + i];
            for (int j = 0; j < i; j++) x[j] -= factor[(i * n) + j] * x[i];
        }
    }

    // A = L·Lᵀ in place, row by row; false where A is not positive definite.
    private static bool Factorise(double[] a, int n)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> row = a.AsSpan(i * n, i + 1);
            for (int j = 0; j <= i; j++)
            {
                ReadOnlySpan<double> other = a.AsSpan(j * n, j + 1);
                double value = row[j];
                for (int k = 0; k < j; k++) value -= row[k] * other[k];
                if (j < i)
                {
                    row[j] = value / other[j];
                    continue;
                }
                if (!(value > 0)) return false;
                row[i] = Math.Sqrt(value);
            }
        }
        return true;
    }
}
