using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Tests.Backtesting;

/// <summary>Figures on twenty years of the index beside numpy's and scipy's: Reference/statistics.py.</summary>
public sealed class BacktestStatisticsTests
{
    private static readonly Lazy<BacktestResult> Cross = new(() => TestBars.Run(
        new BacktestSpec("sma_cross", AllowShort: false, FillRule: FillRule.SameClose, RiskFreeRateAnnual: 0.02), [TestBars.Sp500]));

    [Fact]
    public void Figures_of_the_index_held()
    {
        BacktestStatistics held = TestBars.Run(
            new BacktestSpec("buy_and_hold", FillRule: FillRule.SameClose, RiskFreeRateAnnual: 0.02), [TestBars.Sp500]).Statistics;
        Same(0.9753439342505017, held.TotalReturn);
        Same(0.0341241317170724, held.AnnualReturn);
        Same(0.19891429240658887, held.AnnualVolatility);
        Same(0.16805880717828742, held.Sharpe);
        Same(0.23465864147677631, held.Sortino);
        Same(0.5677538894035712, held.MaxDrawdown);
        Same(0.0341241317170724 / 0.5677538894035712, held.Calmar);
        Assert.Equal(
            (new DateTime(2007, 10, 9), new DateTime(2009, 3, 9), new DateTime(2013, 3, 28), 1376),
            (held.DrawdownPeak!.Value, held.DrawdownTrough!.Value, held.DrawdownRecovery!.Value, held.DrawdownBars));
        Same(-0.1226296224897254, held.Skewness);
        Same(11.01711211746236, held.ExcessKurtosis);
        Same(0.11580036031227059, held.BestPeriod);
        Same(-0.11984050283657066, held.WorstPeriod);
        Same(0.01894485255351297, held.ValueAtRisk95);
        Same(0.03026002046293151, held.ExpectedShortfall95);
        Assert.Equal((252.0, 1.0, 1), (held.PeriodsPerYear, held.ExposureTime, held.Trades));
    }

    [Fact]
    public void Figures_of_a_moving_average_cross()
    {
        BacktestStatistics cross = Cross.Value.Statistics;
        Same(1.748591652862503, cross.TotalReturn);
        Same(0.05110088240702426, cross.AnnualReturn);
        Same(0.12433423175823186, cross.AnnualVolatility);
        Same(0.3031800846879597, cross.Sharpe);
        Same(0.4136648578861143, cross.Sortino);
        Same(0.33924959024260604, cross.MaxDrawdown);
        Assert.Null(cross.DrawdownRecovery);
        Assert.Equal(41, cross.DrawdownBars);
        Same(-0.8833463011969647, cross.Skewness);
        Same(31.650240367215837, cross.ExcessKurtosis);
        Same(0.011269815919396131, cross.ValueAtRisk95);
        Same(0.019794391339256683, cross.ExpectedShortfall95);
    }

    [Fact]
    public void The_regression_on_the_benchmark()
    {
        BenchmarkStatistics beside = Cross.Value.Benchmark!;
        Same(0.02463382880305903, beside.AlphaAnnual);
        Same(1.1421767542239727, beside.AlphaTStatistic);
        Same(0.3907301263877692, beside.Beta);
        Same(0.625103847213138, beside.Correlation);
        Same(0.15526087909323757, beside.TrackingErrorAnnual);
        Same(0.027478681213357545, beside.InformationRatio);
        Same(0.16805880717828742, beside.Sharpe);
        Same(0.5677538894035712, beside.MaxDrawdown);
    }

    [Fact]
    public void A_given_benchmark_is_held_without_cost()
    {
        BacktestResult result = BacktestEngine.Run(
            new BacktestSpec("momentum", RiskFreeRateAnnual: 0.02), [TestBars.Sp500], benchmark: TestBars.Sp500,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("^GSPC", result.Benchmark!.Name);
        Same(0.9753439342505017, result.Benchmark.TotalReturn);
        BacktestResult without = BacktestEngine.Run(
            new BacktestSpec("momentum"), [TestBars.Sp500], benchmark: TestBars.Sp500.Last(100), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Null(without.Benchmark);
        Assert.Contains(without.Warnings, warning => warning.Contains("no bar at or before the start", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_data_do_not_define_is_not_a_number()
    {
        BacktestResult flat = TestBars.Run(new BacktestSpec("sma_cross"), [TestBars.Of((10, 10, 10, 10), (10, 10, 10, 10), (10, 10, 10, 10))]);
        BacktestStatistics none = flat.Statistics;
        Assert.All(
            (double[])[none.Sharpe, none.Sortino, none.Calmar, none.WinRate, none.ProfitFactor, none.AverageWin, none.Expectancy, none.Skewness,
                flat.Benchmark!.Beta, flat.Benchmark.AlphaAnnual, flat.Benchmark.InformationRatio],
            figure => Assert.True(double.IsNaN(figure)));
        Assert.Equal((0.0, 0.0, 0.0), (none.TotalReturn, none.MaxDrawdown, none.ExposureTime));
        Assert.Null(none.DrawdownPeak);
    }

    [Fact]
    public void Shortfall_is_at_least_value_at_risk()
    {
        var random = new Random(3);
        for (int n = 1; n < 200; n++)
        {
            double[] returns = [.. Enumerable.Range(0, n).Select(_ => Math.Round(random.NextDouble() - 0.5, 2))];
            (double valueAtRisk, double shortfall) = HistoricalTail.Of(returns, 0.95);
            Assert.True(shortfall >= valueAtRisk - 1e-12);
            Assert.Equal(-returns.Order().ElementAt(Math.Min((int)(n * (1 - 0.95)), n - 1)), valueAtRisk);
        }
    }

    private static void Same(double expected, double actual) => Assert.Equal(1, actual / expected, 1e-9);
}
