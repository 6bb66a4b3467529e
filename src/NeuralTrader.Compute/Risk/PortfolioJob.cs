using System.Globalization;

namespace NeuralTrader.Compute.Risk;

/// <summary>A portfolio over one horizon.</summary>
/// <param name="Weights">Value of each position as a fraction of the portfolio's, 1 to 64; short positions are negative.</param>
/// <param name="Means">Mean return of each asset over the horizon.</param>
/// <param name="Covariance">Covariance of the returns over the horizon, [assets, assets], symmetric and positive semi-definite.</param>
/// <param name="Degrees">ν of a multivariate Student-t of this covariance, above 2; null for normal returns.</param>
/// <param name="Paths">1 to 100,000,000.</param>
/// <param name="Seed">Any number.</param>
/// <param name="Confidences">For value at risk, each strictly between 0 and 1.</param>
public sealed record PortfolioJob(
    IReadOnlyList<double> Weights,
    IReadOnlyList<double> Means,
    IReadOnlyList<IReadOnlyList<double>> Covariance,
    double? Degrees,
    int Paths,
    long Seed,
    IReadOnlyList<double> Confidences)
{
    /// <summary>The rows that <see cref="PortfolioModel"/> reads.</summary>
    /// <exception cref="InvalidInputException">Shapes differ, a number is out of its range, or the covariance is not positive semi-definite.</exception>
    internal float[] Table()
    {
        int n = Require.Between(Weights.Count, 1, PortfolioModel.MostAssets, "weights");
        Require.SameLength(Means.Count, n, "means");
        Require.SameLength(Covariance.Count, n, "covariance");
        if (Degrees is { } degrees) Require.Between(degrees, 2.05, 1000, "degreesOfFreedom");
        for (int i = 0; i < n; i++)
        {
            Require.Between(Weights[i], -1e6, 1e6, Name("weights", i));
            Require.Between(Means[i], -1e3, 1e3, Name("means", i));
            Require.SameLength(Covariance[i].Count, n, Name("covariance", i));
            for (int j = 0; j < n; j++) Require.Between(Covariance[i][j], -1e6, 1e6, Name("covariance", i, j));
            for (int j = 0; j < i; j++)
            {
                if (Math.Abs(Covariance[i][j] - Covariance[j][i]) > 1e-9 * (Math.Abs(Covariance[i][i]) + Math.Abs(Covariance[j][j])))
                    throw Require.Invalid(Name("covariance", i, j), Covariance[i][j], "its mirror image: a covariance is symmetric");
            }
        }
        double[,] factor = Cholesky(n);
        var table = new List<float>();
        for (int i = 0; i < n; i++)
        {
            table.Add((float)Weights[i]);
            table.Add((float)Means[i]);
            for (int j = 0; j <= i; j++) table.Add((float)factor[i, j]);
        }
        return [.. table];
    }

    // A pivot of rounding's size is a direction without variance and is left out; one clearly below zero is no covariance.
    private double[,] Cholesky(int n)
    {
        double[,] factor = new double[n, n];
        for (int j = 0; j < n; j++)
        {
            double pivot = Covariance[j][j], rounding = 1e-10 * Math.Max(Covariance[j][j], 1e-300);
            for (int k = 0; k < j; k++) pivot -= factor[j, k] * factor[j, k];
            if (pivot < -rounding || Covariance[j][j] < 0)
                throw Require.Invalid("covariance", pivot, $"a positive semi-definite matrix; the pivot of row {j} is below zero");
            bool empty = pivot <= rounding;
            factor[j, j] = empty ? 0 : Math.Sqrt(pivot);
            for (int i = j + 1; i < n; i++)
            {
                double rest = Covariance[i][j];
                for (int k = 0; k < j; k++) rest -= factor[i, k] * factor[j, k];
                if (empty && Math.Abs(rest) > 1e-5 * Math.Sqrt(Math.Max(Covariance[i][i] * Covariance[j][j], 0)))
                    throw Require.Invalid("covariance", rest, $"a positive semi-definite matrix; row {i} moves with row {j}, which has no variance left");
                factor[i, j] = empty ? 0 : rest / factor[j, j];
            }
        }
        return factor;
    }

    private static string Name(string field, int i) => string.Create(CultureInfo.InvariantCulture, $"{field}[{i}]");

    private static string Name(string field, int i, int j) => string.Create(CultureInfo.InvariantCulture, $"{field}[{i}][{j}]");
}
