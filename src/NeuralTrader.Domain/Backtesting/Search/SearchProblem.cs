using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>Tests combinations; the figures of every segment of the plan are what it answers with.</summary>
public interface ISearchEvaluator
{
    /// <summary>How many combinations it is best given at once.</summary>
    int AtOnce { get; }

    /// <summary>Tests combinations, which go together.</summary>
    /// <param name="points">Of the space.</param>
    /// <param name="into">Out, shape [points × segments of the plan], segments innermost.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    void Evaluate(ReadOnlySpan<long> points, Span<SegmentFigures> into, CancellationToken cancellationToken);
}

/// <summary>A search with its data: what is tested, on which bars, cut into which segments. Itself it tests by <see cref="BacktestEngine"/>.</summary>
public sealed class SearchProblem : ISearchEvaluator
{
    private readonly Timeline timeline;

    private SearchProblem(SearchSpec spec, SearchSpace space, IReadOnlyList<BarSeries> series, IReadOnlyList<CorporateAction>[]? actions)
    {
        BacktestData.Check(series, actions);
        (Spec, Space, Series, Actions) = (spec.Validated(space), space, series, actions);
        CheckOne();
        timeline = Timeline.Of(series);
        double periods = spec.Backtest.PeriodsPerYear ?? BarCalendar.PeriodsPerYear(series[0].Key.Interval, timeline.Ticks);
        Scale = new SearchScale(periods, spec.Backtest.RiskFreeRateAnnual);
        Plan = SearchPlan.Of(timeline.Ticks, spec.Checks);
    }

    /// <summary>What is searched and by which rules.</summary>
    public SearchSpec Spec { get; }

    /// <summary>All combinations.</summary>
    public SearchSpace Space { get; }

    /// <summary>How the bars are cut.</summary>
    public SearchPlan Plan { get; }

    /// <summary>How figures are annualised.</summary>
    public SearchScale Scale { get; }

    /// <summary>The bars; with several instruments a strategy reads them in one account.</summary>
    public IReadOnlyList<BarSeries> Series { get; }

    /// <summary>For each instrument its splits and dividends; null for none.</summary>
    public IReadOnlyList<CorporateAction>[]? Actions { get; }

    internal SearchRange InSample => Plan.Segments[Plan.InSample];

    internal SearchRange? OutOfSample => Plan.OutOfSample is { } place ? Plan.Segments[place] : null;

    /// <summary>Puts a search and its data together.</summary>
    /// <exception cref="InvalidInputException">The spec or the data cannot be tested; the member at fault is named.</exception>
    public static SearchProblem Of(SearchSpec spec, IReadOnlyList<BarSeries> series, IReadOnlyList<CorporateAction>[]? actions = null)
    {
        StrategyInfo strategy = StrategyCatalog.Find(spec.Backtest.Strategy);
        SearchSpace space = SearchSpace.Of(strategy, spec.Ranges, spec.Backtest.Parameters);
        return new SearchProblem(spec with { Backtest = spec.Backtest with { Strategy = strategy.Name } }, space, series, actions);
    }

    /// <inheritdoc/>
    public int AtOnce => 256;

    /// <summary>What a trial is chosen by; NaN where it has no such figure or too few trades, or used up its account.</summary>
    internal double Score(SearchFigures inSample) => inSample.IsRuined || inSample.Trades < Spec.MinTrades ? double.NaN : inSample.Score(Spec.Metric);

    internal double InSampleScore(SearchChunk chunk, int trial) => Score(chunk.InSample.At(trial, 0, Plan.DaysOf(InSample)));

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<long> points, Span<SegmentFigures> into, CancellationToken cancellationToken)
    {
        for (int i = 0; i < points.Length; i++)
        {
            SearchedRun run = Run(points[i], cancellationToken);
            for (int k = 0; k < Plan.Segments.Count; k++) into[(i * Plan.Segments.Count) + k] = run.Over(Plan.Segments[k]);
        }
    }

    /// <summary>Runs one combination through the engine.</summary>
    internal SearchedRun Run(long point, CancellationToken cancellationToken) =>
        Run(Spec.Backtest with { Parameters = Space.ParametersAt(point) }, cancellationToken);

    /// <summary>Buys the same instruments and holds them, at the same costs.</summary>
    internal SearchedRun Hold(CancellationToken cancellationToken) => Run(
        Spec.Backtest with { Strategy = "buy_and_hold", Parameters = null, Members = null, PositionFraction = 1, MaxLeverage = 1, StopLoss = null, TakeProfit = null },
        cancellationToken);

    // What is wrong with every combination is wrong with the first that goes together.
    private void CheckOne()
    {
        for (long point = 0; point < Math.Min(Space.Count, SearchSpec.MostGrid); point++)
        {
            if (!Space.Allows(point)) continue;
            StrategyCatalog.CreateFor(Series.Count, Spec.Backtest.Strategy, Space.ParametersAt(point), Spec.Backtest.Members, 1);
            return;
        }
        throw Require.Invalid("parameterRanges", $"{Space.Count:N0} combinations", "ranges in which some parameters go together");
    }

    private SearchedRun Run(BacktestSpec spec, CancellationToken cancellationToken)
    {
        Simulation run = BacktestEngine.Simulate(spec, timeline, Series, Actions, Scale.PeriodsPerYear, null, cancellationToken);
        double[] equity = run.Equity;
        if (run.IsRuined) Array.Fill(equity, equity[run.Length - 1], run.Length, equity.Length - run.Length); // nothing is traded after ruin
        int[] exits = [.. run.Account.Trades.Select(trade => Array.BinarySearch(timeline.Ticks, trade.ExitTime.Ticks)).Order()];
        return new SearchedRun(equity, exits, spec.InitialCapital, Scale.RiskFree, run.IsRuined ? run.Length - 1 : null);
    }
}

/// <summary>What the engine made of one combination.</summary>
/// <param name="Equity">Bar by bar.</param>
/// <param name="Exits">Bars in which positions were closed, rising.</param>
/// <param name="Capital">Before the first bar.</param>
/// <param name="RiskFree">Per period.</param>
/// <param name="Ruin">Bar in which the account was used up; null where it was not.</param>
internal sealed record SearchedRun(double[] Equity, int[] Exits, double Capital, double RiskFree, int? Ruin)
{
    /// <summary>Its account over a range of bars.</summary>
    public SegmentFigures Over(SearchRange range) =>
        SegmentFigures.Of(Equity, Capital, range, RiskFree, Exits.Count(bar => bar >= range.From && bar < range.To));

    /// <summary>Its account over ranges that lie apart.</summary>
    public SegmentFigures Over(IEnumerable<SearchRange> ranges) => ranges.Aggregate(SegmentFigures.None, (sum, range) => sum.And(Over(range)));

    /// <summary>Its period returns in a range.</summary>
    public double[] Returns(SearchRange range)
    {
        double[] returns = new double[range.Periods];
        for (int i = 0, bar = range.To - returns.Length; i < returns.Length; i++, bar++) returns[i] = Equity[bar - 1] != 0 ? (Equity[bar] / Equity[bar - 1]) - 1 : 0;
        return returns;
    }
}
