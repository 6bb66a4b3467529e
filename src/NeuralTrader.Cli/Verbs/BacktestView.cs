using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows a back-test: figures beside the benchmark's, and equity as a curve in text.</summary>
internal static class BacktestView
{
    public static void Write(Page page, Backtest test)
    {
        JobProgress progress = test.Progress;
        if (progress.State == JobState.Failed) page.Bad($"{test.BacktestId} failed: {progress.Message}");
        else if (progress.State != JobState.Completed)
            page.Warn($"{test.BacktestId} {Wire.Word(progress.State)}: {progress.Message} ({Figures.Percent(progress.Fraction)})");
        foreach (BacktestResult result in test.Results) Write(page, result);
        foreach (BacktestFailure failure in test.Failures.Where(one => !progress.Message.Contains(one.Reason.TrimEnd('.'), StringComparison.Ordinal)))
            page.Bad($"{failure.Symbol}: {failure.Reason}");
        if (test.Results.Count > 0)
            page.Note($"{test.BacktestId}, {Figures.Number(test.ElapsedMilliseconds is { } elapsed ? Math.Round(elapsed, 1) : null)} ms; `nt compare "
                + $"{test.BacktestId} OTHER` sets it beside another.");
    }

    private static void Write(Page page, BacktestResult result)
    {
        BacktestStatistics own = result.Statistics;
        BenchmarkStatistics? other = result.Benchmark;
        page.Heading($"{result.Spec.Strategy} on {string.Join(", ", result.Symbols)}");
        page.Note($"{Figures.Time(result.From)} to {Figures.Time(result.To)}, {Figures.Whole(result.Bars)} bars of one {Wire.Word(result.Interval)}, "
            + $"{result.Currency}, {string.Join("; ", result.Provenance.Select(MarketVerbs.Source).Distinct())}");
        page.Table<(string Name, string Own, string Other)>(
            [
                ("Final equity", Figures.Money(own.FinalEquity), Figures.Money(other is null ? double.NaN : own.InitialCapital * (1 + other.TotalReturn))),
                ("Total return", Figures.Return(own.TotalReturn), Figures.Return(other?.TotalReturn)),
                ("Per year", Figures.Return(own.AnnualReturn), Figures.Return(other?.AnnualReturn)),
                ("Volatility", Figures.Percent(own.AnnualVolatility), Figures.Percent(other?.AnnualVolatility)),
                ("Sharpe", Figures.Ratio(own.Sharpe), Figures.Ratio(other?.Sharpe ?? double.NaN)),
                ("Sortino", Figures.Ratio(own.Sortino), ""),
                ("Max drawdown", Figures.Percent(own.MaxDrawdown), Figures.Percent(other?.MaxDrawdown)),
                ("Trades", $"{own.Trades}, {Figures.Percent(own.WinRate)} won", ""),
                ("Profit factor", Figures.Ratio(own.ProfitFactor), ""),
                ("In the market", Figures.Percent(own.ExposureTime), ""),
                ("Costs", Figures.Money(own.Commission + own.Slippage + own.BorrowFees), ""),
                ("Alpha, t", other is null ? Figures.None : $"{Figures.Return(other.AlphaAnnual)}, {Figures.Ratio(other.AlphaTStatistic)}", ""),
            ],
            new("", row => row.Name), new(result.Spec.Strategy, row => row.Own, Look.Signed), new(other?.Name ?? "benchmark", row => row.Other, Look.Signed));
        page.Line($"{Sparkline.Of(result.Curve.Equity)}  {result.Spec.Strategy}");
        if (result.Curve.BenchmarkEquity.Length > 0) page.Line($"{Sparkline.Of(result.Curve.BenchmarkEquity)}  {other?.Name ?? "benchmark"}");
        page.Line();
        page.Grid(
            ("Parameters", Parameters(result.Spec.Parameters) is { Length: > 0 } named ? named : "none"),
            ("Costs", Costs(result.Spec.Costs)),
            ("Orders trade", FillWords(result.Spec.FillRule)),
            ("Shorts", result.Spec.AllowShort ? "allowed" : "not allowed"));
        foreach (string warning in result.Warnings) page.Warn(warning);
    }

    /// <summary>Parameters as they are typed.</summary>
    public static string Parameters(IReadOnlyDictionary<string, double>? parameters) =>
        string.Join(' ', (parameters ?? new Dictionary<string, double>()).Select(one => $"{one.Key}={Figures.Number(one.Value)}"));

    private static string Costs(TradingCosts? costs)
    {
        if (costs is null) return "none";
        CostRates<decimal> rates = costs.In<decimal>();
        (decimal Value, string Words)[] terms =
        [
            (rates.ValueFraction, $"commission {Share(rates.ValueFraction)}"), (rates.PerOrder, $"{Figures.Exact(rates.PerOrder)} per order"),
            (rates.PerUnit, $"{Figures.Exact(rates.PerUnit)} per unit"), (rates.Minimum, $"at least {Figures.Exact(rates.Minimum)} per order"),
            (rates.SlipFraction, $"slippage {Share(rates.SlipFraction)}"), (rates.SlipPerUnit, $"slippage {Figures.Exact(rates.SlipPerUnit)} per unit"),
            (rates.SlipVolumeImpact, $"volume impact {Figures.Exact(rates.SlipVolumeImpact)}"), (rates.HalfSpread, $"half spread {Share(rates.HalfSpread)}"),
            (costs.BorrowRateAnnual, $"borrowing {Share(costs.BorrowRateAnnual)} per year"),
        ];
        string words = string.Join(", ", terms.Where(term => term.Value != 0).Select(term => term.Words));
        return words.Length > 0 ? words : "none";
    }

    private static string Share(decimal fraction) => $"{Figures.Exact(fraction * 100)} %";

    private static string FillWords(FillRule rule) => rule switch
    {
        FillRule.NextOpen => "at the next bar's open",
        FillRule.NextClose => "at the next bar's close",
        FillRule.SameClose => "at the same close, which flatters",
    };
}
