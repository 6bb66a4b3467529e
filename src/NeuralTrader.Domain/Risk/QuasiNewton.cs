namespace NeuralTrader.Domain.Risk;

/// <summary>A smooth function and its gradient.</summary>
/// <param name="x">Where, shape [k].</param>
/// <param name="gradient">Out, shape [k].</param>
/// <returns>The value; NaN or an infinity where the function is not defined.</returns>
internal delegate double SmoothFunction(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>Finds a minimum of a smooth function of a few variables.</summary>
/// <remarks>BFGS with a backtracking search: Nocedal and Wright (2006), Numerical Optimization, algorithms 6.1 and 3.1.</remarks>
internal static class QuasiNewton
{
    private const int MostSteps = 500, MostHalvings = 60;
    private const double Armijo = 1e-4, Flat = 1e-9, Noise = 1e-13;

    /// <summary>Descends from a point.</summary>
    /// <param name="f">What is minimised.</param>
    /// <param name="start">Where to begin, shape [k].</param>
    /// <returns>The lowest point found, its value, and whether the descent came to rest.</returns>
    public static (double[] X, double Value, bool IsConverged) Minimise(SmoothFunction f, ReadOnlySpan<double> start)
    {
        int k = start.Length;
        double[] x = start.ToArray(), gradient = new double[k], direction = new double[k], next = new double[k], nextGradient = new double[k];
        double[,] inverse = Identity(k);
        double value = f(x, gradient);
        bool isFresh = true;
        for (int step = 0; step < MostSteps; step++)
        {
            if (Largest(gradient) <= Flat * (1 + Math.Abs(value))) return (x, value, true);
            double slope = 0;
            for (int i = 0; i < k; i++)
            {
                direction[i] = 0;
                for (int j = 0; j < k; j++) direction[i] -= inverse[i, j] * gradient[j];
                slope += direction[i] * gradient[i];
            }
            double length = isFresh ? Math.Min(1, 1 / Largest(gradient)) : 1, lower = double.NaN;
            for (int halving = 0; halving < MostHalvings; halving++, length /= 2)
            {
                for (int i = 0; i < k; i++) next[i] = x[i] + (length * direction[i]);
                lower = f(next, nextGradient);
                if (lower <= value + (Armijo * length * slope)) break; // false for NaN
                lower = double.NaN;
            }
            if (!(slope < 0) || double.IsNaN(lower))
            {
                // No way down within rounding: try once along the gradient itself, then this is the bottom.
                if (isFresh) return (x, value, Largest(gradient) <= Math.Sqrt(Noise) * (1 + Math.Abs(value)));
                (inverse, isFresh) = (Identity(k), true);
                continue;
            }
            bool isStill = value - lower <= Noise * (1 + Math.Abs(value));
            Update(inverse, x, next, gradient, nextGradient, isFresh);
            (x, next, gradient, nextGradient, value, isFresh) = (next, x, nextGradient, gradient, lower, false);
            if (isStill && Largest(gradient) <= Math.Sqrt(Flat) * (1 + Math.Abs(value))) return (x, value, true);
        }
        return (x, value, false);
    }

    private static void Update(double[,] inverse, double[] x, double[] next, double[] gradient, double[] nextGradient, bool isFresh)
    {
        int k = x.Length;
        double[] s = new double[k], y = new double[k], hy = new double[k];
        (double sy, double yy, double yhy) = (0, 0, 0);
        for (int i = 0; i < k; i++)
        {
            (s[i], y[i]) = (next[i] - x[i], nextGradient[i] - gradient[i]);
            sy += s[i] * y[i];
            yy += y[i] * y[i];
        }
        if (!(sy > 1e-12 * yy)) return; // without curvature along the step there is nothing to learn
        if (isFresh) for (int i = 0; i < k; i++) inverse[i, i] = sy / yy;
        for (int i = 0; i < k; i++)
        {
            for (int j = 0; j < k; j++) hy[i] += inverse[i, j] * y[j];
            yhy += y[i] * hy[i];
        }
        for (int i = 0; i < k; i++)
            for (int j = 0; j < k; j++)
                inverse[i, j] += ((1 + (yhy / sy)) * s[i] * s[j] / sy) - (((hy[i] * s[j]) + (s[i] * hy[j])) / sy);
    }

    private static double[,] Identity(int k)
    {
        double[,] matrix = new double[k, k];
        for (int i = 0; i < k; i++) matrix[i, i] = 1;
        return matrix;
    }

    private static double Largest(double[] values)
    {
        double largest = 0;
        foreach (double value in values) largest = Math.Max(largest, Math.Abs(value)); // NaN stays NaN and is never small
        return largest;
    }
}
