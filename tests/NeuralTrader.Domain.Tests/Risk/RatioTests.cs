using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Tests.Backtesting;

namespace NeuralTrader.Domain.Tests.Risk;

/// <summary>Numbers: NumPy and SciPy on the daily returns of the S&amp;P 500, 2000 to 2020; papers and hands where said.</summary>
public sealed class RatioTests
{
    private static readonly double[] Index = PerformanceFigures.PeriodReturns(TestBars.Sp500.Close);

    [Fact]
    public void Sharpe_ratio_of_the_index()
    {
        SharpeRatio ratio = SharpeRatio.Of(Index);
        Near(0.01692050085728109, ratio.PerPeriod);
        Near(0.26860462396212587, ratio.Annual);
        Near(0.34016149250781036, ratio.AnnualAutocorrelated);
        Near(0.013998314607426059, ratio.StandardError);
        Near(0.013998314607426059 * Math.Sqrt(252), ratio.AnnualStandardError);
        Near(0.014018339598129988, ratio.StandardErrorNonNormal);
        Assert.Equal(5104, ratio.Observations);
    }

    [Fact] // the million has more than one return a year's period, but fewer than two
    public void A_sharpe_ratio_needs_two_years_of_returns_for_their_own_autocorrelation()
    {
        double[] sample = [.. Enumerable.Range(0, 1_000_000).Select(i => i % 3 * 0.01)];
        Assert.True(double.IsNaN(SharpeRatio.Of(sample, periodsPerYear: 1e6).AnnualAutocorrelated));
        Assert.True(double.IsFinite(SharpeRatio.Of(sample, periodsPerYear: 500_000).AnnualAutocorrelated)); // half a million lags
        Assert.Equal("periodsPerYear", Assert.Throws<InvalidInputException>(() => SharpeRatio.Of(sample, periodsPerYear: 2147483648)).Field);
        Assert.Equal("periodsPerYear", Assert.Throws<InvalidInputException>(() => SharpeRatio.Of(sample, periodsPerYear: 1e-4)).Field);
    }

    [Theory] // Lo (2002), table 1: standard errors for independent returns
    [InlineData(12, 0.50, 0.306), InlineData(60, 0.50, 0.137), InlineData(12, 1.00, 0.354), InlineData(120, 1.50, 0.133)]
    public void Standard_error_of_a_sharpe_ratio_as_in_the_paper(int months, double target, double expected)
    {
        double[] sample = [.. Enumerable.Range(0, months).Select(i => i % 2 == 0 ? 1.0 : -1.0)];
        double deviation = ReturnMoments.Of(sample, 0).Deviation;
        SharpeRatio ratio = SharpeRatio.Of([.. sample.Select(r => r + (target * deviation))], periodsPerYear: 12);
        Assert.Equal(target, ratio.PerPeriod, 1e-12);
        Assert.Equal(expected, ratio.StandardError, 1e-3);
    }

    [Fact] // excess over half a per cent a month: 0.005, −0.015, 0.025
    public void Sharpe_ratio_by_hand()
    {
        SharpeRatio ratio = SharpeRatio.Of([0.01, -0.01, 0.03], riskFreeAnnual: 0.06, periodsPerYear: 12);
        Assert.Equal(0.005 / 0.02, ratio.PerPeriod, 1e-12);
        Assert.Equal(0.25 * Math.Sqrt(12), ratio.Annual, 1e-12);
        Assert.True(double.IsNaN(ratio.AnnualAutocorrelated)); // three months say nothing of eleven lags
    }

    [Fact] // below: −0.02 and −0.01; √((0.0004 + 0.0001) / 4), all four counted; with the two below alone it would be √2 times as much
    public void Sortino_ratio_divides_by_all_observations()
    {
        SortinoRatio ratio = SortinoRatio.Of([0.03, -0.02, 0.02, -0.01]);
        Assert.Equal(Math.Sqrt(0.0005 / 4), ratio.DownsideDeviation, 1e-15);
        Assert.Equal(0.005 / Math.Sqrt(0.0005 / 4), ratio.PerPeriod, 1e-12);
        Assert.Equal((4, 2), (ratio.Observations, ratio.Below));
        Near(0.02371904449260608, SortinoRatio.Of(Index).PerPeriod);
        Near(0.37652815838107134, SortinoRatio.Of(Index).Annual);
    }

    [Fact]
    public void A_series_that_does_not_vary_has_no_ratio()
    {
        Assert.True(double.IsNaN(SharpeRatio.Of([0.01, 0.01, 0.01]).Annual));
        Assert.True(double.IsNaN(SortinoRatio.Of([0.01, 0.02]).Annual));
    }

    [Fact]
    public void Falls_of_the_index()
    {
        Drawdowns falls = Drawdowns.OfReturns(Index, 3);
        Near(0.5677538894035712, falls.Max);
        Near(0.15016452508260658, falls.Mean);
        Near(0.2019192389846199, falls.UlcerIndex);
        Near(0.15108308846329932, falls.Current);
        Near(0.9469147894221351, falls.TimeUnderwater);
        Assert.Equal([falls.Max], falls.Worst.Take(1).Select(fall => fall.Depth));
        Assert.Equal(3, falls.Worst.Count);
        Assert.Equal(Index.Length + 1, falls.Underwater.Length);
    }

    [Fact] // 100 → 120 → 90 → 108 → 120 → 130 → 117
    public void Falls_by_hand()
    {
        Drawdowns falls = Drawdowns.OfEquity([100, 120, 90, 108, 120, 130, 117]);
        Assert.Equal([new Drawdown(0.25, 1, 2, 4, 1, 3), new Drawdown(1 - (117.0 / 130), 5, 6, null, 1, 1)], falls.Worst);
        Assert.Equal((0.25, 3), (falls.Max, falls.LongestDuration));
        Assert.Equal([0, 0, 0.25, 0.1, 0, 0, 0.1], falls.Underwater, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Empty(Drawdowns.OfEquity([1, 2, 3]).Worst);
        Assert.Equal(1, Drawdowns.OfReturns([0.1, -1]).Max); // all is lost
    }

    [Fact] // h = 0.94·0.0004 + 0.06·0.0004 and so on: a constant square stays
    public void Weighted_variance_by_hand()
    {
        Assert.Equal([0.0004, 0.0004, 0.0004], Ewma.Variances([0.02, -0.02]), (a, b) => Math.Abs(a - b) < 1e-18);
        Assert.Equal(0.00025 + (0.1 * (0.0004 - 0.00025)), Ewma.Variances([0.02, 0.01], 0.9)[1], 1e-18);
    }

    [Fact]
    public void Hostile_samples_are_refused_by_name()
    {
        Assert.Equal("returns", Assert.Throws<InvalidInputException>(() => SharpeRatio.Of([0.1])).Field);
        Assert.Equal("periodsPerYear", Assert.Throws<InvalidInputException>(() => SharpeRatio.Of([0.1, 0.2], 0, 0)).Field);
        Assert.Equal("returns[1]", Assert.Throws<InvalidInputException>(() => SortinoRatio.Of([0.1, double.PositiveInfinity])).Field);
        Assert.Equal("returns[0]", Assert.Throws<InvalidInputException>(() => Drawdowns.OfReturns([-1.5])).Field);
        Assert.Equal("returns[0]", Assert.Throws<InvalidInputException>(() => Drawdowns.OfReturns([-1, 0.5])).Field);
        Assert.Equal("equity[1]", Assert.Throws<InvalidInputException>(() => Drawdowns.OfEquity([1, 0, 2])).Field);
        Assert.Equal("decay", Assert.Throws<InvalidInputException>(() => Ewma.Variances([0.1], 1)).Field);
    }

    private static void Near(double expected, double actual) => Assert.Equal(1, actual / expected, 1e-9);
}
