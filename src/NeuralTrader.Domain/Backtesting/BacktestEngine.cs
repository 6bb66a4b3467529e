using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>Tests a strategy on history, bar by bar. Pure: the same arguments give the same answer.</summary>
/// <remarks>
/// A signal is formed at a bar's close and trades by the spec's <see cref="FillRule"/>; the strategy is never shown a later bar.
/// There are no margin calls: leverage is limited when a position is opened, and losses may raise it afterwards. Ruin is looked for at
/// each close.
/// </remarks>
public static class BacktestEngine
{
    /// <summary>Runs a test.</summary>
    /// <param name="spec">What to test and by which rules.</param>
    /// <param name="series">
    /// Bars of one interval and currency. With several instruments the run's bars are all times at which any of them has one.
    /// </param>
    /// <param name="actions">
    /// For each instrument its splits and dividends by date; null for none. Raw prices get both. Split-adjusted prices get the dividends,
    /// divided by the splits of the list from their date on, so the list must hold all of these. Total-return prices get none.
    /// </param>
    /// <param name="benchmark">What to compare with, untraded and free of cost; null for buying the same instruments
    /// with all the capital, equally, and holding them, at the same costs.</param>
    /// <param name="progress">Hears the part done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="InvalidInputException">The spec or the data cannot be tested; the member at fault is named.</exception>
    public static BacktestResult Run(
        BacktestSpec spec, IReadOnlyList<BarSeries> series, IReadOnlyList<CorporateAction>[]? actions = null, BarSeries? benchmark = null,
        IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        spec.Validated();
        BacktestData.Check(series, actions);
        var timeline = Timeline.Of(series);
        double periods = spec.PeriodsPerYear ?? BarCalendar.PeriodsPerYear(series[0].Key.Interval, timeline.Ticks);
        StrategyInfo info = StrategyCatalog.Find(spec.Strategy);
        spec = spec with { Strategy = info.Name, Parameters = StrategyCatalog.Complete(info, spec.Parameters) };

        Simulation run = Simulate(spec, timeline, series, actions, periods, progress, cancellationToken);
        DrawdownPath drawdown = DrawdownPath.Of(run.Equity.AsSpan(0, run.Length), spec.InitialCapital);
        double[] beside = Benchmark(spec, timeline, series, actions, benchmark, periods, cancellationToken);
        if (beside.Length > run.Length) beside = beside[..run.Length];
        DateTime from = Time(0), to = Time(run.Length - 1);
        string name = benchmark is null ? "buy and hold" : benchmark.Key.Symbol;
        int warmUp = StrategyCatalog.WarmUpBars(info.Name, spec.Parameters, spec.Members);
        bool ignoresActions = actions is not null
            && series.Zip(actions).Any(pair => pair.First.Key.Basis == PriceBasis.TotalReturn && pair.Second.Count > 0);
        string[] warnings = BacktestReport.Warnings(run, series, warmUp, ignoresActions);
        if (beside.Length == 0) warnings = [.. warnings, $"The benchmark {name} has no bar at or before the start; there is no comparison."];
        return new BacktestResult(
            spec, [.. series.Select(one => one.Key.Symbol)], [.. series.Select(one => one.Provenance)], series[0].Key.Interval, series[0].Currency,
            from, to, run.Length, BacktestReport.Statistics(run, spec, drawdown, periods),
            beside.Length == 0 ? null : PerformanceFigures.Beside(
                name, run.Equity.AsSpan(0, run.Length), beside, spec.InitialCapital, to - from, spec.RiskFreeRateAnnual, periods),
            new BacktestCurve(Times(timeline.Ticks, run.Length), Cut(run.Equity, run.Length), drawdown.Column, Cut(run.Exposure, run.Length), beside),
            [.. run.Account.Trades], OpenOrders(run), run.IsRuined ? to : null, warnings);

        DateTime Time(int bar) => new(timeline.Ticks[bar], DateTimeKind.Utc);
    }

    internal static Simulation Simulate(
        BacktestSpec spec, Timeline timeline, IReadOnlyList<BarSeries> series, IReadOnlyList<CorporateAction>[]? actions, double periods,
        IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var lanes = new Lane[series.Count];
        for (int k = 0; k < lanes.Length; k++)
            lanes[k] = new Lane(series[k], BacktestData.Effective(series[k].Key.Basis, actions?[k]), timeline.Rows[k]);
        Strategy[] strategies = StrategyCatalog.CreateFor(series.Count, spec.Strategy, spec.Parameters, spec.Members, periods);
        var run = new Simulation(spec, timeline, lanes, strategies);
        run.Run(progress, cancellationToken);
        return run;
    }

    private static double[] Benchmark(
        BacktestSpec spec, Timeline timeline, IReadOnlyList<BarSeries> series, IReadOnlyList<CorporateAction>[]? actions,
        BarSeries? benchmark, double periods, CancellationToken cancellationToken)
    {
        if (benchmark is not null) return BacktestData.Scaled(benchmark, timeline.Ticks, spec.InitialCapital);
        BacktestSpec hold = spec with
        {
            Strategy = "buy_and_hold", Parameters = null, Members = null, PositionFraction = 1, MaxLeverage = 1, StopLoss = null, TakeProfit = null,
        };
        return Simulate(hold, timeline, series, actions, periods, null, cancellationToken).Equity;
    }

    private static BacktestOpenOrder[] OpenOrders(Simulation run) =>
        [.. from lane in run.Lanes
            where lane.Ordered != 0 && !run.IsRuined
            select new BacktestOpenOrder(
                lane.Symbol, Account.Side(Math.Sign(lane.Ordered)), Math.Abs(lane.Ordered),
                new DateTime(run.Timeline.Ticks[lane.OrderedAt], DateTimeKind.Utc))];

    private static DateTime[] Times(long[] ticks, int length)
    {
        var times = new DateTime[length];
        for (int i = 0; i < length; i++) times[i] = new DateTime(ticks[i], DateTimeKind.Utc);
        return times;
    }

    private static double[] Cut(double[] column, int length) => column.Length == length ? column : column[..length];
}
