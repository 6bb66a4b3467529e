using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Domain.Tests.Backtesting.Search;

/// <summary>The worked examples of the papers, and what follows from the formulas.</summary>
public sealed class SharpeStatisticsTests
{
    // Bailey and López de Prado (2014), section "A numerical example": SR 2.5 a year over 5 years of 250 days, V = 1/2 a year, skewness −3, kurtosis 10.
    [Theory]
    [InlineData(100, -3, 10, 0.1132, 0.9004)]
    [InlineData(46, -3, 10, 0.1004, 0.9505)]
    [InlineData(88, 0, 3, 0.1111, 0.9505)]
    public void The_deflated_Sharpe_ratio_of_the_papers_example(int trials, double skewness, double kurtosis, double expectedMaximum, double deflated)
    {
        double variance = 0.5 / 250, sharpe = 2.5 / Math.Sqrt(250);
        Assert.Equal(expectedMaximum, SharpeStatistics.ExpectedMaximum(trials, variance), tolerance: 5e-5);
        Assert.Equal(deflated, SharpeStatistics.Deflated(sharpe, 1250, skewness, kurtosis, trials, variance), tolerance: 5e-5);
    }

    // Bailey and López de Prado (2012), section 4: years needed to show that an annual Sharpe ratio of 2 is above 1, by days, weeks and months.
    [Theory, InlineData(252, 2.73), InlineData(52, 2.83), InlineData(12, 3.24)]
    public void The_minimum_track_record_of_the_papers_example(double periods, double years) => Assert.Equal(
        years, SharpeStatistics.MinimumTrackRecord(2 / Math.Sqrt(periods), 0, 3, 1 / Math.Sqrt(periods)) / periods, tolerance: 5e-3);

    // Bailey and López de Prado (2012): 24 months of 0.458 a month with skewness −2.448 and kurtosis 10.164 show 0.913, not the 0.982 of a normal one.
    [Theory, InlineData(-2.448, 10.164, 0.913), InlineData(0, 3, 0.982)]
    public void The_probabilistic_Sharpe_ratio_of_the_papers_example(double skewness, double kurtosis, double probability) => Assert.Equal(
        probability, SharpeStatistics.Probabilistic(0.458, 24, skewness, kurtosis), tolerance: 1e-3);

    [Fact]
    public void After_the_minimum_track_record_the_confidence_is_reached()
    {
        double periods = SharpeStatistics.MinimumTrackRecord(0.1, -0.5, 5, 0.02, 0.95);
        Assert.InRange(SharpeStatistics.Probabilistic(0.1, (int)Math.Ceiling(periods), -0.5, 5, 0.02), 0.95, 0.9505);
        Assert.Equal(double.NaN, SharpeStatistics.MinimumTrackRecord(0.02, 0, 3, 0.02));
    }

    [Fact]
    public void More_trials_and_more_spread_ask_for_more()
    {
        Assert.Equal(0, SharpeStatistics.ExpectedMaximum(1, 1));
        Assert.True(SharpeStatistics.ExpectedMaximum(10, 1) < SharpeStatistics.ExpectedMaximum(1000, 1));
        Assert.Equal(2 * SharpeStatistics.ExpectedMaximum(50, 1), SharpeStatistics.ExpectedMaximum(50, 4), tolerance: 1e-12);
        Assert.Throws<InvalidInputException>(() => SharpeStatistics.ExpectedMaximum(0, 1));
    }

    // numpy.corrcoef of the three rows, mean of the three pairs
    [Fact]
    public void The_mean_correlation_is_that_of_all_pairs()
    {
        double[][] returns = [[0.01, -0.02, 0.03, 0, 0.01], [0.02, -0.01, 0.01, 0, 0.02], [-0.01, 0.01, -0.02, 0.01, 0]];
        Assert.Equal(-0.26921240257928886, SharpeStatistics.MeanCorrelation(returns), tolerance: 1e-12);
        Assert.Equal(-0.26921240257928886, SharpeStatistics.MeanCorrelation([.. returns, new double[5]]), tolerance: 1e-12); // what never varies is left out
        Assert.Equal(1, SharpeStatistics.MeanCorrelation([returns[0], returns[0], returns[0]]), tolerance: 1e-12);
        Assert.Equal((1.0, 40.6, 100.0), (SharpeStatistics.EffectiveTrials(1, 100), SharpeStatistics.EffectiveTrials(0.6, 100), SharpeStatistics.EffectiveTrials(-0.2, 100)));
    }
}
