using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Backtesting;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows a back-test: figures beside the benchmark's, and equity as a curve in text.</summary>
internal static class BacktestView
{
    public static void Write(Page page, Backtest test)
    {
        if (test.Progress.State != JobState.Completed) page.Warn($"{test.BacktestId} {Wire.Word(test.Progress.State)}: {test.Progress.Message} ({Figures.Percent(test.Progress.Fraction)})");
        foreach (BacktestResult result in test.Results) Write(page, result);
        foreach (BacktestFailure failure in test.Failures) page.Bad($"{failure.Symbol}: {failure.Reason}");
        page.Note($"{test.BacktestId}, {Figures.Number(test.ElapsedMilliseconds is { } elapsed ? Math.Round(elapsed, 1) : null)} ms; `nt compare {test.BacktestId} OTHER` sets it beside another.");
    }

    private static void Write(Page page, BacktestResult result)
    {
        BacktestStatistics own = result.Statistics;
        BenchmarkStatistics? other = result.Benchmark;
        string parameters = string.Join(' ', (result.Spec.Parameters ?? new Dictionary<string, double>()).Select(one => $"{one.Key}={Figures.Number(one.Value)}"));
        page.Heading($"{result.Spec.Strategy} {parameters} on {string.Join(", ", result.Symbols)}");
        page.Note($"{Figures.Time(result.From)} to {Figures.Time(result.To)}, {Figures.Whole(result.Bars)} bars of one {Wire.Word(result.Interval)}, {result.Currency}, {string.Join("; ", result.Provenance.Select(MarketVerbs.Source).Distinct())}");
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
        foreach (string warning in result.Warnings) page.Warn(warning);
    }
}
