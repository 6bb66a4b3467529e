using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>Tests the combinations of a search side by side on lanes, where a grid covers what is searched.</summary>
public sealed class GridEvaluator : ISearchEvaluator
{
    private readonly SearchProblem problem;
    private readonly GridSegment[] segments;
    private readonly int threads;
    private readonly ComputeEngine? engine;
    private readonly DeviceWish wish;

    private GridEvaluator(SearchProblem problem, int threads, ComputeEngine? engine, DeviceWish wish)
    {
        (this.problem, this.threads, this.engine, this.wish) = (problem, threads, engine, wish);
        segments = [.. problem.Plan.Segments.Select(range => new GridSegment(range.From, range.To))];
    }

    /// <inheritdoc/>
    public int AtOnce => 8_192;

    /// <summary>The fastest that can test a search's combinations: a grid, or the engine itself.</summary>
    /// <param name="problem">The search with its data.</param>
    /// <param name="threads">How many may work at once; 0 for one per core.</param>
    /// <param name="engine">Knows the devices that may test them instead; null for none.</param>
    /// <param name="wish">Where the caller would like them tested.</param>
    public static ISearchEvaluator For(SearchProblem problem, int threads = 1, ComputeEngine? engine = null, DeviceWish wish = DeviceWish.Auto) =>
        Covers(problem) ? new GridEvaluator(problem, threads, engine, wish) : problem;

    /// <summary>What tests a search's combinations here.</summary>
    /// <param name="problem">The search with its data.</param>
    /// <param name="engine">Knows the devices.</param>
    /// <param name="wish">Where the caller would like them tested.</param>
    /// <param name="atOnce">How many are tested at once.</param>
    /// <returns>"cpu" or "cuda", and why it is not what was wished for.</returns>
    public static (string Device, string? FallbackReason) Device(SearchProblem problem, ComputeEngine engine, DeviceWish wish, int atOnce)
    {
        string reason = "This search has no CUDA path; it runs on the processor.";
        if (Covers(problem) && engine.Devices.Choose(ComputeKernels.Grid, (double)atOnce * problem.Plan.Bars, wish, out reason) is { } device)
            return (device.Kind, null);
        return ("cpu", wish == DeviceWish.Cuda ? reason : null);
    }

    /// <summary>Whether a grid can test a search's combinations, and there are many at a time: its tables are not worth making for one.</summary>
    public static bool Covers(SearchProblem problem) =>
        problem.Spec.Method != SearchMethod.Bayesian && problem.Series.Count == 1 && problem.Spec.Backtest.Members is null && StrategyGrid.Covers(problem.Spec.Backtest, problem.Actions?[0]);

    /// <inheritdoc/>
    public void Evaluate(ReadOnlySpan<long> points, Span<SegmentFigures> into, CancellationToken cancellationToken)
    {
        if (points.IsEmpty) return;
        int axes = problem.Space.Names.Count;
        double[] rows = new double[points.Length * axes];
        for (int i = 0; i < points.Length; i++) problem.Space.ValuesAt(points[i]).CopyTo(rows, i * axes);
        BacktestSpec spec = problem.Spec.Backtest;
        var job = new GridJob(spec, problem.Series[0], GridParameters.List([.. problem.Space.Names], rows), segments);
        GridFigures[] found = engine?.OnDevice(ComputeKernels.Grid, job, wish, out _, cancellationToken)
            ?? StrategyGrid.Run(job, threads, cancellationToken: cancellationToken).Figures;
        double riskFree = problem.Scale.RiskFree;
        for (int i = 0; i < found.Length; i++)
        {
            ref readonly GridFigures one = ref found[i];
            int n = one.Periods, periods = problem.Plan.Segments[i % segments.Length].Periods;
            if (n == 0) // the account was used up before: nothing is traded any more, and nothing changes
            {
                into[i] = SegmentFigures.None with { Count = periods, IsRuined = true };
                continue;
            }
            double mean = one.MeanExcess + riskFree, squares = n > 1 ? one.Deviation * one.Deviation * (n - 1) : 0;
            into[i] = new SegmentFigures(
                one.IsRuined ? periods : n, mean * n, squares + (mean * mean * n), one.Downside * one.Downside * n, 1 + one.TotalReturn, one.MaxDrawdown,
                one.Trades, one.IsRuined);
        }
    }
}
