using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>Tests the combinations of a search side by side on lanes, where a grid covers what is searched.</summary>
public sealed class GridEvaluator : ISearchEvaluator
{
    private readonly SearchProblem problem;
    private readonly GridSegment[] segments;
    private readonly int threads;

    private GridEvaluator(SearchProblem problem, int threads)
    {
        (this.problem, this.threads) = (problem, threads);
        segments = [.. problem.Plan.Segments.Select(range => new GridSegment(range.From, range.To))];
    }

    /// <inheritdoc/>
    public int AtOnce => 8_192;

    /// <summary>The fastest that can test a search's combinations: a grid, or the engine itself.</summary>
    /// <param name="problem">The search with its data.</param>
    /// <param name="threads">How many may work at once; 0 for one per core.</param>
    public static ISearchEvaluator For(SearchProblem problem, int threads = 1) => Covers(problem) ? new GridEvaluator(problem, threads) : problem;

    /// <summary>Whether a grid can test a search's combinations.</summary>
    public static bool Covers(SearchProblem problem) =>
        problem.Series.Count == 1 && problem.Spec.Backtest.Members is null && StrategyGrid.Covers(problem.Spec.Backtest, problem.Actions?[0]);

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<long> points, Span<SegmentFigures> into, CancellationToken cancellationToken)
    {
        if (points.IsEmpty) return;
        int axes = problem.Space.Names.Count;
        double[] rows = new double[points.Length * axes];
        for (int i = 0; i < points.Length; i++) problem.Space.ValuesAt(points[i]).CopyTo(rows, i * axes);
        BacktestSpec spec = problem.Spec.Backtest;
        var job = new GridJob(spec, problem.Series[0], GridParameters.List([.. problem.Space.Names], rows), segments);
        GridResult found = StrategyGrid.Run(job, threads, cancellationToken: cancellationToken);
        double riskFree = problem.Scale.RiskFree;
        for (int i = 0; i < found.Figures.Length; i++)
        {
            ref readonly GridFigures one = ref found.Figures[i];
            int n = one.Periods;
            if (n == 0) // the account was used up before: nothing is traded any more, and nothing changes
            {
                into[i] = SegmentFigures.None with { Count = problem.Plan.Segments[i % segments.Length].Periods };
                continue;
            }
            double mean = one.MeanExcess + riskFree, squares = n > 1 ? one.Deviation * one.Deviation * (n - 1) : 0;
            into[i] = new SegmentFigures(n, mean * n, squares + (mean * mean * n), one.Downside * one.Downside * n, 1 + one.TotalReturn, one.MaxDrawdown, one.Trades);
        }
    }
}
