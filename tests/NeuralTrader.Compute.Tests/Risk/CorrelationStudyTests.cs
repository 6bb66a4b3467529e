using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Tests.Risk;

public class CorrelationStudyTests
{
    public static TheoryData<CorrelationMethod, ShrinkageTarget> Estimators => new()
    {
        { CorrelationMethod.Pearson, default }, { CorrelationMethod.Spearman, default }, { CorrelationMethod.Ewma, default },
        { CorrelationMethod.Shrinkage, ShrinkageTarget.ConstantCorrelation }, { CorrelationMethod.Shrinkage, ShrinkageTarget.ScaledIdentity },
    };

    [Theory, MemberData(nameof(Estimators))]
    public void Rows_are_those_of_the_matrix(CorrelationMethod method, ShrinkageTarget target)
    {
        ReturnPanel panel = Sample(31, 333);
        CorrelationSpec spec = new(method, 0.97, target);
        SymmetricMatrix<double> matrix = CorrelationStudy.Of(panel, spec).Matrix();
        double[][] rows = [.. CorrelationAnalysis.Rows(panel, spec, 0, 20), .. CorrelationAnalysis.Rows(panel, spec, 20, 20)];
        Assert.Equal(31, rows.Length);
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < rows.Length; j++) Assert.Equal(matrix[i, j], rows[i][j], tolerance: 2e-14);
    }

    [Fact]
    public void A_row_of_what_does_not_vary_is_not_defined()
    {
        ReturnPanel panel = ReturnPanel.FromRows(["a", "b", "c"], [[.1, .2, .15, .3], [0, 0, 0, 0], [.3, .1, .2, .25]]);
        CorrelationSpec spec = new(CorrelationMethod.Pearson);
        double[][] rows = CorrelationAnalysis.Rows(panel, spec, 0, 3);
        Assert.Equal([false, true, false], rows[0].Select(double.IsNaN));
        Assert.All(rows[1], value => Assert.True(double.IsNaN(value)));
        Assert.Equal("first", Assert.Throws<InvalidInputException>(() => CorrelationAnalysis.Rows(panel, spec, 3, 1)).Field);
    }

    [Theory, MemberData(nameof(Estimators))]
    public void The_matrix_is_the_definition(CorrelationMethod method, ShrinkageTarget target)
    {
        ReturnPanel panel = Sample(31, 333);
        CorrelationStudy study = CorrelationStudy.Of(panel, new CorrelationSpec(method, 0.97, target));
        SymmetricMatrix<double> matrix = study.Matrix();
        SymmetricMatrix<float> singles = study.MatrixInSingles();
        Shrinkage? shrinkage = method == CorrelationMethod.Shrinkage ? Shrinkage.Of(panel, target) : null;
        double sum = 0;
        for (int i = 0; i < panel.Assets; i++)
        {
            Assert.Equal(1, matrix[i, i]);
            for (int j = 0; j < i; j++)
            {
                double expected = Definition(panel, i, j, method, shrinkage);
                Assert.Equal(expected, matrix[i, j], tolerance: 2e-14);
                Assert.Equal(expected, singles[j, i], tolerance: 1e-6);
                sum += expected;
            }
        }
        Assert.Equal(sum / (31 * 15), study.Average(), tolerance: 1e-14);
        if (shrinkage is not null) Assert.Equal(shrinkage.Intensity, study.Shrinkage!.Intensity, tolerance: 1e-11);
    }

    [Theory, MemberData(nameof(Estimators))]
    public void Every_width_and_number_of_threads_gives_the_same_bits(CorrelationMethod method, ShrinkageTarget target)
    {
        ReturnPanel panel = Sample(150, 350); // two tiles a side, two blocks of observations, and neither full
        CorrelationSpec spec = new(method, 0.97, target);
        double[] expected = Bits(CorrelationStudy.Of<Doubles1, Mask1>(panel, spec, 1, default).Matrix());
        Assert.Equal(expected, Bits(CorrelationStudy.Of<Doubles2, Mask2>(panel, spec, 2, default).Matrix()));
        Assert.Equal(expected, Bits(CorrelationStudy.Of<Doubles4, Mask4>(panel, spec, 3, default).Matrix()));
        Assert.Equal(expected, Bits(CorrelationStudy.Of<Doubles8, Mask8>(panel, spec, 4, default).Matrix()));
    }

    [Fact]
    public void Products_have_the_same_bits_in_every_width()
    {
        (int count, int observations) = (149, 323);
        ReadOnlyMemory<double> rows = Sample(count, observations).Values;
        using var doubles = new PackedRows<double>(rows, count, observations, 1);
        using var singles = new PackedRows<float>(rows, count, observations, 2);
        double[] expected = Products<double>(count, visit => Gram.Visit<Doubles1, double, Mask1>(doubles, visit, default));
        Assert.Equal(expected, Products<double>(count, visit => Gram.Visit<Doubles2, double, Mask2>(doubles, visit, default)));
        Assert.Equal(expected, Products<double>(count, visit => Gram.Visit<Doubles4, double, Mask4>(doubles, visit, default)));
        Assert.Equal(expected, Products<double>(count, visit => Gram.Visit<Doubles8, double, Mask8>(doubles, visit, default)));
        double[] single = Products<float>(count, visit => Gram.Visit<Singles1, float, Words1>(singles, visit, default));
        Assert.Equal(single, Products<float>(count, visit => Gram.Visit<Singles4, float, Words4>(singles, visit, default)));
        Assert.Equal(single, Products<float>(count, visit => Gram.Visit<Singles8, float, Words8>(singles, visit, default)));
        Assert.Equal(single, Products<float>(count, visit => Gram.Visit<Singles16, float, Words16>(singles, visit, default)));

        ReadOnlySpan<double> first = rows.Span[..observations], last = rows.Span.Slice((count - 1) * observations, observations);
        double product = 0;
        for (int t = 0; t < observations; t++) product += first[t] * last[t];
        Assert.Equal(product, expected[count - 1], tolerance: 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(145)]
    public void The_extremes_are_those_of_the_whole_matrix(int assets)
    {
        CorrelationStudy study = CorrelationStudy.Of(Sample(assets, 40), new CorrelationSpec());
        SymmetricMatrix<double> matrix = study.Matrix();
        CorrelatedPair[] all =
            [.. from i in Enumerable.Range(0, assets) from j in Enumerable.Range(i + 1, assets - i - 1) select new CorrelatedPair(i, j, matrix[i, j])];
        (CorrelatedPair[] highest, CorrelatedPair[] lowest) = study.Extremes(7);
        Assert.Equal(all.OrderByDescending(pair => pair.Correlation).Take(7), highest);
        Assert.Equal(all.OrderBy(pair => pair.Correlation).Take(7), lowest);
    }

    [Fact]
    public void Equal_correlations_are_listed_in_the_order_of_the_assets()
    {
        double[] up = [1, 2, 4, 3], down = [-1, -2, -4, -3];
        CorrelationStudy study = CorrelationStudy.Of(ReturnPanel.FromRows(["A", "B", "C", "D"], [up, up, up, down]), new CorrelationSpec());
        (CorrelatedPair[] highest, CorrelatedPair[] lowest) = study.Extremes(2);
        Assert.Equal([(0, 1), (0, 2)], highest.Select(pair => (pair.First, pair.Second)));
        Assert.Equal([(0, 3), (1, 3)], lowest.Select(pair => (pair.First, pair.Second)));
        Assert.Equal(1, study.FirstFactorShare(), tolerance: 1e-12); // all on one line
    }

    [Fact] // numpy.linalg.eigvalsh of numpy.corrcoef: 2.685219701580237 of 4
    public void The_first_factor_is_that_of_numpy() => Assert.Equal(2.685219701580237 / 4, CorrelationStudy.Of(
        ReturnPanel.FromRows(["A", "B", "C", "D"],
        [
            [.01, -.02, .015, .003, -.007, .012, -.001, .004], [.008, -.015, .02, -.001, -.004, .01, .003, .001],
            [-.005, .01, .002, .002, .006, -.012, .002, -.003], [.02, .001, -.03, .011, .004, -.006, .009, -.013],
        ]),
        new CorrelationSpec()).FirstFactorShare(), tolerance: 1e-9);

    [Theory, MemberData(nameof(Estimators))]
    public void The_first_factor_is_the_largest_eigenvalue_of_the_matrix(CorrelationMethod method, ShrinkageTarget target)
    {
        CorrelationStudy study = CorrelationStudy.Of(Sample(20, 100), new CorrelationSpec(method, 0.97, target));
        SymmetricMatrix<double> matrix = study.Matrix();
        double largest = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(20, 20, (i, j) => matrix[i, j]).Evd().EigenValues.Max(value => value.Real);
        Assert.Equal(largest / 20, study.FirstFactorShare(), tolerance: 1e-8);
    }

    [Fact]
    public void What_does_not_vary_has_no_correlation_and_takes_none_from_others()
    {
        double[] flat = [.1, .1, .1, .1, .1], x = [1, 2, 4, 3, 1], y = [2, 1, 5, 3, 3];
        CorrelationStudy study = CorrelationStudy.Of(ReturnPanel.FromRows(["A", "FLAT", "B"], [x, flat, y]), new CorrelationSpec());
        SymmetricMatrix<double> matrix = study.Matrix();
        Assert.Equal([1], study.Undefined);
        Assert.All((double[])[matrix[0, 1], matrix[1, 1], matrix[2, 1]], value => Assert.True(double.IsNaN(value)));
        double expected = Correlation.Pearson(x, y);
        Assert.Equal(expected, matrix[0, 2], tolerance: 1e-15);
        Assert.Equal(expected, study.Average(), tolerance: 1e-15);
        Assert.Equal((1 + expected) / 2, study.FirstFactorShare(), tolerance: 1e-12);
        Assert.Equal((0, 2), (study.Extremes(3).Lowest.Single().First, study.Extremes(3).Highest.Single().Second));
    }

    [Fact]
    public void More_assets_than_observations_stay_positive_semidefinite()
    {
        SymmetricMatrix<double> matrix = CorrelationStudy.Of(Sample(30, 10), new CorrelationSpec()).Matrix();
        double least = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(30, 30, (i, j) => matrix[i, j]).Evd().EigenValues.Min(value => value.Real);
        Assert.InRange(least, -1e-14, 1e-14);
    }

    [Fact]
    public void Two_observations_are_refused() =>
        Assert.Equal("observations", Assert.Throws<InvalidInputException>(() => CorrelationStudy.Of(Sample(3, 2), new CorrelationSpec())).Field);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_decay_out_of_range_is_refused(double decay) => Assert.Equal(
        "decay", Assert.Throws<InvalidInputException>(() => CorrelationStudy.Of(Sample(3, 5), new CorrelationSpec(CorrelationMethod.Ewma, decay))).Field);

    [Fact]
    public void It_stops_when_told_to() => Assert.ThrowsAny<OperationCanceledException>(() =>
        CorrelationStudy.Of(Sample(150, 40), new CorrelationSpec()).Matrix(new CancellationToken(canceled: true)));

    private static double Definition(ReturnPanel panel, int i, int j, CorrelationMethod method, Shrinkage? shrinkage) => method switch
    {
        CorrelationMethod.Pearson => Correlation.Pearson(panel.Row(i), panel.Row(j)),
        CorrelationMethod.Spearman => Correlation.Spearman(panel.Row(i), panel.Row(j)),
        CorrelationMethod.Ewma => Correlation.Ewma(panel.Row(i), panel.Row(j), 0.97),
        CorrelationMethod.Shrinkage => shrinkage!.Shrunk(Correlation.Pearson(panel.Row(i), panel.Row(j)), Variance(panel.Row(i)), Variance(panel.Row(j))),
    };

    private static double Variance(ReadOnlySpan<double> x)
    {
        (double mean, double sum) = (0, 0);
        foreach (double value in x) mean += value / x.Length;
        foreach (double value in x) sum += (value - mean) * (value - mean) / x.Length;
        return sum;
    }

    private static double[] Bits(SymmetricMatrix<double> matrix) => [.. Enumerable.Range(0, matrix.Size).SelectMany(row => matrix.Row(row).ToArray())];

    private static double[] Products<TScalar>(int count, Action<TileVisitor<TScalar>> visit)
        where TScalar : unmanaged, System.Numerics.IFloatingPointIeee754<TScalar>
    {
        double[] products = new double[count * count];
        visit(tile =>
        {
            for (int row = tile.Row; row < tile.RowEnd; row++)
            {
                Span<TScalar> line = tile.Line(row);
                for (int k = 0; k < line.Length; k++) products[(row * count) + tile.ColumnOf(row) + k] = double.CreateChecked(line[k]);
            }
        });
        return products;
    }

    // One common factor, so that correlations are neither all small nor all large.
    private static ReturnPanel Sample(int assets, int observations)
    {
        var random = new Random(11);
        double[] factor = [.. Enumerable.Range(0, observations).Select(_ => random.NextDouble() - 0.5)];
        double[][] rows =
        [
            .. Enumerable.Range(0, assets).Select(i => factor.Select(f => 0.02 * ((f * (i % 5)) + (2 * random.NextDouble()) - 1 + 0.01)).ToArray()),
        ];
        return ReturnPanel.FromRows([.. Enumerable.Range(0, assets).Select(i => $"A{i}")], rows);
    }
}
