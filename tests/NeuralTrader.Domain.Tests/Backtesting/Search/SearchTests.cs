using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Tests.Backtesting.Search;

/// <summary>Whole searches: their figures are the engine's, and the same whatever parts they are done in.</summary>
public sealed class SearchTests
{
    private static readonly BarSeries Bars = TestBars.Walk(11, 900);

    private static SearchSpec Spec(SearchMethod method = SearchMethod.Grid, SearchMetric metric = SearchMetric.Sharpe) => new(
        new BacktestSpec("sma_cross", Costs: TradingCosts.Usual),
        new Dictionary<string, ParameterRange> { ["fast"] = ParameterRange.Between(5, 60, 5), ["slow"] = ParameterRange.Between(20, 120, 10) },
        method, metric, method == SearchMethod.Grid ? null : 40, Top: 5);

    private static (SearchProblem Problem, List<SearchChunk> Chunks) Trials(SearchSpec spec, int chunkSize = 1000, BarSeries? bars = null)
    {
        SearchProblem problem = SearchProblem.Of(spec, [bars ?? Bars]);
        List<SearchChunk> chunks = [];
        for (int k = 0; k < SearchWork.Chunks(spec, problem.Space, chunkSize); k++)
            chunks.Add(SearchWork.Run(problem, problem, k, chunkSize, chunks, TestContext.Current.CancellationToken));
        return (problem, chunks);
    }

    private static SearchReport Search(SearchSpec spec, int chunkSize = 1000, BarSeries? bars = null)
    {
        (SearchProblem problem, List<SearchChunk> chunks) = Trials(spec, chunkSize, bars);
        var tally = new SearchTally(problem);
        foreach (SearchChunk chunk in chunks) tally.Add(chunk);
        return SearchConclusion.Of(problem, tally, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_best_is_what_testing_every_combination_by_the_engine_finds()
    {
        SearchReport report = Search(Spec());
        DateTime split = report.OutOfSampleFrom!.Value;
        List<(double Sharpe, double Fast, double Slow)> all = [];
        for (int fast = 5; fast <= 60; fast += 5)
            for (int slow = 20; slow <= 120; slow += 10)
                if (fast < slow) all.Add((InSample(Run(fast, slow), split), fast, slow));
        (double sharpe, double bestFast, double bestSlow) = all.MaxBy(one => one.Sharpe);
        Assert.Equal((bestFast, bestSlow), (report.Best[0].Parameters["fast"], report.Best[0].Parameters["slow"]));
        Assert.Equal(sharpe, report.Best[0].InSample.Sharpe, tolerance: 1e-12);
        Assert.Equal((132, all.Count, 132 - all.Count), (report.Combinations, report.Trials, report.Skipped));
        Assert.Equal(630, Bars.FirstAtOrAfter(split)); // 70 % of 900
        Assert.All(report.Best, found => Assert.True(found.Difference < 1e-12));
        Assert.Equal(report.Best.Select(found => found.InSample.Sharpe).OrderDescending(), report.Best.Select(found => found.InSample.Sharpe));
    }

    [Theory, InlineData(SearchMetric.Sharpe), InlineData(SearchMetric.Calmar), InlineData(SearchMetric.Drawdown)]
    public void A_surface_of_the_trials_is_the_one_that_a_search_for_it_would_report(SearchMetric metric)
    {
        SearchSpec spec = Spec(metric: metric) with { MinTrades = 6 };
        (SearchProblem problem, List<SearchChunk> chunks) = Trials(spec, chunkSize: 50);
        SearchSurface asked = Search(spec with { HeatMap = ["slow", "fast"] }).Surface;
        TrialSurface trials = new(problem.Space, "slow", "fast", Search(spec), spec.MinTrades);
        foreach (SearchChunk chunk in chunks) trials.Add(chunk);
        SearchSurface found = trials.Surface();
        Assert.Equal((asked.X, asked.Y), (found.X, found.Y));
        Assert.Equal(asked.XValues, found.XValues);
        Assert.Equal(asked.YValues, found.YValues);
        foreach ((double[] first, double[] second) in asked.InSample.Concat(asked.OutOfSample).Zip(found.InSample.Concat(found.OutOfSample)))
            foreach ((double one, double other) in first.Zip(second)) Assert.Equal(one, other, tolerance: 1e-9);
        Assert.Contains(found.InSample.SelectMany(row => row), double.IsNaN);
        Assert.Contains(found.InSample.SelectMany(row => row), double.IsFinite);
    }

    [Theory, InlineData("period", "fast", "across"), InlineData("fast", "period", "up"), InlineData("fast", "fast", "up")]
    public void A_surface_is_over_two_parameters_that_were_varied(string x, string y, string field) => Assert.Equal(
        field, Assert.Throws<InvalidInputException>(() => new TrialSurface(Trials(Spec()).Problem.Space, x, y, Search(Spec()), 0)).Field);

    [Fact]
    public void Without_a_part_kept_out_the_figures_are_those_of_the_whole_back_test()
    {
        SearchReport report = Search(Spec() with { Validation = new SearchValidation(OutOfSample: 0) });
        FoundCombination best = report.Best[0];
        BacktestStatistics engine = Run((int)best.Parameters["fast"], (int)best.Parameters["slow"]).Statistics;
        Assert.Null(best.OutOfSample);
        Assert.Null(report.OutOfSampleFrom);
        Assert.Equal(engine.TotalReturn, best.InSample.TotalReturn, tolerance: 1e-12);
        Assert.Equal(engine.AnnualReturn, best.InSample.AnnualReturn, tolerance: 1e-12);
        Assert.Equal(engine.Sharpe, best.InSample.Sharpe, tolerance: 1e-12);
        Assert.Equal(engine.Sortino, best.InSample.Sortino, tolerance: 1e-12);
        Assert.Equal(engine.Calmar, best.InSample.Calmar, tolerance: 1e-12);
        Assert.Equal(engine.MaxDrawdown, best.InSample.MaxDrawdown, tolerance: 1e-12);
        Assert.Equal(engine.Trades, best.InSample.Trades);
        Assert.Equal((engine.Skewness, engine.ExcessKurtosis), (report.Selection!.Skewness, report.Selection.ExcessKurtosis));
    }

    [Theory, InlineData(SearchMethod.Grid, 7), InlineData(SearchMethod.Random, 9), InlineData(SearchMethod.Bayesian, 5)]
    public void Parts_do_not_change_the_answer(SearchMethod method, int chunkSize)
    {
        SearchReport whole = Search(Spec(method)), parts = Search(Spec(method), chunkSize);
        Assert.Equivalent(whole, parts, strict: true);
        Assert.Equal(whole.Best[0].InSample, parts.Best[0].InSample);
    }

    [Fact]
    public void Each_walk_forward_window_is_tested_on_what_it_did_not_see()
    {
        SearchReport report = Search(Spec());
        WalkForward walk = report.WalkForward!;
        Assert.Equal(5, walk.Windows.Length);
        Assert.All(walk.Windows, window => Assert.Equal(450, window.TrainingBars)); // rolling, half of the bars
        Assert.Equal([450, 540, 630, 720, 810], walk.Windows.Select(window => Bars.FirstAtOrAfter(window.TestFrom)));
        Assert.Equal(450, walk.Equity.Length);
        Assert.Equal(walk.Stitched.TotalReturn, walk.Equity[^1] - 1, tolerance: 1e-12);
        Assert.Equal(walk.Windows.Aggregate(1.0, (growth, window) => growth * (1 + window.Test!.TotalReturn)), walk.Equity[^1], tolerance: 1e-12);
        Assert.Equal(PerformanceFigures.Sharpe(PerformanceFigures.PeriodReturns([1, .. walk.Equity]), 0, report.PeriodsPerYear), walk.Stitched.Sharpe, tolerance: 1e-10);
        WalkForward anchored = Search(Spec() with { Validation = new SearchValidation(Anchored: true) }).WalkForward!;
        Assert.Equal([450, 540, 630, 720, 810], anchored.Windows.Select(window => window.TrainingBars));
    }

    [Fact]
    public void Folds_are_purged_on_both_sides_and_embargoed_after()
    {
        SearchPlan plan = SearchPlan.Of(Bars.Ticks, new SearchValidation(Folds: 5, PurgeBars: 7, Embargo: 0.01));
        SearchWindow middle = plan.Folds[2];
        Assert.Equal(new SearchRange(360, 540), middle.Test);
        Assert.Equal([new SearchRange(0, 353), new SearchRange(556, 900)], plan.Training(middle)); // 7 before; 7 and 9 after
        Assert.Equal([new SearchRange(0, 713)], plan.Training(plan.Folds[4]));
    }

    [Fact]
    public void Later_bars_do_not_change_the_choice()
    {
        SearchSpec spec = Spec() with { Validation = new SearchValidation(OutOfSample: 0.3, WalkForwardWindows: 0, Folds: 0, PboBlocks: 0) };
        IEnumerable<Bar> other = Bars.Skip(630).Select((bar, i) => new Bar(bar.Time, 200 + i, 201 + i, 199 + i, 200 + i, 1));
        SearchReport report = Search(spec), again = Search(spec, bars: BarSeries.FromBars(Bars.Key, Bars.Currency, Bars.Provenance, [.. Bars.Take(630), .. other]));
        Assert.Equal(report.Best.Select(found => found.InSample.Sharpe), again.Best.Select(found => found.InSample.Sharpe));
        Assert.Equal(report.Surface.InSample.SelectMany(row => row), again.Surface.InSample.SelectMany(row => row));
        Assert.NotEqual(report.Best[0].OutOfSample!.TotalReturn, again.Best[0].OutOfSample!.TotalReturn);
    }

    [Fact]
    public void The_surface_holds_the_metric_of_every_cell()
    {
        SearchReport report = Search(Spec());
        Assert.Equal(("fast", "slow", 12, 11), (report.Surface.X, report.Surface.Y, report.Surface.XValues.Length, report.Surface.YValues.Length));
        Assert.Equal(report.Best[0].InSample.Sharpe, report.Surface.InSample.SelectMany(row => row).Where(double.IsFinite).Max(), tolerance: 1e-12);
        Assert.True(double.IsNaN(report.Surface.InSample[0][11])); // fast 60, slow 20
        Assert.Equal("slow", Search(Spec() with { HeatMap = ["slow", "fast"] }).Surface.X);
    }

    [Fact]
    public void Too_few_trades_are_not_chosen_and_edges_and_synthetic_bars_are_told()
    {
        SearchReport report = Search(Spec(metric: SearchMetric.Drawdown) with { MinTrades = 10 });
        Assert.All(report.Best, found => Assert.True(found.InSample.Trades >= 10));
        Assert.True(report.TooFewTrades > 0);
        Assert.Contains(report.Warnings, warning => warning.Contains("synthetic", StringComparison.Ordinal));
        SearchSpec edge = Spec() with { Ranges = new Dictionary<string, ParameterRange> { ["fast"] = ParameterRange.Of(5, 6, 7), ["slow"] = ParameterRange.Of(20) } };
        Assert.Equal(edge.Ranges.Count, Search(edge).Surface.YValues.Length + 1);
        Assert.Empty(Search(Spec() with { MinTrades = 1000 }).Best);
    }

    [Fact]
    public void Too_few_bars_for_a_check_are_refused_by_its_name()
    {
        BarSeries few = TestBars.Walk(3, 60);
        Assert.Equal("validation.walkForwardWindows", Refused(new SearchValidation(Folds: 0, PboBlocks: 0, WalkForwardWindows: 20), few));
        Assert.Equal("validation.folds", Refused(new SearchValidation(Folds: 20, PboBlocks: 0, WalkForwardWindows: 0), few));
        Assert.Equal("validation.pboBlocks", Refused(new SearchValidation(Folds: 0, PboBlocks: 16, WalkForwardWindows: 0), few));
        Assert.Equal("validation.outOfSample", Refused(new SearchValidation(OutOfSample: 0.8), few));
        Assert.Equal("validation.pboBlocks", Refused(new SearchValidation(PboBlocks: 7), Bars));
    }

    private static string Refused(SearchValidation checks, BarSeries bars) =>
        Assert.Throws<InvalidInputException>(() => SearchPlan.Of(bars.Ticks, checks)).Field;

    private static BacktestResult Run(int fast, int slow) => TestBars.Run(
        new BacktestSpec("sma_cross", new Dictionary<string, double> { ["fast"] = fast, ["slow"] = slow }, Costs: TradingCosts.Usual), [Bars]);

    private static double InSample(BacktestResult result, DateTime split) => PerformanceFigures.Sharpe(
        PerformanceFigures.PeriodReturns([.. result.Curve.Equity.Where((_, i) => result.Curve.Times[i] < split)]), 0, result.Statistics.PeriodsPerYear);
}
