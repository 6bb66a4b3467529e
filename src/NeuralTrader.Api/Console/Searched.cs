using System.Globalization;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Api.Console;

/// <summary>What a parameter search found, in words: the best of many looks good by chance alone, so the words weigh more than the best figure.</summary>
public static class Searched
{
    private const double Bar = 0.95; // of the deflated Sharpe ratio, by its authors
    private const string None = "none";
    private const double ByLot = 0.5; // probability of over-fitting of a choice without skill

    /// <summary>What is looked for.</summary>
    public static string Of(SearchMetric metric) => metric switch
    {
        SearchMetric.Sharpe => "Sharpe ratio",
        SearchMetric.Return => "Total return",
        SearchMetric.Sortino => "Sortino ratio",
        SearchMetric.Calmar => "Calmar ratio",
        SearchMetric.Drawdown => "Maximum drawdown",
    };

    /// <summary>What a search varied.</summary>
    public static SearchSpace Space(OptimizeStrategyRequest request) =>
        SearchSpace.Of(StrategyCatalog.Find(request.Strategy), request.ParameterRanges, request.Parameters);

    /// <summary>How the metric is written on charts.</summary>
    public static string Format(SearchMetric metric) => metric is SearchMetric.Return or SearchMetric.Drawdown ? "percent" : "number";

    /// <summary>A range as it was asked for.</summary>
    public static string Of(ParameterRange range) => range.Values is { } values ? string.Join(", ", values.Select(one => Text(one)))
        : $"{Text(range.Min)} to {Text(range.Max)}{(range.Step is { } step ? $" by {Text(step)}" : "")}";

    /// <summary>The verdict in a few words, and whether it is a good one.</summary>
    public static (string Text, bool IsGood) Verdict(SearchReport report)
    {
        if (report.Best is not [var best, ..]) return ("Nothing to choose from", false);
        if (best.InSample.IsRuined) return ("Ruin: every combination used up its account", false);
        if (report.Overfitting?.Probability > ByLot) return ("Over-fitted: choosing by lot would do better", false);
        if (report.Selection is not { } test) return ("Nothing can be said of its Sharpe ratio", false);
        if (!(test.Deflated >= Bar)) return ("Luck can explain it", false);
        if (best.OutOfSample is { } later && !later.Earned(report.Metric)) return ("It did not last on bars it was not chosen by", false);
        if (best.OutOfSample is { } lasting && report.BuyAndHold.OutOfSample is { } held && !(lasting.Score(report.Metric) > held.Score(report.Metric)))
            return ("More than luck, but buying and holding did better", false);
        return report.Overfitting is null || best.OutOfSample is null
            ? ("More than luck by the tests made; some were left out", true)
            : ("More than luck, by these tests", true);
    }

    /// <summary>The reasons for the verdict, a sentence each.</summary>
    public static IEnumerable<string> Reasons(SearchReport report)
    {
        if (report.Best is not [var best, ..])
        {
            yield return $"None of {Count(report.Trials)} combinations has a figure to choose by.";
            yield break;
        }
        if (best.InSample.IsRuined)
        {
            yield return $"{Count(report.Ruined)} of {Count(report.Trials)} combinations used up their account in-sample; "
                + "the table ranks them by what they lost.";
            yield break;
        }
        SearchBenchmark held = report.BuyAndHold;
        string sought = report.Metric == SearchMetric.Sharpe ? "Sharpe ratio" : Of(report.Metric).ToLowerInvariant();
        string Sought(SearchFigures? figures) => Metric(report.Metric, figures?.Value(report.Metric) ?? double.NaN);
        yield return $"Chosen among {Count(report.Trials)} combinations: {sought} {Sought(best.InSample)} in-sample; "
            + $"buying and holding had {Sought(held.InSample)}.";
        if (best.OutOfSample is { } later)
            yield return $"On the bars from {report.OutOfSampleFrom:yyyy-MM-dd} on, which the choice did not see: {sought} {Sought(later)}, "
                + $"return {Percent(later.TotalReturn)}; buying and holding had {Sought(held.OutOfSample)} and {Percent(held.OutOfSample?.TotalReturn)}.";
        if (report.Selection is { } test)
            yield return $"The best of {Text(Math.Round(test.EffectiveTrials, 1))} independent trials without any skill would show a Sharpe ratio of "
                + $"{Two(test.ExpectedMaximum)}. The probability that the true one is above that, the deflated Sharpe ratio, is {Two(test.Deflated)}; "
                + "0.95 is the usual bar.";
        if (report.Overfitting is { } fitted)
            yield return $"Chosen on one half of the bars, the best falls below the median on the other half in {Percent(fitted.Probability, 0)} of "
                + $"{Count(fitted.Splits)} splits; choosing by lot has 50%. This is the probability of over-fitting.";
        if (report.WalkForward is { } walk)
            yield return $"Walk-forward, choosing anew before each of {walk.Windows.Length} tests: return {Percent(walk.Stitched.TotalReturn)} and "
                + $"{sought} {Sought(walk.Stitched)}; buying and holding had {Percent(walk.BuyAndHold.TotalReturn)} and {Sought(walk.BuyAndHold)}.";
        if (report.CrossValidation is { } folds)
            yield return $"Cross-validation over {folds.Windows.Length} folds with purge and embargo: {sought} {Sought(folds.Stitched)}, "
                + $"return {Percent(folds.Stitched.TotalReturn)}.";
        if (best.Neighbours > 0 && double.IsFinite(best.NeighbourMean))
            yield return $"Its {best.Neighbours} neighbours, one step away, average {Metric(report.Metric, best.NeighbourMean)} against its own "
                + $"{Metric(report.Metric, best.InSample.Value(report.Metric))}, the worst {Metric(report.Metric, best.NeighbourWorst)}: "
                + "far less would be a spike made by chance.";
    }

    /// <summary>What was not eligible, in a sentence; null where everything was.</summary>
    public static string? LeftOut(SearchReport report)
    {
        (int Count, string Words)[] kinds =
        [
            (report.NeverTraded, "never traded in-sample"), (report.TooFewTrades, "closed fewer positions there than asked for"),
            (report.Ruined, "used up their account"),
        ];
        string said = string.Join(", ", kinds.Where(one => one.Count > 0).Select(one => $"{Count(one.Count)} {one.Words}"));
        return said.Length == 0 ? null : $"Of {Count(report.Trials)} combinations {said}; these were not chosen from.";
    }

    /// <summary>The metric as text.</summary>
    public static string Metric(SearchMetric metric, double value) => Format(metric) == "percent" ? Percent(value) : Two(value);

    /// <summary>A form filled in with a combination and all the search's settings, to test it bar by bar.</summary>
    public static string BacktestLink(Optimization search, FoundCombination found) => Link("/backtests/new",
    [
        .. Market(search.Request), ("together", TestTerms.Tick(search.Request.Symbols is { Count: > 1 })),
        .. found.Parameters.Select(one => ($"p-{one.Key}", TestTerms.Text(one.Value))),
    ]);

    /// <summary>A form filled in with all that a search was asked, to ask something like it.</summary>
    public static string AgainLink(OptimizeStrategyRequest request)
    {
        SearchValidation checks = request.Validation ?? new SearchValidation();
        return Link("/optimizations/new",
        [
            .. Market(request), .. request.ParameterRanges.SelectMany(one => Range(one.Key, one.Value)),
            .. (request.Parameters ?? new Dictionary<string, double>()).Select(one => ($"from-{one.Key}", TestTerms.Text(one.Value))),
            ("across", request.HeatMap?[0]), ("up", request.HeatMap?[1]), ("how", request.Method.ToString()), ("metric", request.Metric.ToString()),
            ("trials", TestTerms.Text(request.Trials)), ("seed", TestTerms.Text(request.Seed)), ("minTrades", TestTerms.Text(request.MinTrades)),
            ("top", TestTerms.Text(request.Top)), ("outOfSample", TestTerms.Percent(checks.OutOfSample)),
            ("walkForwardWindows", TestTerms.Text(checks.WalkForwardWindows)), ("anchored", TestTerms.Tick(checks.Anchored)),
            ("firstTraining", TestTerms.Percent(checks.FirstTraining)), ("folds", TestTerms.Text(checks.Folds)),
            ("purgeBars", TestTerms.Text(checks.PurgeBars)), ("embargo", TestTerms.Percent(checks.Embargo)), ("pboBlocks", TestTerms.Text(checks.PboBlocks)),
        ]);
    }

    private static IEnumerable<(string Field, string? Value)> Market(OptimizeStrategyRequest request) =>
    [
        ("strategy", request.Strategy), ("symbols", string.Join(',', request.Symbols ?? [request.Symbol!])), ("from", Day(request.From)),
        ("to", Day(request.To)), ("interval", request.Interval.ToString()),
        .. TestTerms.Of(request).Fields().Select(one => (one.Field, (string?)one.Value)),
    ];

    private static (string Field, string? Value)[] Range(string name, ParameterRange range) => range.Values is { } values
        ? [($"from-{name}", string.Join(", ", values.Select(value => TestTerms.Text(value))))]
        : [($"from-{name}", TestTerms.Text(range.Min)), ($"to-{name}", TestTerms.Text(range.Max)), ($"step-{name}", TestTerms.Text(range.Step))];

    private static string Link(string page, IEnumerable<(string Field, string? Value)> fields) => $"{page}?"
        + string.Join('&', fields.Where(one => one.Value is not null).Select(one => $"{one.Field}={Uri.EscapeDataString(one.Value!)}"));

    private static string? Day(DateTime? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Two(double? value) => Fixed(value, "0.00");

    private static string Percent(double? fraction, int decimals = 1) =>
        Fixed(fraction * 100, decimals == 0 ? "#,##0" : "#,##0.0") is var text && text == None ? None : text + "%";

    private static string Fixed(double? value, string format)
    {
        if (value is not { } v || !double.IsFinite(v)) return None;
        string size = Math.Abs(v).ToString(format, CultureInfo.InvariantCulture);
        return v < 0 && size.Any(digit => digit is >= '1' and <= '9') ? "−" + size : size; // never −0
    }

    private static string Text(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
