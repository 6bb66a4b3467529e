using System.Globalization;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Api.Console;

/// <summary>What a parameter search found, in words: the best of many looks good by chance alone, so the words weigh more than the best figure.</summary>
public static class Searched
{
    private const double Bar = 0.95; // of the deflated Sharpe ratio, by its authors
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

    /// <summary>How the metric is written on charts.</summary>
    public static string Format(SearchMetric metric) => metric is SearchMetric.Return or SearchMetric.Drawdown ? "percent" : "number";

    /// <summary>A range as it was asked for.</summary>
    public static string Of(ParameterRange range) => range.Values is { } values ? string.Join(", ", values.Select(one => Text(one)))
        : $"{Text(range.Min)} to {Text(range.Max)}{(range.Step is { } step ? $" by {Text(step)}" : "")}";

    /// <summary>The verdict in a few words, and whether it is a good one.</summary>
    public static (string Text, bool IsGood) Verdict(SearchReport report) => report switch
    {
        { Best: [] } => ("Nothing to choose from", false),
        { Overfitting.Probability: > ByLot } => ("Over-fitted: choosing by lot would do better", false),
        { Selection: null } => ("Nothing can be said of its Sharpe ratio", false),
        { Selection.Deflated: < Bar } => ("Luck can explain it", false),
        { Best: [{ OutOfSample: { } later }, ..] } when !(later.Sharpe > 0) => ("It did not last on bars it was not chosen by", false),
        { Best: [{ OutOfSample: { } later }, ..], BuyAndHold.OutOfSample: { } held } when !(later.Sharpe > held.Sharpe) => ("More than luck, but buying and holding did better", false),
        { Overfitting: null } or { Best: [{ OutOfSample: null }, ..] } => ("More than luck by the tests made; some were left out", true),
        _ => ("More than luck, by these tests", true),
    };

    /// <summary>The reasons for the verdict, a sentence each.</summary>
    public static IEnumerable<string> Reasons(SearchReport report)
    {
        if (report.Best is not [var best, ..])
        {
            yield return $"None of {Count(report.Trials)} combinations has a figure to choose by.";
            yield break;
        }
        SearchBenchmark held = report.BuyAndHold;
        yield return $"Chosen among {Count(report.Trials)} combinations: Sharpe ratio {Two(best.InSample.Sharpe)} in-sample; buying and holding had {Two(held.InSample.Sharpe)}.";
        if (best.OutOfSample is { } later)
            yield return $"On the bars after {report.OutOfSampleFrom:yyyy-MM-dd}, which the choice did not see: Sharpe ratio {Two(later.Sharpe)}, return {Percent(later.TotalReturn)}; "
                + $"buying and holding had {Two(held.OutOfSample?.Sharpe)} and {Percent(held.OutOfSample?.TotalReturn)}.";
        if (report.Selection is { } test)
            yield return $"The best of {Text(Math.Round(test.EffectiveTrials, 1))} independent trials without any skill would show a Sharpe ratio of {Two(test.ExpectedMaximum)}. "
                + $"The probability that the true one is above that, the deflated Sharpe ratio, is {Two(test.Deflated)}; 0.95 is the usual bar.";
        if (report.Overfitting is { } fitted)
            yield return $"Chosen on one half of the bars, the best falls below the median on the other half in {Percent(fitted.Probability, 0)} of {Count(fitted.Splits)} splits; "
                + "choosing by lot has 50%. This is the probability of over-fitting.";
        if (report.WalkForward is { } walk)
            yield return $"Walk-forward, choosing anew before each of {walk.Windows.Length} tests: return {Percent(walk.Stitched.TotalReturn)} and Sharpe ratio {Two(walk.Stitched.Sharpe)}; "
                + $"buying and holding had {Percent(walk.BuyAndHold.TotalReturn)} and {Two(walk.BuyAndHold.Sharpe)} over the same bars.";
        if (report.CrossValidation is { } folds)
            yield return $"Cross-validation over {folds.Windows.Length} folds with purge and embargo: Sharpe ratio {Two(folds.Stitched.Sharpe)}, return {Percent(folds.Stitched.TotalReturn)}.";
        if (best.Neighbours > 0 && double.IsFinite(best.NeighbourMean))
            yield return $"Its {best.Neighbours} neighbours, one step away, average {Metric(report.Metric, best.NeighbourMean)} against its own {Metric(report.Metric, best.InSample.Value(report.Metric))}, "
                + $"the worst {Metric(report.Metric, best.NeighbourWorst)}: far less would be a spike made by chance.";
    }

    /// <summary>The metric as text.</summary>
    public static string Metric(SearchMetric metric, double value) => Format(metric) == "percent" ? Percent(value) : Two(value);

    /// <summary>A form filled in with a combination, to test it bar by bar.</summary>
    public static string BacktestLink(Optimization search, FoundCombination found)
    {
        OptimizeStrategyRequest request = search.Request;
        Dictionary<string, string?> fields = new()
        {
            ["strategy"] = request.Strategy,
            ["symbols"] = string.Join(',', request.Symbols ?? [request.Symbol!]),
            ["from"] = request.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = request.To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["interval"] = request.Interval.ToString(),
            ["fillRule"] = request.FillRule.ToString(),
            ["riskFreeRateAnnual"] = Text(request.RiskFreeRateAnnual * 100),
        };
        foreach ((string name, double value) in found.Parameters) fields[$"p-{name}"] = Text(value);
        return "/backtests/new?" + string.Join('&', fields.Where(one => one.Value is not null).Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value!)}"));
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Two(double? value) => value is { } v && double.IsFinite(v) ? (Math.Round(v, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture).Replace('-', '−') : "none";

    private static string Percent(double? fraction, int decimals = 1) =>
        fraction is { } v && double.IsFinite(v) ? (Math.Round(v * 100, decimals) + 0.0).ToString($"N{decimals}", CultureInfo.InvariantCulture).Replace('-', '−') + "%" : "none";

    private static string Text(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
