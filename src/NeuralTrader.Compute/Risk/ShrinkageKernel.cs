using NeuralTrader.Compute.Lanes;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// <see cref="Shrinkage.Of"/> without a loop over pairs and observations: all of its sums but one are sums over time of sums over assets, and that one, the
/// squares of the covariances, is read off the tiles of their product.
/// </summary>
internal static class ShrinkageKernel
{
    /// <summary>δ that the data ask for.</summary>
    /// <param name="panel">At least 2 assets and 3 observations; no series constant.</param>
    /// <param name="target">What to draw towards.</param>
    /// <param name="variances">Out: of the series, divisor n, shape [assets].</param>
    /// <param name="threads">At most this many; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static Shrinkage Find<TReal, TMask>(ReturnPanel panel, ShrinkageTarget target, double[] variances, int threads, CancellationToken cancellationToken)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        Shrinkage.Check(panel);
        (int assets, int n) = (panel.Assets, panel.Observations);
        double[] centred = GC.AllocateUninitializedArray<double>(assets * n), deviations = new double[assets];
        double[] squares = new double[n], cubes = new double[n], weighted = new double[n], units = new double[n]; // sums over the assets at each time
        (double trace, double traceOfSquares, double fourths) = (0, 0, 0);
        for (int i = 0; i < assets; i++)
        {
            ReadOnlySpan<double> row = panel.Row(i);
            double mean = Moments<TReal, TMask>.Sum(row) / n;
            variances[i] = Moments<TReal, TMask>.SquaresAbout(row, mean) / n;
            deviations[i] = Math.Sqrt(variances[i]);
            (trace, traceOfSquares) = (trace + variances[i], traceOfSquares + (variances[i] * variances[i]));
            double inverse = 1 / deviations[i];
            for (int t = 0; t < n; t++)
            {
                double y = row[t] - mean, square = y * y;
                centred[(i * n) + t] = y;
                squares[t] += square;
                cubes[t] += square * y * inverse;
                weighted[t] += y * deviations[i];
                units[t] += y * inverse;
                fourths += square * square;
            }
        }
        double norm = SumOfSquares(centred, assets, n, threads, cancellationToken) / n / n; // ‖S‖²
        double meanCorrelation = ((Dot<TReal, TMask>(units, units) / n) - assets) / (assets * (assets - 1.0)), mu = trace / assets;
        double pi = (Dot<TReal, TMask>(squares, squares) / n) - norm;
        double distance, part;
        if (target == ShrinkageTarget.ScaledIdentity) (distance, part) = (norm - (assets * mu * mu), pi);
        else
        {
            double contraction = Dot<TReal, TMask>(weighted, weighted) / n; // Σ dᵢ·dⱼ·sᵢⱼ
            double diagonal = (fourths / n) - traceOfSquares; // Σ πᵢᵢ, which is also Σ θᵢᵢ,ᵢᵢ
            double thetas = (Dot<TReal, TMask>(cubes, weighted) / n) - contraction;
            part = pi - diagonal - (meanCorrelation * (thetas - diagonal));
            distance = (meanCorrelation * meanCorrelation * ((trace * trace) - traceOfSquares))
                - (2 * meanCorrelation * (contraction - traceOfSquares)) + norm - traceOfSquares;
        }
        // What is left of a distance after its digits have cancelled is no distance.
        return new Shrinkage(target, distance > 1e-14 * norm ? Math.Clamp(part / distance / n, 0, 1) : 0, meanCorrelation, mu);
    }

    private static double Dot<TReal, TMask>(double[] x, double[] y)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask> => Moments<TReal, TMask>.Product(x, 0, y);

    // Of all elements of Y·Yᵀ: twice those above the diagonal and those on it. One sum for each row, so that no order of tiles matters.
    private static double SumOfSquares(double[] centred, int assets, int n, int threads, CancellationToken cancellationToken)
    {
        using var packed = new PackedRows<double>(centred, assets, n, threads, cancellationToken);
        int tiles = (assets + Gram.TileRows - 1) / Gram.TileRows;
        double[] sums = new double[assets * tiles];
        Gram.Visit(packed, tile =>
        {
            for (int row = tile.Row; row < tile.RowEnd; row++)
            {
                Span<double> line = tile.Line(row);
                if (line.IsEmpty) continue;
                double sum = 0;
                int from = 0;
                if (tile.ColumnOf(row) == row) (sum, from) = (0.5 * line[0] * line[0], 1);
                for (int j = from; j < line.Length; j++) sum += line[j] * line[j];
                sums[(row * tiles) + (tile.ColumnOf(row) / Gram.TileRows)] = 2 * sum;
            }
        }, cancellationToken);
        double total = 0;
        foreach (double sum in sums) total += sum;
        return total;
    }
}
