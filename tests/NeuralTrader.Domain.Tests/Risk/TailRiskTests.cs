using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Tests.Backtesting;

namespace NeuralTrader.Domain.Tests.Risk;

/// <summary>Numbers: NumPy 1.24 and SciPy 1.10 on the daily returns of the S&amp;P 500, 2000 to 2020; R 4.2 where said; hands elsewhere.</summary>
public sealed class TailRiskTests
{
    private static readonly double[] Index = PerformanceFigures.PeriodReturns(TestBars.Sp500.Close);
    private static readonly double[] Ten = [0.031, -0.042, 0.017, -0.008, 0.025, -0.019, 0.004, -0.033, 0.012, 0.029];

    [Theory, InlineData(0.50, 0.02500), InlineData(0.60, 0.02875)] // by hand: (0.04 + 0.01) / 2, (0.04 + 0.6 · 0.01) / 1.6
    public void Expected_shortfall_averages_the_worst_observations(double confidence, double expected) =>
        Assert.Equal(expected, TailRisk.Historical([0.02, -0.04, 0.03, -0.01], confidence).ExpectedShortfall, 1e-12);

    [Theory] // Pearson: the kurtosis is at least the square of the skewness + 1
    [InlineData(0, -1, 0, 0, "moments.deviation"), InlineData(double.NaN, 1, 0, 0, "moments.mean"), InlineData(0, 1, 2, 1.9, "moments.excessKurtosis")]
    [InlineData(0, 1, double.NaN, 0, "moments.skewness")]
    public void Moments_that_no_distribution_has_are_refused(double mean, double deviation, double skewness, double kurtosis, string field)
    {
        Assert.Equal(field, Assert.Throws<InvalidInputException>(
            () => TailEstimate.Of([], new TailMoments(mean, deviation, skewness, kurtosis), TailMethod.CornishFisher, 0.95)).Field);
        Assert.Equal(0, TailEstimate.Of([], new TailMoments(0, 1, 2, 2), TailMethod.CornishFisher, 0.95).Observations); // a coin's: the least there is
    }

    [Fact]
    public void The_index_as_it_was()
    {
        Assert.Equal(0.01894485255351301, TailRisk.Historical(Index, 0.95).ValueAtRisk, 1e-15);
        Tail worst = TailRisk.Historical(Index, 0.99);
        Assert.Equal(0.03451123762539784, worst.ValueAtRisk, 1e-15);
        Assert.Equal(0.051795283549490374, worst.ExpectedShortfall, 1e-14);
    }

    // quantile(-x, p, type = 1:9) of R
    [Theory]
    [InlineData(0.9, 0.033, 0.0375, 0.033, 0.033, 0.0375, 0.0411, 0.0339, 0.0387, 0.0384)]
    [InlineData(0.95, 0.042, 0.042, 0.042, 0.0375, 0.042, 0.042, 0.03795, 0.042, 0.042)]
    [InlineData(0.55, -0.004, -0.004, -0.004, -0.008, -0.004, -0.0034, -0.0044, -0.0038, -0.00385)]
    public void Nine_quantiles_as_R_takes_them(double confidence, params double[] expected)
    {
        for (int type = 1; type <= 9; type++)
            Assert.Equal(expected[type - 1], TailRisk.HistoricalValueAtRisk(Ten, confidence, (QuantileType)type), 1e-14);
        Assert.Equal(expected[0], TailRisk.Historical(Ten, confidence).ValueAtRisk, 1e-14); // the default is type 1
    }

    [Theory, InlineData(0.95, 0.020398690062570207, 0.025634642189431272), InlineData(0.99, 0.028938100989820012, 0.03318423951978233)]
    public void Normal_figures_of_the_index(double confidence, double valueAtRisk, double shortfall)
    {
        ReturnMoments moments = ReturnMoments.Of(Index, 0);
        Same(valueAtRisk, shortfall, TailRisk.Gaussian(moments.Mean, moments.Deviation, confidence), 1e-14);
    }

    [Theory] // scipy.stats.t; shortfalls by quadrature of the quantile
    [InlineData(5, 0.99, 3.3649299989072747, 4.452429111185351)]
    [InlineData(3, 0.975, 3.182446305284263, 5.039583060586518)]
    [InlineData(2.5, 0.95, 2.5582186141360017, 4.597534480123278)]
    [InlineData(1.5, 0.9999, 242.2640991225807, 726.7976031675088)]
    public void Students_tail(double degrees, double confidence, double valueAtRisk, double shortfall)
    {
        Tail tail = TailRisk.Student(0, 1, degrees, confidence);
        Assert.Equal(1, tail.ValueAtRisk / valueAtRisk, 1e-8);
        Assert.Equal(1, tail.ExpectedShortfall / shortfall, 1e-8);
        Same((2 * tail.ValueAtRisk) - 0.5, (2 * tail.ExpectedShortfall) - 0.5, TailRisk.Student(0.5, 2, degrees, confidence), 1e-9 * valueAtRisk);
    }

    [Fact]
    public void Without_a_mean_there_is_no_shortfall() => Assert.True(double.IsNaN(TailRisk.Student(0, 1, 1, 0.99).ExpectedShortfall));

    [Fact]
    public void Student_fitted_to_the_index_as_scipy_fits_it()
    {
        StudentTFit fit = StudentTFit.Of(Index);
        Assert.Equal(15959.846440646608, fit.LogLikelihood, 1e-7);
        Assert.Equal(2.4190571709692885, fit.DegreesOfFreedom, 1e-4);
        Assert.Equal(0.000596231422970175, fit.Location, 1e-8);
        Assert.Equal(0.006807836149261044, fit.Scale, 1e-7);
    }

    [Theory] // the shortfall by SciPy's quadrature of the bent quantile
    [InlineData(0.95, -0.5, 1.0, 1.7621058224525168, 2.428850308979918)]
    [InlineData(0.99, -0.3, 2.0, 2.9806476553391685, 3.8896557190408436)]
    public void The_bent_normal(double confidence, double skewness, double kurtosis, double valueAtRisk, double shortfall) =>
        Same(valueAtRisk, shortfall, TailRisk.CornishFisher(0, 1, skewness, kurtosis, confidence), 1e-9);

    [Fact]
    public void A_bent_quantile_that_turns_back_has_no_shortfall()
    {
        Assert.True(TailRisk.BendsBack(-2, 1, 0.95));
        Tail tail = TailRisk.CornishFisher(0, 1, -2, 1, 0.95);
        Assert.True(double.IsFinite(tail.ValueAtRisk) && double.IsNaN(tail.ExpectedShortfall));
        Assert.False(TailRisk.BendsBack(0, 0, 0.95));
        Assert.Equal(0.018046007432061684, TailRisk.CornishFisher(0.0002120210266371593, 0.0125304225, -0.12262962248972581, 11.017112117462357,
            0.95).ValueAtRisk, 1e-8);
    }

    [Fact] // without skewness and kurtosis nothing bends, and t tends to the normal
    public void Rivals_agree_where_they_should()
    {
        Tail normal = TailRisk.Gaussian(0.001, 0.02, 0.975);
        Same(normal.ValueAtRisk, normal.ExpectedShortfall, TailRisk.CornishFisher(0.001, 0.02, 0, 0, 0.975), 1e-15);
        Same(normal.ValueAtRisk, normal.ExpectedShortfall, TailRisk.Student(0.001, 0.02, 1e6, 0.975), 1e-7);
    }

    [Fact]
    public void Shortfall_is_coherent_on_random_portfolios() => Prop.ForAll(Samples().ToArbitrary(), pair =>
    {
        foreach (double confidence in (double[])[0.5, 0.9, 0.95, 0.99])
        {
            double[] both = [.. pair.X.Zip(pair.Y, (x, y) => x + y)];
            Tail x = TailRisk.Historical(pair.X, confidence), y = TailRisk.Historical(pair.Y, confidence), sum = TailRisk.Historical(both, confidence);
            Assert.True(sum.ExpectedShortfall <= x.ExpectedShortfall + y.ExpectedShortfall + 1e-12); // subadditive
            Assert.True(x.ExpectedShortfall >= x.ValueAtRisk - 1e-12);
            Tail twice = TailRisk.Historical([.. pair.X.Select(r => (2 * r) + 0.25)], confidence);
            Assert.Equal((2 * x.ExpectedShortfall) - 0.25, twice.ExpectedShortfall, 1e-9); // homogeneous, and cash takes risk away
        }
    }).QuickCheckThrowOnFailure();

    [Fact] // 0.9 · 10 is 9, but 1 − 0.9 is a little less than 0.1
    public void Rounding_moves_no_observation_into_the_tail() => Assert.Equal(0.033, TailRisk.Historical(Ten, 0.9).ValueAtRisk);

    [Fact]
    public void Standard_errors_are_those_of_repeated_samples()
    {
        SeededRandom random = new(5);
        List<double> values = [], shortfalls = [], valueErrors = [], shortfallErrors = [];
        for (int draw = 0; draw < 400; draw++)
        {
            double[] sample = [.. Enumerable.Range(0, 2_000).Select(_ => random.NextNormal())];
            Tail tail = TailRisk.Historical(sample, 0.95);
            TailErrors errors = TailErrors.Of(sample, 0.95);
            values.Add(tail.ValueAtRisk);
            shortfalls.Add(tail.ExpectedShortfall);
            valueErrors.Add(errors.ValueAtRisk);
            shortfallErrors.Add(errors.ExpectedShortfall);
        }
        Assert.Equal(1, valueErrors.Average() / Deviation(values), 0.12);
        Assert.Equal(1, shortfallErrors.Average() / Deviation(shortfalls), 0.12);
        Assert.Equal(new TailErrors(double.NaN, double.NaN), TailErrors.Of([0.1, -0.1], 0.95));

        static double Deviation(List<double> sample) => ReturnMoments.Of([.. sample], 0).Deviation;
    }

    [Theory, InlineData(0), InlineData(1), InlineData(double.NaN), InlineData(-0.5)]
    public void Confidence_is_strictly_between_0_and_1(double confidence)
    {
        Assert.Equal("confidence", Assert.Throws<InvalidInputException>(() => TailRisk.Historical(Ten, confidence)).Field);
        Assert.Equal("confidence", Assert.Throws<InvalidInputException>(() => TailRisk.Gaussian(0, 1, confidence)).Field);
        Assert.Equal("confidence", Assert.Throws<InvalidInputException>(() => TailRisk.Student(0, 1, 4, confidence)).Field);
        Assert.Equal("confidence", Assert.Throws<InvalidInputException>(() => TailErrors.Of(Ten, confidence)).Field);
    }

    [Fact]
    public void What_is_no_number_is_refused_by_its_place()
    {
        Assert.Equal("returns[1]", Assert.Throws<InvalidInputException>(() => TailRisk.Historical([0.1, double.NaN], 0.9)).Field);
        Assert.Equal("returns", Assert.Throws<InvalidInputException>(() => TailRisk.Historical([], 0.9)).Field);
        Assert.Equal("deviation", Assert.Throws<InvalidInputException>(() => TailRisk.Gaussian(0, -1, 0.9)).Field);
        Assert.Equal("degreesOfFreedom", Assert.Throws<InvalidInputException>(() => TailRisk.Student(0, 1, 0, 0.9)).Field);
        Assert.Equal("returns", Assert.Throws<InvalidInputException>(() => StudentTFit.Of(new double[50])).Field);
        Assert.Throws<InvalidInputException>(() => TailRisk.HistoricalValueAtRisk(Ten, 0.9, (QuantileType)10));
    }

    private static Gen<(double[] X, double[] Y)> Samples() =>
        from n in Gen.Choose(1, 60)
        from seed in Gen.Choose(0, int.MaxValue)
        select Draw(n, (ulong)seed);

    private static (double[] X, double[] Y) Draw(int n, ulong seed)
    {
        SeededRandom random = new(seed);
        double[] x = [.. Enumerable.Range(0, n).Select(_ => Math.Round(random.NextNormal(), 1))]; // ties are many
        return (x, [.. x.Select(value => Math.Round((0.5 * value) + random.NextNormal(), 1))]);
    }

    private static void Same(double valueAtRisk, double shortfall, Tail actual, double tolerance)
    {
        Assert.Equal(valueAtRisk, actual.ValueAtRisk, tolerance);
        Assert.Equal(shortfall, actual.ExpectedShortfall, tolerance);
    }
}
