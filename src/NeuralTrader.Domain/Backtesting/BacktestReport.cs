using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>Turns what a simulation did into figures.</summary>
internal static class BacktestReport
{
    public static BacktestStatistics Statistics(Simulation run, BacktestSpec spec, DrawdownPath drawdown, double periodsPerYear)
    {
        ReadOnlySpan<double> equity = run.Equity.AsSpan(0, run.Length);
        long[] ticks = run.Timeline.Ticks;
        double[] returns = PerformanceFigures.PeriodReturns(equity);
        double riskFree = spec.RiskFreeRateAnnual / periodsPerYear;
        ReturnMoments moments = ReturnMoments.Of(returns, riskFree);
        if (run.IsRuined) moments = moments with { Deviation = double.NaN, Downside = double.NaN, Skewness = double.NaN, ExcessKurtosis = double.NaN };
        (double valueAtRisk, double shortfall) = HistoricalTail.Of(returns, 0.95);
        var length = new TimeSpan(ticks[run.Length - 1] - ticks[0]);
        double total = (equity[^1] / spec.InitialCapital) - 1, annual = PerformanceFigures.AnnualReturn(total, length);
        Account account = run.Account;
        TradeFigures trades = TradeFigures.Of(account.Trades);
        double meanEquity = Mean(equity), years = length.TotalDays / 365.25;
        return new BacktestStatistics(
            spec.InitialCapital, equity[^1], total, annual, moments.Deviation * Math.Sqrt(periodsPerYear),
            ReturnMoments.Ratio(moments.Mean - riskFree, moments.Deviation, periodsPerYear),
            ReturnMoments.Ratio(moments.Mean - riskFree, moments.Downside, periodsPerYear),
            drawdown.Max > 0 ? annual / drawdown.Max : double.NaN,
            drawdown.Max, Time(drawdown.Trough < 0 ? -1 : Math.Max(0, drawdown.Peak)), Time(drawdown.Trough), Time(drawdown.Recovery),
            drawdown.Trough < 0 ? 0 : (drawdown.Recovery < 0 ? run.Length - 1 : drawdown.Recovery) - Math.Max(0, drawdown.Peak),
            trades.Count, trades.WinRate, trades.ProfitFactor, trades.AverageWin, trades.AverageLoss, trades.Expectancy,
            (double)run.BarsInMarket / run.Length,
            years > 0 && meanEquity > 0 ? account.Traded / 2 / meanEquity / years : double.NaN,
            moments.Best, moments.Worst, moments.Skewness, moments.ExcessKurtosis, valueAtRisk, shortfall,
            account.Commission, account.Slippage, account.Borrow, account.Dividends, account.Interest, periodsPerYear);

        DateTime? Time(int bar) => bar < 0 ? null : new DateTime(ticks[bar], DateTimeKind.Utc);
    }

    /// <summary>What a reader should know before believing the figures.</summary>
    public static string[] Warnings(Simulation run, IReadOnlyList<BarSeries> series, int warmUp, bool ignoresActions)
    {
        var warnings = new List<string>();
        foreach (BarSeries one in series)
        {
            string symbol = one.Key.Symbol;
            if (one.Provenance.IsSynthetic) warnings.Add($"The bars of {symbol} are synthetic: {one.Provenance.Source}.");
            if (one.Count <= warmUp) warnings.Add($"{symbol} has {one.Count} bars; the strategy reads {warmUp} before its first signal.");
            if (Gaps(one) is > 0 and int gaps) warnings.Add($"{symbol} has {gaps} gaps of more than ten days between daily bars.");
            if (run.Timeline.Ticks.Length is int times && one.Count < times)
                warnings.Add($"{symbol} has no bar at {times - one.Count} of {times} times; it is held at its last close there.");
        }
        if (ignoresActions) warnings.Add("Corporate actions were given for total-return prices, which hold them already; they were ignored.");
        if (run.IsRuined) warnings.Add("Equity was used up; the test ended there. What was lost beyond the capital would be owed, "
            + "and the returns define no yearly return, no volatility, no ratio and nothing beside the benchmark.");
        return [.. warnings];
    }

    private static int Gaps(BarSeries series)
    {
        if (series.Key.Interval != BarInterval.Day) return 0;
        int gaps = 0;
        ReadOnlySpan<long> ticks = series.Ticks;
        for (int i = 1; i < ticks.Length; i++) if (ticks[i] - ticks[i - 1] > 10 * TimeSpan.TicksPerDay) gaps++;
        return gaps;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }
}
