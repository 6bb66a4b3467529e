using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Tests.Backtesting.Search;

/// <summary>A trial that uses up its account is nobody's choice, whatever its ratio would be.</summary>
public sealed class SearchRuinTests
{
    [Fact]
    public void Ruined_trials_come_last_and_are_marked()
    {
        SearchReport report = Search(FallsAndLeaps(leap: 40)); // an average of 60 bars has no signal before the leap
        Assert.Equal([2, 5, 60], report.Best.Select(found => found.Parameters["slow"]).Order());
        Assert.Equal((60, null), (report.Best[0].Parameters["slow"], report.Best[0].RuinedAt));
        Assert.False(report.Best[0].InSample.IsRuined);
        Assert.Equal(2, report.Ruined);
        FoundCombination[] ruined = report.Best[1..];
        Assert.True(ruined[0].InSample.TotalReturn >= ruined[1].InSample.TotalReturn);
        Assert.All(ruined, found =>
        {
            Assert.Equal(TestBars.Day(40), found.RuinedAt);
            Assert.True(found.InSample is { IsRuined: true, TotalReturn: < -1, Trades: > 0 });
            Assert.True(found.InSample is { Sharpe: double.NaN, Sortino: double.NaN, Calmar: double.NaN, AnnualReturn: double.NaN });
            Assert.True(found.OutOfSample is { IsRuined: true, TotalReturn: double.NaN, MaxDrawdown: double.NaN, Trades: 0 });
            Assert.Equal(0, found.Difference);
        });
        SearchTestWindow[] chosen = [.. report.WalkForward!.Windows.Concat(report.CrossValidation!.Windows).Where(one => one.Parameters is not null)];
        Assert.NotEmpty(chosen);
        Assert.All(chosen, one => Assert.Equal(60, one.Parameters!["slow"]));
        Assert.Contains(report.Warnings, warning => warning.StartsWith("2 of 3 trials used up their account in-sample", StringComparison.Ordinal));
        Assert.Contains(report.Warnings, warning => warning.StartsWith("1 of the combinations one step away from the best used up", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_all_are_ruined_there_is_no_word_of_skill_and_the_walk_forward_ends_with_ruin()
    {
        SearchReport report = Search(FallsAndLeaps(leap: 130)); // in the second of five tests of 20 bars, and in-sample
        Assert.Equal(3, report.Ruined);
        Assert.Equal([1, 2, 3], report.Best.Select(found => found.Rank));
        Assert.Equal(report.Best.Select(found => found.InSample.TotalReturn).OrderDescending(), report.Best.Select(found => found.InSample.TotalReturn));
        Assert.Null(report.Selection);
        Assert.Null(report.Overfitting);
        Assert.StartsWith("All 3 trials used up their account in-sample", Assert.Single(report.Warnings), StringComparison.Ordinal);
        WalkForward walk = report.WalkForward!;
        Assert.Equal(TestBars.Day(130), walk.RuinedAt);
        Assert.Equal((TestBars.Day(130), 31), (walk.Times[^1], walk.Equity.Length));
        Assert.True(walk.Equity[^1] <= 0 && walk.Equity[..^1].All(level => level > 0));
        Assert.True(walk.Stitched is { IsRuined: true, Sharpe: double.NaN });
        Assert.Equal(walk.Equity[^1] - 1, walk.Stitched.TotalReturn, tolerance: 1e-12);
        Assert.Equal([true, true, false, false, false], walk.Windows.Select(window => window.Test is not null));
    }

    [Fact]
    public void A_surface_has_no_cell_for_a_ruined_trial()
    {
        SearchReport report = Search(FallsAndLeaps(leap: 40), SearchMetric.Return);
        Assert.Equal([true, true, false], report.Surface.InSample[0].Select(double.IsNaN));
    }

    [Fact]
    public void A_trial_that_is_ruined_on_one_half_is_the_last_there()
    {
        // By hand: on block 0 the first is chosen and has no account on block 1, on block 1 the second is and is the lesser on block 0:
        // its relative rank is 1/3 both times, ln(1/2).
        OverfittingFigures found = BacktestOverfitting.Of([4, 4], [0.08, 0.02, double.NaN, 0.02], [0.002, 0.001, double.NaN, 0.001]);
        Assert.Equal((1, 0.5, 2), (found.Probability, found.ProbabilityOfLoss, found.Splits));
        Assert.Equal(Math.Log(0.5), found.MedianLogit, tolerance: 1e-12);
        Assert.True(double.IsNaN(found.Degradation)); // one pair of ratios has no slope
        found = BacktestOverfitting.Of([4, 4], [double.NaN, double.NaN, double.NaN, double.NaN], [0, 0, 0, 0]);
        Assert.True(found is { Splits: 0, Probability: double.NaN });
    }

    private static SearchReport Search(BarSeries bars, SearchMetric metric = SearchMetric.Sharpe)
    {
        var spec = new SearchSpec(
            new BacktestSpec("sma_cross", new Dictionary<string, double> { ["fast"] = 1 }),
            new Dictionary<string, ParameterRange> { ["slow"] = ParameterRange.Of(2, 5, 60) }, Metric: metric, Validation: new SearchValidation(Folds: 4));
        SearchProblem problem = SearchProblem.Of(spec, [bars]);
        var tally = new SearchTally(problem);
        tally.Add(SearchWork.Run(problem, problem, 0, 100, [], TestContext.Current.CancellationToken));
        return SearchConclusion.Of(problem, tally, TestContext.Current.CancellationToken);
    }

    // Half a percent down a day, fivefold in one bar, then waves: who is short at the leap owes more than he has.
    private static BarSeries FallsAndLeaps(int leap)
    {
        double[] closes = new double[200];
        for (int t = 0; t < closes.Length; t++)
            closes[t] = t == 0 ? 100 : closes[t - 1] * (t == leap ? 5 : t < leap ? 0.995 : Math.Exp(0.02 * Math.Sin(t / 6.0)));
        return TestBars.Of([.. closes.Select((close, t) => (Open: t == 0 ? close : closes[t - 1], Close: close))
            .Select(bar => (bar.Open, Math.Max(bar.Open, bar.Close), Math.Min(bar.Open, bar.Close), bar.Close))]);
    }
}
