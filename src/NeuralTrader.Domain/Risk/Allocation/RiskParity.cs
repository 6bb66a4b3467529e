using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Long-only weights with which every asset carries its budget of the portfolio's volatility.</summary>
public static class RiskParity
{
    private const int MostSteps = 200;
    private const double Goal = 1e-13;

    /// <summary>The one portfolio whose risk contributions wᵢ·(Σw)ᵢ / w'Σw are the budgets.</summary>
    /// <param name="covariance">Row-major, shape [n · n], positive definite.</param>
    /// <param name="budgets">Above 0, sum 1, shape [n].</param>
    /// <returns>Weights above 0 with sum 1, shape [n]; null where the matrix is not positive definite.</returns>
    /// <remarks>
    /// Spinu (2013), An algorithm for computing risk parity weights: the minimum of ½·x'Cx − Σ bᵢ·ln xᵢ, here by Newton's method with
    /// a line search over the correlations C, so that the scale of the volatilities does not matter.
    /// </remarks>
    public static double[]? Weights(double[] covariance, ReadOnlySpan<double> budgets)
    {
        int n = budgets.Length;
        double[] volatility = new double[n], correlation = new double[n * n], x = new double[n], next = new double[n], product = new double[n];
        for (int i = 0; i < n; i++) volatility[i] = Math.Sqrt(covariance[(i * n) + i]);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++) correlation[(i * n) + j] = covariance[(i * n) + j] / (volatility[i] * volatility[j]);
        double total = 0;
        foreach (double value in correlation) total += value;
        for (int i = 0; i < n; i++) x[i] = Math.Sqrt(budgets[i]) * Math.Sqrt(n / Math.Max(total, 1));

        CholeskyFactor factor = new();
        double[] step = new double[(n + 15) & -8], gradient = new double[n];
        for (int iteration = 0; iteration < MostSteps; iteration++)
        {
            Product(correlation, x, product);
            double worst = 0, level = 0;
            for (int i = 0; i < n; i++)
            {
                gradient[i] = product[i] - (budgets[i] / x[i]);
                worst = Math.Max(worst, Math.Abs(gradient[i] * x[i]));
                level += (product[i] * x[i] / 2) - (budgets[i] * Math.Log(x[i]));
            }
            if (worst <= Goal) break;
            factor.Begin(n);
            for (int i = 0; i < n; i++)
            {
                correlation.AsSpan((i * n) + i, n - i).CopyTo(factor.Row(i)[i..]);
                factor.Row(i)[i] += budgets[i] / (x[i] * x[i]);
                step[i] = -gradient[i];
            }
            if (!factor.Factor()) return null;
            factor.Solve(step);
            double length = 1, slope = Dense.Dot(gradient, step.AsSpan(0, n));
            for (int i = 0; i < n; i++)
                if (step[i] < 0) length = Math.Min(length, -0.99 * x[i] / step[i]);
            for (int halving = 0; halving < 60; halving++, length /= 2)
            {
                for (int i = 0; i < n; i++) next[i] = x[i] + (length * step[i]);
                if (Level(correlation, next, budgets, product) <= level + (1e-4 * length * slope) + (1e-15 * Math.Abs(level))) break;
            }
            (x, next) = (next, x);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) sum += x[i] /= volatility[i];
        for (int i = 0; i < n; i++) x[i] /= sum;
        return double.IsFinite(sum) ? x : null;
    }

    private static double Level(double[] correlation, double[] x, ReadOnlySpan<double> budgets, double[] product)
    {
        Product(correlation, x, product);
        double level = Dense.Dot(product, x) / 2;
        for (int i = 0; i < x.Length; i++) level -= budgets[i] * Math.Log(x[i]);
        return level;
    }

    private static void Product(double[] matrix, double[] x, double[] result)
    {
        Array.Clear(result);
        Dense.AddTransposed(matrix, x.Length, x, result);
    }
}
