using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows a parameter search: what was chosen by beside what was not, and whether to believe it.</summary>
internal static class OptimizationView
{
    private const double Believed = 0.95, Coin = 0.5;

    public static void Write(Page page, Optimization search)
    {
        JobProgress progress = search.Progress;
        if (progress.State == JobState.Failed) page.Bad($"{search.OptimizationId} failed: {progress.Message}");
        else if (progress.State != JobState.Completed)
            page.Warn($"{search.OptimizationId} {Wire.Word(progress.State)}: {progress.Message} ({Figures.Percent(progress.Fraction)})");
        if (search.Report is not { } report) return;
        Write(page, report);
        page.Note($"{search.OptimizationId}, {Figures.Number(search.ElapsedMilliseconds is { } elapsed ? Math.Round(elapsed, 1) : null)} ms on "
            + $"{search.Device.Name}; `nt optimizations {search.OptimizationId} --trials FILE.csv` writes every trial.");
    }

    public static void List(Page page, OptimizationList found) => page.Table(
        found.Optimizations,
        new("Search", search => search.OptimizationId), new("Strategy", search => search.Strategy), new("On", search => string.Join(", ", search.Symbols)),
        new("Method", search => Wire.Word(search.Method), Drop: 4), new("State", search => Wire.Word(search.State), Drop: 3),
        new("Started", search => Figures.Time(search.StartedAt), Short: search => Figures.Day(search.StartedAt), Drop: 5),
        new("Trials", search => Figures.Whole(search.Trials), Look.Right, Drop: 2),
        new("Sharpe in", search => Figures.Ratio(search.InSampleSharpe), Look.Right), new("out", search => Figures.Ratio(search.OutOfSampleSharpe), Look.Right),
        new("DSR", search => Figures.Ratio(search.DeflatedSharpe), Look.Right),
        new("PBO", search => Figures.Ratio(search.OverfittingProbability), Look.Right));

    private static void Write(Page page, SearchReport report)
    {
        page.Heading($"{report.Strategy} on {string.Join(", ", report.Symbols)}, by {Wire.Word(report.Metric)}");
        string kept = report.OutOfSampleFrom is { } split ? $"chosen by the bars before {Figures.Day(split)}" : "chosen by all bars";
        page.Note($"{Figures.Time(report.From)} to {Figures.Time(report.To)}, {Figures.Whole(report.Bars)} bars of one {Wire.Word(report.Interval)}, {kept}, "
            + string.Join("; ", report.Provenance.Select(MarketVerbs.Source).Distinct()));
        page.Note($"{Figures.Whole(report.Trials)} of {Figures.Whole(report.Combinations)} combinations tried, {Figures.Whole(report.Skipped)} left out "
            + "because "
            + "their parameters do not go together");
        (string Rank, string Parameters, SearchFigures In, SearchFigures? Out, double Around)[] rows =
        [
            .. report.Best.Select(found =>
                ($"{found.Rank}", BacktestView.Parameters(Varied(report, found)) + Ruin(found), found.InSample, found.OutOfSample, found.NeighbourMean)),
            ("", "buy and hold", report.BuyAndHold.InSample, report.BuyAndHold.OutOfSample, double.NaN),
        ];
        string metric = Name(report.Metric);
        bool isShown = report.Metric is SearchMetric.Sharpe or SearchMetric.Return or SearchMetric.Drawdown;
        Column<(string Rank, string Parameters, SearchFigures In, SearchFigures? Out, double Around)>[] sought = isShown ? [] :
        [
            new($"{metric} in", row => Show(report.Metric, row.In.Value(report.Metric)), Look.Right),
            new("out", row => Show(report.Metric, row.Out?.Value(report.Metric)), Look.Right),
        ];
        page.Table(
            rows,
        [
            new("", row => row.Rank), new("Parameters", row => row.Parameters), .. sought, new("Sharpe in", row => Figures.Ratio(row.In.Sharpe), Look.Right),
            new("out", row => Figures.Ratio(row.Out?.Sharpe), Look.Right), new("Return in", row => Figures.Return(row.In.TotalReturn), Look.Signed),
            new("out", row => Figures.Return(row.Out?.TotalReturn), Look.Signed),
            new("Drawdown in", row => Figures.Percent(row.In.MaxDrawdown), Look.Right, Drop: 2),
            new("out", row => Figures.Percent(row.Out?.MaxDrawdown), Look.Right, Drop: 2),
            new("Closed in", row => Figures.Whole(row.In.Trades), Look.Right, Drop: 1),
            new($"Neighbours' {metric}", row => Show(report.Metric, row.Around), Look.Right, Drop: 3),
        ]);
        page.Grid(Checks(report));
        if (report.WalkForward is { } walk)
        {
            Tests(page, "Walk-forward", walk, report.Metric);
            if (walk.Equity.Length > 1) page.Line($"{Sparkline.Of(walk.Equity)}  walk-forward");
        }
        if (report.CrossValidation is { } cross) Tests(page, "Cross-validation", cross, report.Metric);
        Verdict(page, report);
        foreach (string warning in report.Warnings) page.Warn(warning);
    }

    private static void Tests(Page page, string name, WalkForward tests, SearchMetric metric)
    {
        Func<SearchFigures?, string> show = figures => Show(metric, figures?.Value(metric));
        page.Table(tests.Windows,
            new(name, test => $"{Figures.Day(test.TestFrom)} to {Figures.Day(test.TestTo)}"),
            new("Trained on", test => $"{Figures.Whole(test.TrainingBars)} bars", Look.Right, Drop: 3),
            new("Chosen", test => test.Parameters is { } chosen ? BacktestView.Parameters(Varied(tests, chosen))
                : tests.RuinedAt < test.TestFrom ? "none; ruined before" : "none; cash"),
            new($"{Wire.Word(metric)} in training", test => show(test.Training), Look.Right, Drop: 1), new("in the test", test => show(test.Test), Look.Right),
            new("Return", test => Figures.Return(test.Test?.TotalReturn), Look.Signed),
            new("Drawdown", test => Figures.Percent(test.Test?.MaxDrawdown), Look.Right, Drop: 2));
    }

    private static Dictionary<string, double> Varied(WalkForward tests, IReadOnlyDictionary<string, double> chosen)
    {
        IReadOnlyDictionary<string, double>[] all = [.. tests.Windows.Select(test => test.Parameters).OfType<IReadOnlyDictionary<string, double>>()];
        Dictionary<string, double> varied = chosen.Where(one => all.Any(other => other[one.Key] != one.Value)).ToDictionary();
        return varied.Count > 0 ? varied : chosen.ToDictionary();
    }

    // What was not varied is the same in every row.
    private static Dictionary<string, double> Varied(SearchReport report, FoundCombination found)
    {
        string[] same = [.. found.Parameters.Keys.Where(name =>
            report.Best.Length > 1 && report.Best.All(other => other.Parameters[name] == found.Parameters[name]))];
        return found.Parameters.Where(one => !same.Contains(one.Key) || one.Key == report.Surface.X || one.Key == report.Surface.Y).ToDictionary();
    }

    private static IEnumerable<(string Name, string Value)> Checks(SearchReport report)
    {
        if (report.Selection is { } selection)
        {
            yield return ("Deflated Sharpe ratio", $"{Figures.Ratio(selection.Deflated)}  probability that {Figures.Ratio(selection.Sharpe)} is more than the "
                + $"{Figures.Ratio(selection.ExpectedMaximum)} that the best of {Figures.Short(selection.EffectiveTrials)} independent trials has by luck");
        }
        if (report.Overfitting is { } over)
        {
            yield return ("Overfitting",
                $"{Figures.Ratio(over.Probability)}  of {Figures.Whole(over.Splits)} splits put the best of one half of all bars, "
                + "in and out of sample, below the median of the other");
        }
        if (report.WalkForward is { } walk) yield return ("Walk-forward", Followed(walk, report.Metric));
        if (report.CrossValidation is { } cross) yield return ("Cross-validation", Followed(cross, report.Metric));
    }

    private static string Name(SearchMetric metric) => metric.ToString();

    private static string Show(SearchMetric metric, double? value) =>
        metric is SearchMetric.Return or SearchMetric.Drawdown ? Figures.Percent(value) : Figures.Ratio(value);

    private static string Followed(WalkForward walk, SearchMetric metric) =>
        walk.Windows.All(test => test.Parameters is null) ? $"no combination was eligible in any of {walk.Windows.Length} tests: nothing was traded"
        : (walk.RuinedAt is { } end ? $"account used up on {Figures.Day(end)}, " : $"{Name(metric)} {Show(metric, walk.Stitched.Value(metric))}, ")
        + $"return {Figures.Return(walk.Stitched.TotalReturn)} over {walk.Windows.Length} tests, "
        + $"{Figures.Percent(walk.PositiveWindows)} of them earned; buy and hold {Show(metric, walk.BuyAndHold.Value(metric))}, "
        + Figures.Return(walk.BuyAndHold.TotalReturn);

    // Where in the bars, for a combination may be chosen for what it earned before.
    private static string Ruin(FoundCombination found) => found.RuinedAt is { } end ? $"; ruined {Figures.Day(end)}" : "";

    private static void Verdict(Page page, SearchReport report)
    {
        if (report.Best is not [var best, ..]) return;
        if (best.InSample.IsRuined)
        {
            page.Bad("Verdict: every combination ranked used up its account; there is nothing to choose.");
            return;
        }
        List<string> against = [];
        if (report.Selection is null or { Deflated: < Believed }) against.Add("so many trials find as much by luck");
        if (report.Overfitting is { Probability: > Coin }) against.Add("what is best on one half of the bars is not on the other");
        if (best.OutOfSample is { } later && !later.Earned(report.Metric)) against.Add("it did not earn on the bars that it was not chosen by");
        else if (best.OutOfSample is { } other && other.Score(report.Metric) < report.BuyAndHold.OutOfSample?.Score(report.Metric))
            against.Add($"buying and holding had the better {Wire.Word(report.Metric)} on the bars after");
        if (against.Count == 0) page.Good("Verdict: the best combination stands up to every check here. The future was not among them.");
        else page.Bad($"Verdict: do not trust the best combination: {string.Join("; ", against)}.");
    }
}
