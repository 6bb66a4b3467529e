using MathNet.Numerics.LinearAlgebra;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>Everything that <see cref="CorrelationReport"/> says of a panel; up to ten thousand series, of which the largest matrices are summed up
/// and not shown.</summary>
public static class CorrelationAnalysis
{
    /// <summary>Most series of an analysis.</summary>
    public const int MostSeries = 10_000;

    /// <summary>Most series whose matrix is shown.</summary>
    public const int MostShown = 500;

    /// <summary>Most series whose pairs are followed over time.</summary>
    public const int MostRolling = 10;

    /// <summary>Most returns of all series together.</summary>
    public const long MostReturns = 20_000_000;

    private const int MostPValues = 100, MostEigenvalues = 200;
    private const double Singular = 1e-12; // an eigenvalue of a correlation matrix below this is rounding

    /// <summary>Analyses a panel.</summary>
    /// <param name="panel">Returns, 2 to 10,000 series, at least 3 observations, 20 million returns in all.</param>
    /// <param name="spec">How correlations are estimated.</param>
    /// <param name="rollingWindow">Observations of the moving window, at most 10 series; null for none.</param>
    /// <param name="pairs">Pairs listed of each kind, 1 to 1,000.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidInputException">The panel is too small or too large, or a parameter out of range.</exception>
    public static CorrelationReport Of(
        ReturnPanel panel, CorrelationSpec spec, int? rollingWindow = null, int pairs = 10, CancellationToken cancellationToken = default)
    {
        Check(panel);
        Require.Between(pairs, 1, 1000);
        if (rollingWindow is { } window)
        {
            Require.Between(window, Correlation.LeastObservations, panel.Observations, "rollingWindow");
            Require.Between(panel.Assets, 2, MostRolling, "series of a rolling correlation");
        }
        CorrelationStudy study = CorrelationStudy.Of(panel, spec, cancellationToken: cancellationToken);
        SymmetricMatrix<double>? matrix = panel.Assets <= MostShown ? study.Matrix(cancellationToken) : null;
        (CorrelatedPair[] highest, CorrelatedPair[] lowest) = study.Extremes(pairs, cancellationToken);
        double? smallest = matrix is not null && panel.Assets <= MostEigenvalues ? Smallest(matrix, study.Undefined) : null;
        bool hasTest = spec.Method is CorrelationMethod.Pearson or CorrelationMethod.Spearman;
        int defined = panel.Assets - study.Undefined.Count;
        bool isShort = study.Shrinkage is not { Intensity: > 0 } && Rank(panel.Observations, spec.Method) < defined;
        return new CorrelationReport(
            panel.Names, spec.Method, panel.Observations,
            spec.Method == CorrelationMethod.Ewma ? Correlation.EffectiveObservations(panel.Observations, spec.Decay) : panel.Observations,
            panel.Times?[0], panel.Times?[^1],
            matrix is null ? null : Square(panel.Assets, (i, j) => matrix[i, j]),
            matrix is null || !hasTest || panel.Assets > MostPValues ? null : Square(panel.Assets, (i, j) => i == j ? double.NaN : Correlation.PValue(matrix[i, j], panel.Observations)),
            matrix is null ? null : [.. Order(matrix, study.Undefined).Select(i => panel.Names[i])],
            study.Average(), study.FirstFactorShare(), smallest, isShort || smallest <= Singular,
            Named(highest), Named(lowest), Rolling(panel, rollingWindow), rollingWindow is null ? null : panel.Times,
            study.Shrinkage is { } shrunk ? new ShrinkageUsed(shrunk.Target, shrunk.Intensity, shrunk.MeanCorrelation, shrunk.MeanVariance) : null,
            [.. study.Undefined.Select(i => new UndefinedSeries(panel.Names[i], "It does not vary over these observations."))],
            [.. Notes(panel, spec, study, isShort)]);

        PairCorrelation[] Named(CorrelatedPair[] found) =>
        [
            .. found.Select(pair => new PairCorrelation(
                panel.Names[pair.First], panel.Names[pair.Second], pair.Correlation,
                hasTest ? Correlation.PValue(pair.Correlation, panel.Observations) : double.NaN)),
        ];
    }

    /// <summary>Some rows of the matrix, for matrices that are too large to show.</summary>
    /// <param name="panel">Returns, as for an analysis.</param>
    /// <param name="spec">How correlations are estimated.</param>
    /// <param name="first">Series of the first row.</param>
    /// <param name="most">Rows at most; fewer at the end.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Shape [rows][series]; NaN where a correlation is not defined.</returns>
    /// <exception cref="InvalidInputException">The panel is too small or too large, or a parameter out of range.</exception>
    public static double[][] Rows(ReturnPanel panel, CorrelationSpec spec, int first, int most, CancellationToken cancellationToken = default)
    {
        Check(panel);
        Require.Between(first, 0, panel.Assets - 1);
        return CorrelationStudy.Of(panel, spec, cancellationToken: cancellationToken).Rows(first, Math.Min(most, panel.Assets - first), cancellationToken);
    }

    private static void Check(ReturnPanel panel)
    {
        Require.Between(panel.Assets, 2, MostSeries, "series");
        if (panel.Observations < Correlation.LeastObservations)
            throw Require.Invalid("observations", panel.Observations, $"at least {Correlation.LeastObservations}");
        if ((long)panel.Assets * panel.Observations > MostReturns)
            throw Require.Invalid("observations", panel.Observations, $"at most {MostReturns / panel.Assets} of {panel.Assets} series");
    }

    // Taking the mean out costs one dimension; exponential weights leave it in.
    private static int Rank(int observations, CorrelationMethod method) => method == CorrelationMethod.Ewma ? observations : observations - 1;

    private static double[][] Square(int size, Func<int, int, double> element) =>
        [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => element(i, j)).ToArray())];

    private static double? Smallest(SymmetricMatrix<double> matrix, IReadOnlyList<int> undefined)
    {
        int[] defined = [.. Enumerable.Range(0, matrix.Size).Except(undefined)];
        if (defined.Length == 0) return null;
        return Matrix<double>.Build.Dense(defined.Length, defined.Length, (i, j) => matrix[defined[i], defined[j]]).Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real);
    }

    // Series without correlations come last.
    private static IEnumerable<int> Order(SymmetricMatrix<double> matrix, IReadOnlyList<int> undefined)
    {
        int[] defined = [.. Enumerable.Range(0, matrix.Size).Except(undefined)];
        if (defined.Length == 0) return undefined;
        double[] distances = new double[defined.Length * (defined.Length - 1) / 2];
        for (int i = 0, k = 0; i < defined.Length; i++)
            for (int j = i + 1; j < defined.Length; j++) distances[k++] = HierarchicalClustering.CorrelationDistance(matrix[defined[i], defined[j]]);
        return [.. HierarchicalClustering.LeafOrder(HierarchicalClustering.Merges(distances, defined.Length)).Select(i => defined[i]), .. undefined];
    }

    private static RollingPair[]? Rolling(ReturnPanel panel, int? window) => window is not { } width ? null :
    [
        .. from i in Enumerable.Range(0, panel.Assets)
           from j in Enumerable.Range(i + 1, panel.Assets - i - 1)
           select new RollingPair(panel.Names[i], panel.Names[j], RollingCorrelation.Of(panel.Row(i), panel.Row(j), width)),
    ];

    private static IEnumerable<string> Notes(ReturnPanel panel, CorrelationSpec spec, CorrelationStudy study, bool isShort)
    {
        if (isShort)
        {
            yield return $"{panel.Observations} observations of {panel.Assets} series: the matrix is positive semidefinite but has no inverse. " +
                "Shrinkage gives one that has.";
        }
        if (spec.Method == CorrelationMethod.Ewma) yield return "Means are taken as zero, as in RiskMetrics; where they are not, the estimate is biased.";
        if (spec.Method == CorrelationMethod.Spearman) yield return "The p-values of Spearman's correlations are those of Student's t, an approximation.";
        if (spec.Method is CorrelationMethod.Ewma or CorrelationMethod.Shrinkage) yield return "Weighted and shrunk correlations have no p-value of this kind.";
        if (panel.Assets > MostShown) yield return $"The matrix of {panel.Assets} series is not shown; {MostShown} are the most.";
        if (study.Undefined.Count > 0) yield return $"{study.Undefined.Count} series do not vary and are left out of averages, pairs and eigenvalues.";
    }
}
