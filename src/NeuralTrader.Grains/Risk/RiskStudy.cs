using NeuralTrader.Abstractions.Risk;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Grains.Risk;

/// <summary>One risk analysis, from holdings to the report; runs beside the grains' own threads.</summary>
internal static class RiskStudy
{
    private static readonly TimeSpan Stale = TimeSpan.FromDays(10);

    /// <summary>The report.</summary>
    /// <param name="holdings">The positions.</param>
    /// <param name="request">The question, its settings checked.</param>
    /// <param name="settings">Checked ones.</param>
    /// <param name="benchmark">Daily bars; null for none.</param>
    /// <param name="draw">Draws joint days, for the method that does.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static Answer<RiskReport> Run(RiskHoldings holdings, RiskAnalysisRequest request, RiskSettings settings, BarSeries? benchmark,
        JointDraw draw, CancellationToken cancellationToken)
    {
        List<LeftOut> leftOut = [];
        bool isGiven = holdings.Holdings[0].Returns is not null;
        IReadOnlyList<RiskHolding> measured = isGiven ? holdings.Holdings : Measured(holdings.Holdings, request.To, leftOut);
        if (measured.Count == 0)
        {
            string first = string.Join(", ", leftOut.Take(5).Select(position => position.Symbol)), more = leftOut.Count > 5 ? ", …" : "";
            return new Refusal(
                RefusalKind.NoMarketData,
                $"None of the {leftOut.Count} positions has daily bars to measure it by: {first}{more}. {leftOut[0].Symbol}: {leftOut[0].Reason}",
                request.PortfolioId is null ? "positions" : "portfolioId");
        }
        BarSeries[] series = isGiven ? [] : [.. measured.Select(holding => holding.Bars!.Between(null, request.To))];
        ReturnPanel? panel = isGiven ? Given(measured) : DailyPanel.Of(series, request.Observations);
        if (panel is null) return new Refusal(RefusalKind.InsufficientData, $"The {measured.Count} positions have fewer than two days in common.", "positions");

        settings = settings with { PeriodsPerYear = BarCalendar.PeriodsPerYear(BarInterval.Day, panel.Times) };
        RiskBook book = new([.. measured.Select(holding => new RiskPosition(holding.Symbol, (double)holding.Value, holding.DailyTurnover))], panel,
            (double)holdings.Equity);
        if (!(book.Gross > 0)) return new Refusal(RefusalKind.InsufficientData, "The positions are worth nothing.", "positions");
        if (panel.Observations < PortfolioRiskAnalysis.LeastObservations) return PortfolioRiskAnalysis.Refused(book, null, settings)!;
        PortfolioMoments moments = PortfolioRiskKernel.Run(panel, book.Values);
        cancellationToken.ThrowIfCancellationRequested();
        Answer<LossEstimate> losses = PortfolioRiskAnalysis.Losses(book, moments, settings, draw, cancellationToken);
        if (losses.IsRefused) return losses.Refusal;
        (BetaEstimate? beta, string? reason) = Beta(book, moments, request, benchmark);
        RiskReport report = PortfolioRiskAnalysis.Report(book, moments, losses.Value, settings,
            new RiskFrame(holdings.Currency, request.MostComponents, beta, reason, leftOut));
        return report with { Notes = [.. PanelWarnings.Of(series, panel, request.Observations), .. report.Notes] };
    }

    // An instrument without enough bars, or whose bars ended long ago, would take the days of all others with it.
    private static List<RiskHolding> Measured(IReadOnlyList<RiskHolding> holdings, DateTime? to, List<LeftOut> leftOut)
    {
        List<RiskHolding> kept = new(holdings.Count);
        DateTime newest = holdings.Where(holding => holding.Bars is { Count: > 0 }).Select(holding => Last(holding.Bars!)).DefaultIfEmpty().Max();
        foreach (RiskHolding holding in holdings)
        {
            string? reason = holding.Bars switch
            {
                null => "There are no daily bars of it.",
                { Count: <= PortfolioRiskAnalysis.LeastObservations } bars =>
                FormattableString.Invariant($"It has {bars.Count} daily bars; {PortfolioRiskAnalysis.LeastObservations + 1} are needed."),
                { } bars when newest - Last(bars) > Stale =>
                FormattableString.Invariant($"Its newest bar is of {Last(bars):yyyy-MM-dd}, those of others of {newest:yyyy-MM-dd}."),
                _ => null,
            };
            if (reason is null) kept.Add(holding);
            else leftOut.Add(new LeftOut(holding.Symbol, holding.Value, reason));
        }
        return kept;

        DateTime Last(BarSeries bars) => to is { } end && bars.TimeAt(bars.Count - 1) > end ? end : bars.TimeAt(bars.Count - 1);
    }

    private static ReturnPanel Given(IReadOnlyList<RiskHolding> holdings)
    {
        int expected = holdings[0].Returns!.Count;
        for (int i = 0; i < holdings.Count; i++)
        {
            int count = holdings[i].Returns!.Count;
            if (count != expected) throw Require.Invalid($"positions[{i}].returns", Require.Counted(count), $"{expected} values, as in the first position");
            Require.SimpleReturns([.. holdings[i].Returns!], 0, $"positions[{i}].returns");
        }
        return ReturnPanel.FromRows([.. holdings.Select(holding => holding.Symbol)],
            [.. holdings.Select(holding => holding.Returns as double[] ?? [.. holding.Returns!])]);
    }

    private static (BetaEstimate?, string?) Beta(RiskBook book, PortfolioMoments moments, RiskAnalysisRequest request, BarSeries? benchmark)
    {
        string name = benchmark?.Key.Symbol ?? request.Benchmark ?? "benchmark";
        if (benchmark is null && request.BenchmarkReturns is null) return (null, "No benchmark was named.");
        Answer<BetaEstimate> beta = request.BenchmarkReturns is { } given
            ? BetaEstimate.Of(name, book, moments, Require.SimpleReturns([.. given], 0, "benchmarkReturns").ToArray())
            : BetaEstimate.Of(name, book, moments, benchmark!);
        return beta.IsRefused ? (null, beta.Refusal.Detail) : (beta.Value, null);
    }
}
