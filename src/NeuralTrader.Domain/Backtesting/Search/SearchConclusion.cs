using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>
/// Draws the conclusion of a search: the best combinations are tested again by the engine, set beside what they were not chosen by, and asked
/// whether so many trials would not have found as much by chance.
/// </summary>
public sealed class SearchConclusion
{
    private const long MostKept = 8_000_000; // bars of equity kept for the next question about the same combination: 64 MB

    private readonly SearchProblem problem;
    private readonly SearchPlan plan;
    private readonly SearchTally tally;
    private readonly CancellationToken stop;
    private readonly SearchedRun hold;
    private readonly Dictionary<long, SearchedRun> runs = [];

    private SearchConclusion(SearchProblem problem, SearchTally tally, CancellationToken stop)
    {
        (this.problem, plan, this.tally, this.stop) = (problem, problem.Plan, tally, stop);
        hold = problem.Hold(stop);
    }

    /// <summary>The report of a search.</summary>
    /// <param name="problem">The search with its data.</param>
    /// <param name="tally">All its parts.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public static SearchReport Of(SearchProblem problem, SearchTally tally, CancellationToken cancellationToken = default) =>
        new SearchConclusion(problem, tally, cancellationToken).Report();

    private SearchReport Report()
    {
        FoundCombination[] best = [.. tally.Best.Select((found, i) => Found(i + 1, found.Choice, found.InSample, found.OutOfSample))];
        SelectionTest? selection = Selection();
        OverfittingFigures? overfitting = tally.Overfitting(stop);
        WalkForward? walk = Follow(plan.Windows, tally.Windows), cross = Follow(plan.Folds, tally.Folds);
        string[] warnings = SearchWarnings.Of(problem, tally, best, selection, overfitting, walk);
        return new SearchReport(
            problem.Space.Strategy.Name, [.. problem.Series.Select(one => one.Key.Symbol)], [.. problem.Series.Select(one => one.Provenance)],
            problem.Series[0].Key.Interval, plan.TimeAt(0), problem.OutOfSample is { } later ? plan.TimeAt(later.From) : null, plan.TimeAt(plan.Bars - 1), plan.Bars, problem.Scale.PeriodsPerYear,
            problem.Spec.Metric, problem.Space.Count, tally.Trials, tally.Skipped, tally.NeverTraded, tally.TooFewTrades, best,
            new SearchBenchmark(Figures(hold, problem.InSample), LaterFigures(hold)), selection, overfitting, walk, cross,
            tally.Surface, warnings, tally.Ruined);
    }

    private FoundCombination Found(int rank, SearchChoice choice, SearchFigures searchedIn, SearchFigures searchedOut)
    {
        SearchedRun run = Run(choice.Point);
        SearchFigures seen = Figures(run, problem.InSample);
        SearchFigures? later = LaterFigures(run);
        double difference = Math.Max(Difference(seen, searchedIn), later is null ? 0 : Difference(later, searchedOut));
        SearchFigures[] beside = [.. Neighbours(choice.Point).Select(point => Figures(Run(point), problem.InSample))];
        double[] around = [.. beside.Select(one => one.Value(problem.Spec.Metric)).Where(double.IsFinite)];
        bool isLessBetter = problem.Spec.Metric == SearchMetric.Drawdown;
        return new FoundCombination(
            rank, choice.Order, problem.Space.ParametersAt(choice.Point), seen, later, around.Length > 0 ? around.Average() : double.NaN,
            around.Length == 0 ? double.NaN : isLessBetter ? around.Max() : around.Min(), around.Length, difference,
            run.Ruin is { } bar ? plan.TimeAt(bar) : null, beside.Count(one => one.IsRuined));
    }

    private SelectionTest? Selection()
    {
        if (tally.Best.Count == 0 || tally.HasRuinedOnly) return null;
        double[] returns = Run(tally.Best[0].Choice.Point).Returns(problem.InSample);
        ReturnMoments moments = ReturnMoments.Of(returns, problem.Scale.RiskFree);
        if (double.IsNaN(moments.Skewness) || returns.Length < 3) return null;
        double root = Math.Sqrt(problem.Scale.PeriodsPerYear), sharpe = (moments.Mean - problem.Scale.RiskFree) / moments.Deviation, kurtosis = moments.ExcessKurtosis + 3;
        (double mean, double variance) = tally.TrialSharpe;
        double periodVariance = variance / problem.Scale.PeriodsPerYear, trials = Math.Max(1, tally.WithSharpe);
        double correlation = SharpeStatistics.MeanCorrelation([.. tally.Correlated.Select(point => Run(point).Returns(problem.InSample))]);
        double effective = SharpeStatistics.EffectiveTrials(double.IsNaN(correlation) ? 0 : correlation, trials);
        int n = returns.Length;
        return new SelectionTest(
            SharpeStatistics.Deflated(sharpe, n, moments.Skewness, kurtosis, effective, periodVariance),
            SharpeStatistics.Deflated(sharpe, n, moments.Skewness, kurtosis, trials, periodVariance),
            SharpeStatistics.Probabilistic(sharpe, n, moments.Skewness, kurtosis), SharpeStatistics.ExpectedMaximum(effective, periodVariance) * root,
            tally.WithSharpe, effective, correlation, mean, Math.Sqrt(variance), sharpe * root, n, moments.Skewness, moments.ExcessKurtosis,
            SharpeStatistics.MinimumTrackRecord(sharpe, moments.Skewness, kurtosis));
    }

    private WalkForward? Follow(IReadOnlyList<SearchWindow> windows, IReadOnlyList<SearchChoice> choices)
    {
        if (windows.Count == 0) return null;
        List<SearchTestWindow> tests = [];
        List<DateTime> times = [];
        List<double> equity = [];
        double level = 1, trained = 0;
        SegmentFigures stitched = SegmentFigures.None;
        DateTime? ruinedAt = null;
        foreach ((SearchWindow window, SearchChoice choice) in windows.Zip(choices))
        {
            SearchedRun? run = choice.Order >= 0 && ruinedAt is null ? Run(choice.Point) : null; // without a choice there is no position
            SearchFigures? training = run is null ? null : problem.Scale.Figures(run.Over(plan.Training(window)), plan.Training(window).Sum(plan.DaysOf));
            tests.Add(new SearchTestWindow(
                plan.TimeAt(window.Test.From), plan.TimeAt(window.Test.To - 1), plan.Training(window).Sum(range => range.Bars),
                run is null ? null : problem.Space.ParametersAt(choice.Point), training, run is null ? null : Figures(run, window.Test)));
            if (ruinedAt is not null) continue;
            if (training is { AnnualReturn: var annual } && double.IsFinite(annual)) trained += annual / windows.Count;
            stitched = stitched.And(run?.Over(window.Test) ?? SegmentFigures.None with { Count = window.Test.Periods });
            double before = window.Test.From == 0 ? problem.Spec.Backtest.InitialCapital : run?.Equity[window.Test.From - 1] ?? 1;
            for (int bar = window.Test.From; bar < window.Test.To && ruinedAt is null; bar++)
            {
                times.Add(plan.TimeAt(bar));
                equity.Add(run is null ? level : level * run.Equity[bar] / before);
                if (equity[^1] <= 0) ruinedAt = times[^1];
            }
            level = equity[^1];
        }
        SearchRange tested = new(windows[0].Test.From, windows[^1].Test.To); // the tests follow one another
        SearchFigures figures = problem.Scale.Figures(stitched with { Drawdown = DrawdownPath.Of([.. equity], 1).Max }, plan.DaysOf(tested));
        return new WalkForward(
            [.. tests], figures, Figures(hold, tested), trained > 0 ? figures.AnnualReturn / trained : double.NaN,
            (double)tests.Count(test => test.Test is { TotalReturn: > 0 }) / tests.Count, [.. times], [.. equity], ruinedAt);
    }

    // One step along each parameter, and with few parameters along several at once.
    private IEnumerable<long> Neighbours(long point)
    {
        const int few = 3;
        int[] own = problem.Space.Places(point);
        int axes = own.Length, all = (int)Math.Pow(3, axes <= few ? axes : 0);
        IEnumerable<int[]> steps = axes <= few
            ? Enumerable.Range(0, all).Select(code => Enumerable.Range(0, axes).Select(axis => (code / (int)Math.Pow(3, axis) % 3) - 1).ToArray())
            : Enumerable.Range(0, 2 * axes).Select(code => Enumerable.Range(0, axes).Select(axis => axis == code / 2 ? (code % 2 * 2) - 1 : 0).ToArray());
        foreach (int[] step in steps)
        {
            int[] places = [.. own.Zip(step, (at, by) => at + by)];
            if (step.All(by => by == 0) || places.Where((at, axis) => at < 0 || at >= problem.Space.Values[axis].Length).Any()) continue;
            if (problem.Space.PointAt(places) is var near && problem.Space.Allows(near)) yield return near;
        }
    }

    private SearchedRun Run(long point)
    {
        if (runs.TryGetValue(point, out SearchedRun? known)) return known;
        stop.ThrowIfCancellationRequested();
        SearchedRun run = problem.Run(point, stop);
        if ((long)(runs.Count + 1) * plan.Bars <= MostKept) runs[point] = run;
        return run;
    }

    private SearchFigures Figures(SearchedRun run, SearchRange range) => problem.Scale.Figures(run.Over(range), plan.DaysOf(range));

    private SearchFigures? LaterFigures(SearchedRun run) => problem.OutOfSample is { } later ? Figures(run, later) : null;

    private static double Difference(SearchFigures a, SearchFigures b)
    {
        double largest = 0;
        foreach ((double x, double y) in new[] { (a.TotalReturn, b.TotalReturn), (a.Sharpe, b.Sharpe), (a.Sortino, b.Sortino), (a.MaxDrawdown, b.MaxDrawdown), (a.Trades, b.Trades) })
            if (!(double.IsNaN(x) && double.IsNaN(y))) largest = Math.Max(largest, Math.Abs(x - y) / Math.Max(1, Math.Abs(x)));
        return largest;
    }
}
