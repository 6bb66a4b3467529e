using System.Globalization;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>What a reader should know before believing a search.</summary>
internal static class SearchWarnings
{
    private const int FewTrades = 30;
    private const double Same = 1e-6;

    public static string[] Of(
        SearchProblem problem, SearchTally tally, FoundCombination[] best, SelectionTest? selection, OverfittingFigures? overfitting, WalkForward? walk)
    {
        List<string> warnings = [];
        warnings.AddRange(problem.Series.Where(one => one.Provenance.IsSynthetic).Select(one => $"The bars of {one.Key.Symbol} are synthetic: {one.Provenance.Source}."));
        if (best.Length == 0)
        {
            warnings.Add($"None of {tally.Trials} trials has a figure to choose by: {tally.NeverTraded} never traded, "
                + $"{tally.TooFewTrades} closed fewer positions than asked for.");
            return [.. warnings];
        }
        if (tally.HasRuinedOnly)
        {
            string kept = tally.Trials == tally.Ruined ? $"All {tally.Trials} trials" : $"All trials that could be ranked, {tally.Ruined} of {tally.Trials},";
            warnings.Add($"{kept} used up their account in-sample: there is nothing to choose, and nothing to ask of skill. "
                + "They are ranked by what they lost.");
            return [.. warnings];
        }
        if (tally.Ruined > 0)
            warnings.Add($"{tally.Ruined} of {tally.Trials} trials used up their account in-sample; "
                + "they come last and have no ratio, so the trials' Sharpe ratios are those of the others.");
        if (best[0].RuinedNeighbours is > 0 and int ruined)
            warnings.Add($"{ruined} of the combinations one step away from the best used up their account in-sample.");
        if (best[0].OutOfSample is { IsRuined: true })
            warnings.Add(Text($"The best combination used up its account on {best[0].RuinedAt:yyyy-MM-dd}, on the bars that it was not chosen by."));
        if (walk is { RuinedAt: { } end })
            warnings.Add(Text($"Walk-forward, choosing anew before each test, used up the account on {end:yyyy-MM-dd}; nothing was traded after."));
        if (overfitting is { Probability: > 0.5 })
            warnings.Add(Text($"Probability of overfitting {overfitting.Probability:0.00}: the best of one half of the bars is more often below the median on the other half than above."));
        if (selection is { Deflated: < 0.95 })
            warnings.Add(Text($"Deflated Sharpe ratio {selection.Deflated:0.00}, below 0.95: the best of {selection.Trials} trials may owe its in-sample Sharpe ratio of {selection.Sharpe:0.00} to their number."));
        if (selection is null) warnings.Add("The best combination's returns do not vary in-sample: nothing can be said of its Sharpe ratio.");
        FoundCombination first = best[0];
        if (first.InSample.Trades < FewTrades)
        {
            string trades = first.InSample.Trades == 1 ? "1 position" : $"{first.InSample.Trades} positions";
            warnings.Add($"The best combination closed {trades} in-sample; figures of fewer than {FewTrades} say little.");
        }
        if (first.OutOfSample is { TotalReturn: < 0, IsRuined: false } lost)
            warnings.Add(Text($"The best combination lost {-lost.TotalReturn:P2} on the bars that it was not chosen by."));
        if (walk is { Stitched.TotalReturn: < 0, RuinedAt: null })
            warnings.Add(Text($"Walk-forward, choosing anew before each test, lost {-walk.Stitched.TotalReturn:P2}."));
        warnings.AddRange(Edges(problem, first));
        if (problem.Spec.Method == SearchMethod.Bayesian)
            warnings.Add("Bayesian trials gather where the in-sample bars were kind: walk-forward, cross-validation and the probability of overfitting choose among trials that saw later bars, and are kinder than a grid's.");
        if (problem.OutOfSample is null) warnings.Add("No bars were kept out of the choice; there is nothing to check it against but the tests here.");
        if (best.Any(found => found.Difference > Same)) warnings.Add($"Engine and search differ by up to {best.Max(found => found.Difference).ToString("0.0e0", CultureInfo.InvariantCulture)} in a figure.");
        return [.. warnings];
    }

    private static IEnumerable<string> Edges(SearchProblem problem, FoundCombination best)
    {
        for (int axis = 0; axis < problem.Space.Names.Count; axis++)
        {
            string name = problem.Space.Names[axis];
            double[] values = problem.Space.Values[axis];
            double value = best.Parameters[name];
            var known = problem.Space.Strategy.Parameters.First(parameter => parameter.Name == name);
            bool isLow = value == values[0] && value > known.Min, isHigh = value == values[^1] && value < known.Max;
            if (values.Length > 2 && (isLow || isHigh))
                yield return Text($"The best {name}, {value}, is the {(isLow ? "lowest" : "highest")} of its range; the true best may lie beyond it.");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
