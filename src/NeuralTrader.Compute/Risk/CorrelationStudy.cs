using System.Numerics;
using NeuralTrader.Compute.Lanes;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Correlations of all pairs of a panel: the matrix where it is wanted, and what can be said of it without making it. Every figure has the same bits for
/// every vector width and number of threads.
/// </summary>
public sealed class CorrelationStudy
{
    private readonly double[] rows; // vectors whose products, plus the offset, are the correlations
    private readonly bool[] isDefined;
    private readonly int threads;
    private readonly double offset;
    private double[]? knownNorms;

    private CorrelationStudy(double[] rows, bool[] isDefined, int observations, Shrinkage? shrinkage, int threads)
    {
        (this.rows, this.isDefined, this.threads) = (rows, isDefined, threads);
        (Observations, Shrinkage, offset) = (observations, shrinkage, shrinkage?.Offset ?? 0);
        Undefined = [.. Enumerable.Range(0, isDefined.Length).Where(i => !isDefined[i])];
    }

    /// <summary>How many assets.</summary>
    public int Assets => isDefined.Length;

    /// <summary>Observations of each asset.</summary>
    public int Observations { get; }

    /// <summary>Assets that do not vary, whose correlations are not defined.</summary>
    public IReadOnlyList<int> Undefined { get; }

    /// <summary>How far the sample was shrunk; null where it was not.</summary>
    public Shrinkage? Shrinkage { get; }

    /// <summary>Prepares a panel: O(assets · observations), with shrinkage O(assets² · observations).</summary>
    /// <param name="panel">Returns, at least 3 observations.</param>
    /// <param name="spec">How correlations are estimated.</param>
    /// <param name="threads">At most this many; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidInputException">Too few observations, a parameter out of range, or shrinkage of series that do not vary.</exception>
    public static CorrelationStudy Of(ReturnPanel panel, CorrelationSpec spec, int threads = 0, CancellationToken cancellationToken = default) =>
        Vector512.IsHardwareAccelerated ? Of<Doubles8, Mask8>(panel, spec, threads, cancellationToken)
        : Vector256.IsHardwareAccelerated ? Of<Doubles4, Mask4>(panel, spec, threads, cancellationToken)
        : Vector128.IsHardwareAccelerated ? Of<Doubles2, Mask2>(panel, spec, threads, cancellationToken)
        : Of<Doubles1, Mask1>(panel, spec, threads, cancellationToken);

    /// <summary>The correlations in double precision; NaN where they are not defined.</summary>
    public SymmetricMatrix<double> Matrix(CancellationToken cancellationToken = default)
    {
        var matrix = new SymmetricMatrix<double>(Assets);
        using var packed = new PackedRows<double>(rows, Assets, Observations, threads, cancellationToken);
        Gram.Visit(packed, tile => Copy(tile, matrix, offset), cancellationToken);
        return Finished(matrix);
    }

    /// <summary>The correlations in single precision, in half the time and memory; NaN where they are not defined.</summary>
    public SymmetricMatrix<float> MatrixInSingles(CancellationToken cancellationToken = default)
    {
        var matrix = new SymmetricMatrix<float>(Assets);
        using var packed = new PackedRows<float>(rows, Assets, Observations, threads, cancellationToken);
        Gram.Visit(packed, tile => Copy(tile, matrix, (float)offset), cancellationToken);
        return Finished(matrix);
    }

    /// <summary>Some rows of the matrix, without making it: O(count · assets · observations).</summary>
    /// <param name="first">Asset of the first row.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Shape [count][assets]; products are summed in another order than for the whole matrix, so that the last digits may differ.</returns>
    public double[][] Rows(int first, int count, CancellationToken cancellationToken = default)
    {
        Require.Between(first, 0, Assets - 1);
        Require.Between(count, 1, Assets - first);
        double[][] made = new double[count][];
        for (int i = 0; i < count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double[] row = made[i] = new double[Assets];
            if (isDefined[first + i]) Project(rows[((first + i) * Observations)..((first + i + 1) * Observations)], row);
            for (int j = 0; j < row.Length; j++)
                row[j] = !isDefined[first + i] || !isDefined[j] ? double.NaN : j == first + i ? 1 : Math.Clamp(row[j] + offset, -1, 1);
        }
        return made;
    }

    /// <summary>The pairs that go together most and least, without keeping the matrix.</summary>
    /// <param name="most">Pairs of each kind.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public (CorrelatedPair[] Highest, CorrelatedPair[] Lowest) Extremes(int most, CancellationToken cancellationToken = default)
    {
        Require.Between(most, 1, 100_000);
        (ExtremePairs highest, ExtremePairs lowest) = (new(most, isHighest: true), new(most, isHighest: false));
        using var packed = new PackedRows<double>(rows, Assets, Observations, threads, cancellationToken);
        Gram.Visit(packed, tile =>
        {
            for (int row = tile.Row; row < tile.RowEnd; row++)
            {
                if (!isDefined[row]) continue;
                Span<double> line = tile.Line(row);
                for (int k = 0, column = tile.ColumnOf(row); k < line.Length; k++, column++)
                {
                    double correlation = Math.Clamp(line[k] + offset, -1, 1);
                    bool isHigh = highest.IsWanted(correlation), isLow = lowest.IsWanted(correlation);
                    if ((!isHigh && !isLow) || column == row || !isDefined[column]) continue;
                    if (isHigh) highest.Offer(new CorrelatedPair(row, column, correlation));
                    if (isLow) lowest.Offer(new CorrelatedPair(row, column, correlation));
                }
            }
        }, cancellationToken);
        return (highest.Sorted(), lowest.Sorted());
    }

    /// <summary>Mean of the correlations of all pairs that have one; NaN where there is no pair. O(assets · observations).</summary>
    public double Average()
    {
        int defined = Assets - Undefined.Count;
        if (defined < 2) return double.NaN;
        double[] sum = Combine(Ones());
        double all = 0, own = 0;
        foreach (double value in sum) all += value * value;
        foreach (double norm in Norms()) own += norm;
        return offset + ((all - own) / (defined * (defined - 1.0)));
    }

    /// <summary>Part of the total variance of standardised series that one common factor explains: the largest eigenvalue over the number of assets.</summary>
    /// <remarks>Lanczos (1950) with full reorthogonalisation; products with the matrix take O(assets · observations), the matrix is not made.</remarks>
    public double FirstFactorShare()
    {
        int defined = Assets - Undefined.Count;
        return defined == 0 ? double.NaN : LargestEigenvalue.Of(Assets, Start(), Times) / defined;
    }

    internal static CorrelationStudy Of<TReal, TMask>(ReturnPanel panel, CorrelationSpec spec, int threads, CancellationToken cancellationToken)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        spec.Checked();
        if (panel.Observations < Correlation.LeastObservations)
            throw Require.Invalid("observations", panel.Observations, $"at least {Correlation.LeastObservations}");
        bool[] isDefined = new bool[panel.Assets];
        Shrinkage? shrinkage = null;
        double[] variances = new double[panel.Assets];
        if (spec.Method == CorrelationMethod.Shrinkage) shrinkage = ShrinkageKernel.Find<TReal, TMask>(panel, spec.Target, variances, threads, cancellationToken);
        double[] rows = UnitRows.Of<TReal, TMask>(panel, spec, isDefined, threads, cancellationToken);
        if (shrinkage is not null)
        {
            for (int i = 0; i < panel.Assets; i++)
            {
                double scale = shrinkage.Scale(variances[i]);
                foreach (ref double value in rows.AsSpan(i * panel.Observations, panel.Observations)) value *= scale;
            }
        }
        return new CorrelationStudy(rows, isDefined, panel.Observations, shrinkage, threads);
    }

    private static void Copy<TScalar>(Tile<TScalar> tile, SymmetricMatrix<TScalar> matrix, TScalar offset)
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    {
        (Vector<TScalar> low, Vector<TScalar> high, Vector<TScalar> more) = (new(-TScalar.One), Vector<TScalar>.One, new(offset));
        for (int row = tile.Row; row < tile.RowEnd; row++)
        {
            Span<TScalar> line = tile.Line(row), into = matrix.Row(row).Slice(tile.ColumnOf(row) - row, line.Length);
            int k = 0;
            for (; k <= line.Length - Vector<TScalar>.Count; k += Vector<TScalar>.Count)
                Vector.Min(high, Vector.Max(low, new Vector<TScalar>(line[k..]) + more)).CopyTo(into[k..]);
            for (; k < line.Length; k++) into[k] = TScalar.Min(TScalar.One, TScalar.Max(-TScalar.One, line[k] + offset));
        }
    }

    private SymmetricMatrix<TScalar> Finished<TScalar>(SymmetricMatrix<TScalar> matrix)
        where TScalar : unmanaged, IFloatingPointIeee754<TScalar>
    {
        for (int i = 0; i < Assets; i++) matrix.Row(i)[0] = TScalar.One;
        foreach (int i in Undefined)
        {
            matrix.Row(i).Fill(TScalar.NaN);
            for (int row = 0; row < i; row++) matrix.Row(row)[i - row] = TScalar.NaN;
        }
        return matrix;
    }

    // R·v = Z(Zᵀv) + offset·(Σv − v) + (1 − ‖z‖²)·v, for the diagonal is 1 whatever the rows' length.
    private double[] Times(double[] v)
    {
        double[] product = new double[Assets], norms = Norms();
        Project(Combine(v), product);
        double sum = v.Sum();
        for (int i = 0; i < Assets; i++)
            product[i] = isDefined[i] ? product[i] + (offset * (sum - v[i])) + ((1 - norms[i]) * v[i]) : 0;
        return product;
    }

    private double[] Start()
    {
        double[] start = new double[Assets];
        for (int i = 0; i < Assets; i++) start[i] = isDefined[i] ? 1 + (((i * 0.6180339887498949) % 1) / 8) : 0; // near the usual market factor, orthogonal to none
        return start;
    }

    private double[] Ones() => [.. isDefined.Select(defined => defined ? 1.0 : 0)];

    private double[] Norms()
    {
        if (knownNorms is not null) return knownNorms;
        double[] norms = new double[Assets];
        for (int i = 0; i < Assets; i++)
        {
            double sum = 0;
            foreach (double value in rows.AsSpan(i * Observations, Observations)) sum += value * value;
            norms[i] = sum;
        }
        return knownNorms = norms;
    }

    private double[] Combine(double[] weights) =>
        Vector512.IsHardwareAccelerated ? RowProducts<Doubles8, Mask8>.Combine(rows, weights, Observations, threads)
        : Vector256.IsHardwareAccelerated ? RowProducts<Doubles4, Mask4>.Combine(rows, weights, Observations, threads)
        : Vector128.IsHardwareAccelerated ? RowProducts<Doubles2, Mask2>.Combine(rows, weights, Observations, threads)
        : RowProducts<Doubles1, Mask1>.Combine(rows, weights, Observations, threads);

    private void Project(double[] y, double[] into)
    {
        if (Vector512.IsHardwareAccelerated) RowProducts<Doubles8, Mask8>.Project(rows, y, into, threads);
        else if (Vector256.IsHardwareAccelerated) RowProducts<Doubles4, Mask4>.Project(rows, y, into, threads);
        else if (Vector128.IsHardwareAccelerated) RowProducts<Doubles2, Mask2>.Project(rows, y, into, threads);
        else RowProducts<Doubles1, Mask1>.Project(rows, y, into, threads);
    }
}
