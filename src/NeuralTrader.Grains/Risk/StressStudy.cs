using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Grains.Risk;

/// <summary>All scenarios of one stress test; runs beside the grains' own threads.</summary>
internal static class StressStudy
{
    /// <summary>The outcomes, worst first.</summary>
    public static StressOutcome[] Run(
        RiskHoldings holdings, IReadOnlyList<StressScenario> scenarios, BarSeries? benchmark, IReadOnlyDictionary<string, BarSeries?> factors, StressTestRequest request,
        CancellationToken cancellationToken)
    {
        StressBook book = new(
            [.. holdings.Holdings.Select(holding => new StressHolding(holding.Symbol, (double)holding.Value, holding.Bars))], (double)holdings.Equity, holdings.Currency,
            benchmark, request.BetaDays, request.MostPositions);
        (StressBook Book, PortfolioMoments? Moments, string[] Notes)? measured = null;
        List<StressOutcome> outcomes = [];
        foreach (StressScenario scenario in scenarios)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (scenario.From is not null) outcomes.Add(StressTest.Window(book, scenario));
            else if (scenario.Shocks is { Count: > 0 } shocks)
                outcomes.Add(StressTest.Shocks(book, scenario, shocks.FirstOrDefault(shock => shock.Factor is not null) is { } one ? factors[one.Factor!] : null));
            else
            {
                measured ??= Measured(book);
                outcomes.Add(StressTest.Conditions(measured.Value.Book, scenario, measured.Value.Moments, request.Confidence) is var outcome && measured.Value.Notes.Length > 0
                    ? outcome with { IsComplete = false, Notes = [.. outcome.Notes, .. measured.Value.Notes] }
                    : outcome);
            }
        }
        return [.. outcomes.OrderBy(outcome => outcome.Pnl is null).ThenBy(outcome => outcome.Pnl)];
    }

    // Volatilities and correlations are those of the positions that have enough days.
    private static (StressBook, PortfolioMoments?, string[]) Measured(StressBook book)
    {
        StressHolding[] held = [.. book.Holdings.Where(holding => holding.Bars is { Count: > PortfolioRiskAnalysis.LeastObservations })];
        int missing = book.Holdings.Count - held.Length;
        string[] notes = missing == 0 ? [] : [FormattableString.Invariant($"{missing} of {book.Holdings.Count} positions have too few daily bars for a volatility and are not in it.")];
        ReturnPanel? panel = held.Length == 0 ? null : DailyPanel.Of([.. held.Select(holding => holding.Bars!)], book.BetaDays);
        return panel is { Observations: >= PortfolioRiskAnalysis.LeastObservations }
            ? (book with { Holdings = held }, PortfolioRiskKernel.Run(panel, held.Select(holding => holding.Value).ToArray()), notes)
            : (book, null, notes);
    }
}
