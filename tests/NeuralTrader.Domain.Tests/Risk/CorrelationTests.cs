using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Tests.Risk;

/// <summary>Figures of NumPy 1.24 and SciPy 1.10 on four short series.</summary>
public class CorrelationTests
{
    internal static readonly double[][] Four =
    [
        [.01, -.02, .015, .003, -.007, .012, -.001, .004], [.008, -.015, .02, -.001, -.004, .01, .003, .001],
        [-.005, .01, .002, .002, .006, -.012, .002, -.003], [.02, .001, -.03, .011, .004, -.006, .009, -.013],
    ];

    [Fact] // scipy.stats.pearsonr
    public void Pearson_and_its_p_value_are_those_of_scipy()
    {
        Same([0.9420893614704914, -0.7671907645604387, -0.3112079009301022, -0.6019377834000679, -0.45326974876178794, 0.03472812035662754], Pairs(Correlation.Pearson));
        Same(
            [0.000464685159821962, 0.02629409694220884, 0.45306625854208915, 0.11435718881172457, 0.25935163674441253, 0.9349371098683829],
            [.. Pairs(Correlation.Pearson).Select(rho => Correlation.PValue(rho, 8))], 1e-12);
    }

    [Fact] // scipy.stats.spearmanr; the third series holds equal values
    public void Spearman_and_its_p_value_are_those_of_scipy()
    {
        Same([0.9285714285714287, -0.7563225565351133, -0.3571428571428572, -0.7075275528876865, -0.28571428571428575, 0], Pairs(Correlation.Spearman));
        Same([0.0008629681828999769, 0.029884378812178862, 0.38512064355625636, 0.04962826073486125, 0.4927262450169573, 1],
            [.. Pairs(Correlation.Spearman).Select(rho => Correlation.PValue(rho, 8))], 1e-12);
    }

    [Fact] // numpy, from the definition with λ = 0.9
    public void Exponential_weights_are_the_definition()
    {
        Same(
            [0.9329777493667005, -0.7529285281191818, -0.37922134873964974, -0.5686925805112384, -0.46942016923820273, 0.13642728486484842],
            Pairs((x, y) => Correlation.Ewma(x, y, 0.9)));
        Assert.Equal(7.564747331747647, Correlation.EffectiveObservations(8, 0.9), tolerance: 1e-12);
    }

    [Theory] // Ledoit's covCor.m and the formula of scikit-learn's ledoit_wolf, in NumPy
    [InlineData(ShrinkageTarget.ConstantCorrelation, 0.5128162432583391, 0.36010062705868695, -0.08195103110894121)]
    [InlineData(ShrinkageTarget.ScaledIdentity, 0.6123183085219328, 0.3401005797519944, 0.01087515001386507)]
    public void Shrinkage_is_that_of_Ledoit_and_Wolf(ShrinkageTarget target, double intensity, double firstPair, double lastPair)
    {
        Shrinkage shrinkage = Shrinkage.Of(ReturnPanel.FromRows(["A", "B", "C", "D"], Four), target);
        Assert.Equal(intensity, shrinkage.Intensity, tolerance: 1e-12);
        Assert.Equal(-0.19279811930421298, shrinkage.MeanCorrelation, tolerance: 1e-14);
        Assert.Equal(0.00011609375, shrinkage.MeanVariance, tolerance: 1e-17);
        double[] variances = [.. Four.Select(row => SampleMoments.Covariance(row, row) * 7 / 8)];
        Assert.Equal(firstPair, shrinkage.Shrunk(Correlation.Pearson(Four[0], Four[1]), variances[0], variances[1]), tolerance: 1e-12);
        Assert.Equal(lastPair, shrinkage.Shrunk(Correlation.Pearson(Four[2], Four[3]), variances[2], variances[3]), tolerance: 1e-12);
    }

    [Fact] // numpy.corrcoef of each window of four
    public void Rolling_correlation_is_that_of_each_window()
    {
        double[] rolling = RollingCorrelation.Of(Four[0], Four[1], 4);
        Assert.All(rolling[..3], value => Assert.Equal(double.NaN, value));
        Same([0.9529323816661067, 0.9581591143249633, 0.9238404607899828, 0.883652181104903, 0.9215696388027381], rolling[3..]);
    }

    [Fact]
    public void Rolling_correlation_does_not_drift()
    {
        var random = new SeededRandom(3);
        double[] x = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextUnit() - 0.5)], y = [.. x.Select(value => value + random.NextUnit())];
        double[] rolling = RollingCorrelation.Of(x, y, 60);
        for (int t = 59; t < x.Length; t += 997) Assert.Equal(Correlation.Pearson(x.AsSpan(t - 59, 60), y.AsSpan(t - 59, 60)), rolling[t], tolerance: 1e-12);
    }

    [Fact]
    public void A_window_in_which_nothing_varies_has_no_correlation()
    {
        double[] x = [1, 2, .3, .1, .1, .1, 5, 2], y = [1, 3, 2, 5, 1, 2, 3, 8], rolling = RollingCorrelation.Of(x, y, 3);
        Assert.Equal([true, true, false, false, false, true, false, false], rolling.Select(double.IsNaN));
    }

    [Fact]
    public void A_constant_series_has_no_correlation()
    {
        Assert.True(double.IsNaN(Correlation.Pearson([.1, .1, .1], [1, 2, 4])));
        Assert.True(double.IsNaN(Correlation.Spearman([.1, .1, .1], [1, 2, 4])));
        Assert.True(double.IsNaN(Correlation.Ewma([0, 0, 0], [1, 2, 4], 0.9)));
        Assert.True(double.IsNaN(Correlation.PValue(double.NaN, 5)));
    }

    [Fact]
    public void Equal_values_share_their_rank()
    {
        double[] ranks = new double[5];
        Correlation.Ranks([3, 1, 1, 5, 4], ranks);
        Assert.Equal([3, 1.5, 1.5, 5, 4], ranks);
    }

    [Fact]
    public void A_perfect_correlation_is_no_chance() => Assert.Equal(0, Correlation.PValue(Correlation.Pearson([1, 2, 3], [2, 4, 6]), 3));

    [Fact]
    public void Two_observations_are_too_few() =>
        Assert.Equal("at least 3 values", Assert.Throws<InvalidInputException>(() => Correlation.Pearson([1, 2], [3, 4])).Allowed);

    [Fact]
    public void A_value_that_is_no_number_is_named() =>
        Assert.Equal("y[1]", Assert.Throws<InvalidInputException>(() => Correlation.Ewma([1, 2, 3], [3, double.NaN, 1], 0.9)).Field);

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void A_window_that_does_not_fit_is_refused(int window) =>
        Assert.Equal("window", Assert.Throws<InvalidInputException>(() => RollingCorrelation.Of(Four[0], Four[1], window)).Field);

    [Fact]
    public void Shrinkage_of_what_does_not_vary_names_it() => Assert.Equal(
        "B", Assert.Throws<InvalidInputException>(() => Shrinkage.Of(ReturnPanel.FromRows(["A", "B"], [[1, 2, 3], [1, 1, 1]]), ShrinkageTarget.ScaledIdentity)).Value);

    private delegate double Estimator(ReadOnlySpan<double> x, ReadOnlySpan<double> y);

    private static double[] Pairs(Estimator estimator) =>
        [.. from i in Enumerable.Range(0, 4) from j in Enumerable.Range(i + 1, 3 - i) select estimator(Four[i], Four[j])];

    private static void Same(double[] expected, double[] found, double tolerance = 1e-14)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], tolerance);
    }
}
