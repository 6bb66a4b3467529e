using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Tests.Backtesting;

namespace NeuralTrader.Domain.Tests.Risk;

/// <summary>Numbers: the same likelihood maximised by SciPy 1.10 (Nelder–Mead, four restarts) on the daily returns of the S&amp;P 500, 2000 to 2020.</summary>
public sealed class GarchTests
{
    private static readonly double[] Index = PerformanceFigures.PeriodReturns(TestBars.Sp500.Close);

    [Theory, InlineData(0.05, 0.9, 0.9075), InlineData(0.3, 0.6, 0.99), InlineData(0.25, 0.73, 1.0854)] // by hand; only the last law has no fourth moment
    public void The_fourth_moment_exists_below_one(double alpha, double beta, double index) =>
        Assert.Equal(index, GarchModel.FourthMoment(alpha, beta), 12);

    // by hand: κ = 3·4/2 = 6 for ν = 6, 6·0.09 + 2·0.18 + 0.36 = 1.26 where normal shocks give 0.99
    [Theory, InlineData(6.0, 1.26), InlineData(4.0, double.PositiveInfinity), InlineData(double.PositiveInfinity, 0.99)]
    public void Heavier_shocks_need_calmer_variances_for_a_fourth_moment(double degrees, double index) =>
        Assert.Equal(index, GarchModel.FourthMoment(0.3, 0.6, degrees), 12);

    [Fact]
    public void Normal_shocks_as_scipy_fits_them()
    {
        GarchFit fit = Garch.Fit(Index);
        Assert.True(fit.IsConverged);
        Assert.Equal(16522.210962413694, fit.LogLikelihood, 1e-6);
        Near(0.0006312689882865143, fit.Model.Mean, 1e-5);
        Near(2.175439324581562e-06, fit.Model.Omega, 1e-5);
        Near(0.12391806832968613, fit.Model.Alpha, 1e-5);
        Near(0.8610953849732268, fit.Model.Beta, 1e-5);
        Near(0.0009262714870023886, fit.NextVariance, 1e-5);
        Near(0.0001094230268, fit.StandardErrors.Mean, 1e-3);
        Near(2.949483135e-07, fit.StandardErrors.Omega, 1e-3);
        Near(0.009791922215, fit.StandardErrors.Alpha, 1e-3);
        Near(0.01001971295, fit.StandardErrors.Beta, 1e-3);
        Near(4.856365419e-07, fit.RobustErrors.Omega, 1e-3);
        Near(0.01307676715, fit.RobustErrors.Alpha, 1e-3);
    }

    [Fact]
    public void Student_shocks_as_scipy_fits_them()
    {
        GarchFit fit = Garch.Fit(Index, Innovations.StudentT);
        Assert.Equal(16631.373107304218, fit.LogLikelihood, 1e-6);
        Near(0.0007189333983864246, fit.Model.Mean, 1e-4);
        Near(1.2554585992756118e-06, fit.Model.Omega, 1e-4);
        Near(0.1219942905086775, fit.Model.Alpha, 1e-4);
        Near(0.8768184267264221, fit.Model.Beta, 1e-4);
        Near(6.294986015293252, fit.Model.DegreesOfFreedom, 1e-4);
        Near(0.5688269218516799, fit.StandardErrors.DegreesOfFreedom, 1e-2);
        Near(0.01284733046, fit.RobustErrors.Alpha, 1e-2);
    }

    [Theory, InlineData(2e-6, 0.08, 0.90, null), InlineData(5e-6, 0.15, 0.80, null), InlineData(2e-6, 0.06, 0.92, 6.0)]
    public void A_long_path_of_a_known_law_is_recovered(double omega, double alpha, double beta, double? degrees)
    {
        SeededRandom random = new(42);
        double variance = omega / (1 - alpha - beta);
        double[] returns = new double[60_000];
        for (int t = 0; t < returns.Length; t++)
        {
            double shock = Math.Sqrt(variance) * Shock();
            returns[t] = 0.0004 + shock;
            variance = omega + (alpha * shock * shock) + (beta * variance);
        }
        GarchFit fit = Garch.Fit(returns, degrees is null ? Innovations.Normal : Innovations.StudentT);
        Assert.True(fit.IsConverged);
        Within(0.0004, fit.Model.Mean, fit.StandardErrors.Mean);
        Within(omega, fit.Model.Omega, fit.StandardErrors.Omega);
        Within(alpha, fit.Model.Alpha, fit.StandardErrors.Alpha);
        Within(beta, fit.Model.Beta, fit.StandardErrors.Beta);
        if (degrees is { } nu) Within(nu, fit.Model.DegreesOfFreedom, fit.StandardErrors.DegreesOfFreedom);
        Assert.InRange(fit.StandardErrors.Alpha / alpha, 0, 0.1); // or being within three of them would say nothing

        // Student's t of variance 1: a normal over the root of a mean of ν squared ones.
        double Shock()
        {
            double normal = random.NextNormal(), squares = 0;
            if (degrees is not { } freedom) return normal;
            for (int k = 0; k < freedom; k++)
            {
                double other = random.NextNormal();
                squares += other * other;
            }
            return normal / Math.Sqrt(squares / freedom) * Math.Sqrt((freedom - 2) / freedom);
        }

        static void Within(double expected, double found, double error) => Assert.InRange(Math.Abs(found - expected), 0, 3.5 * error);
    }

    [Fact]
    public void The_unit_of_the_returns_does_not_matter()
    {
        GarchFit fraction = Garch.Fit(Index), percent = Garch.Fit([.. Index.Select(r => 100 * r)]);
        Near(fraction.Model.Alpha, percent.Model.Alpha, 1e-9);
        Near(fraction.Model.Omega * 1e4, percent.Model.Omega, 1e-9);
        Assert.Equal(fraction.LogLikelihood - (Index.Length * Math.Log(100)), percent.LogLikelihood, 1e-6);
    }

    [Fact] // by hand: ε = −0.01, 0.03; start (0.0001 + 0.0009) / 2 = 0.0005
    public void The_variance_follows_its_recursion()
    {
        GarchModel model = new(0, 1e-5, 0.1, 0.8);
        double first = 1e-5 + (0.9 * 0.0005), second = 1e-5 + (0.1 * 0.0001) + (0.8 * first), third = 1e-5 + (0.1 * 0.0009) + (0.8 * second);
        Assert.Equal([first, second, third], model.Variances([-0.01, 0.03]), (a, b) => Math.Abs(a - b) < 1e-18);
        Assert.Equal(1e-4, model.LongRunVariance, 1e-16);
        double[] ahead = model.Forecast(2e-4, 3);
        Assert.Equal([2e-4, 1.9e-4, 1.81e-4], ahead, (a, b) => Math.Abs(a - b) < 1e-16);
    }

    [Fact]
    public void A_series_made_by_the_model_gives_it_back()
    {
        SeededRandom random = new(7);
        GarchModel truth = new(0.0004, 2e-6, 0.08, 0.9);
        double[] made = new double[20_000];
        (double h, double square) = (truth.LongRunVariance, truth.LongRunVariance);
        for (int t = 0; t < made.Length; t++)
        {
            h = truth.Omega + (truth.Alpha * square) + (truth.Beta * h);
            double shock = Math.Sqrt(h) * random.NextNormal();
            (made[t], square) = (truth.Mean + shock, shock * shock);
        }
        GarchFit fit = Garch.Fit(made, Innovations.StudentT);
        Assert.InRange(fit.Model.Alpha, truth.Alpha - (4 * fit.StandardErrors.Alpha), truth.Alpha + (4 * fit.StandardErrors.Alpha));
        Assert.InRange(fit.Model.Beta, truth.Beta - (4 * fit.StandardErrors.Beta), truth.Beta + (4 * fit.StandardErrors.Beta));
        Assert.True(fit.Model.DegreesOfFreedom > 40);
    }

    [Fact]
    public void A_series_without_clusters_has_no_alpha()
    {
        SeededRandom random = new(11);
        GarchFit fit = Garch.Fit([.. Enumerable.Range(0, 2_000).Select(_ => 0.01 * random.NextNormal())]);
        Assert.InRange(fit.Model.Alpha, 0, 0.05);
        Assert.InRange(fit.NextVariance, 0.5e-4, 2e-4);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused_by_name()
    {
        Assert.Equal("returns", Assert.Throws<InvalidInputException>(() => Garch.Fit(new double[99])).Field);
        Assert.Equal("returns", Assert.Throws<InvalidInputException>(() => Garch.Fit(new double[200])).Field);
        double[] broken = [.. Index];
        broken[17] = double.NaN;
        Assert.Equal("returns[17]", Assert.Throws<InvalidInputException>(() => Garch.Fit(broken)).Field);
        Assert.Throws<InvalidInputException>(() => new GarchModel(0, 1e-5, 0.2, 0.8).Checked());
        Assert.Throws<InvalidInputException>(() => new GarchModel(0, 1e-5, 0.1, 0.8, 2).Checked());
    }

    private static void Near(double expected, double actual, double relative) => Assert.Equal(1, actual / expected, relative);
}
