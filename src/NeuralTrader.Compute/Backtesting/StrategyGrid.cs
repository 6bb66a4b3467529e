using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// Back-tests one strategy with many parameter combinations at once, side by side in the lanes of vectors. Its figures are those that
/// <see cref="BacktestEngine"/> gives for each combination by itself, to about 10⁻⁹, and do not depend on the width of the machine's vectors
/// or on the number of threads.
/// </summary>
public static class StrategyGrid
{
    private const int BatchSize = 1 << 16; // combinations that a search holds at a time
    private const int MostFigures = 50_000_000; // 4 GB of them

    private static string Strategies => string.Join(", ", GridRule.All.Select(rule => rule.Strategy));

    /// <summary>Why a grid cannot run a spec, so that the engine must; null where it can.</summary>
    /// <param name="spec">Strategy and rules; its parameters do not matter.</param>
    /// <param name="actions">Corporate actions of the instrument that its prices do not hold; null for none.</param>
    public static string? WhyNot(BacktestSpec spec, IReadOnlyList<CorporateAction>? actions = null)
    {
        CostRates<double> costs = (spec.Costs ?? TradingCosts.Free).In<double>();
        return GridRule.Find(spec.Strategy) is null ? $"strategy {spec.Strategy} has no kernel; {Strategies} have"
            : actions is { Count: > 0 } ? "corporate actions"
            : spec.StopLoss is not null ? "stopLoss"
            : spec.TakeProfit is not null ? "takeProfit"
            : spec.WholeUnits ? "wholeUnits"
            : spec.CashRateAnnual != 0 ? "cashRateAnnual"
            : spec.PositionFraction == 0 ? "a positionFraction of 0"
            : costs.PerOrder != 0 ? "a commission per order"
            : costs.PerUnit != 0 ? "a commission per unit"
            : costs.Minimum != 0 ? "a minimum commission"
            : costs.SlipPerUnit != 0 ? "slippage per unit"
            : costs.SlipVolumeImpact != 0 ? "slippage by volume"
            : costs.BorrowPerDay != 0 && spec.AllowShort ? "a borrow fee"
            : costs.MaxParticipation != 0 ? "maxParticipation"
            : null;
    }

    /// <summary>Whether a grid can run a spec: with a kernel for its strategy, proportional costs, and neither exits nor whole units.</summary>
    /// <param name="spec">Strategy and rules; its parameters do not matter.</param>
    /// <param name="actions">Corporate actions of the instrument that its prices do not hold; null for none.</param>
    public static bool Covers(BacktestSpec spec, IReadOnlyList<CorporateAction>? actions = null) => WhyNot(spec, actions) is null;

    /// <summary>Runs all combinations and keeps the figures of each.</summary>
    /// <param name="job">What to run.</param>
    /// <param name="threads">How many may work; 0 for one per core.</param>
    /// <param name="progress">Hears the part done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="InvalidInputException">The job cannot be run; the member at fault is named.</exception>
    public static GridResult Run(GridJob job, int threads = 0, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        Run(job, threads, 0, progress, cancellationToken);

    /// <summary>Runs all combinations and keeps the best of those that did not use up their account, in memory that does not grow with their number.</summary>
    /// <param name="job">What to run; the first segment decides.</param>
    /// <param name="metric">By what.</param>
    /// <param name="keep">How many, 1 to 10,000.</param>
    /// <param name="fewestTrades">Combinations that traded less are not among the best; they are still trials.</param>
    /// <param name="threads">How many may work; 0 for one per core.</param>
    /// <param name="progress">Hears the part done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run early.</param>
    /// <exception cref="InvalidInputException">The job cannot be run; the member at fault is named.</exception>
    public static GridSearch Best(
        GridJob job, GridMetric metric, int keep, int fewestTrades = 0, int threads = 0, IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Require.Between(keep, 1, 10_000);
        var best = new GridLeague(metric, keep, fewestTrades);
        GridTask task = Task(job with { Segments = job.Segments?[..1] }, threads);
        using IGridEngine engine = GridEngines.Create(task, job.Spec);
        int batch = (int)Math.Clamp(BatchSize / engine.UnitSize, 1, engine.Units);
        var figures = new GridFigures[batch * engine.UnitSize];
        long[] numbers = new long[figures.Length];
        for (long from = 0; from < engine.Units; from += batch)
        {
            int count = (int)Math.Min(batch, engine.Units - from);
            Array.Fill(numbers, -1);
            engine.Run(from, count, figures, inOrder: false, numbers, null, cancellationToken);
            best.Add(figures, numbers);
            progress?.Report((double)(from + count) / engine.Units);
        }
        return best.Result(task.PeriodsPerYear);
    }

    /// <summary>The same with a width of vectors.</summary>
    internal static GridResult Run(GridJob job, int threads, int width, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        GridTask task = Task(job, threads);
        using IGridEngine engine = GridEngines.Create(task, job.Spec, width);
        return Run(engine, task, progress, cancellationToken);
    }

    /// <summary>Everything that an engine has to run.</summary>
    internal static GridResult Run(IGridEngine engine, GridTask task, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        GridFigures[] figures = Room(task);
        int batch = (int)Math.Clamp(16 * BatchSize / engine.UnitSize, 1, engine.Units);
        long units = engine.Units;
        for (long from = 0; from < units; from += batch)
        {
            long first = from;
            int now = (int)Math.Min(batch, units - from);
            Action<double>? step = progress is null ? null : part => progress.Report((first + (part * now)) / units);
            engine.Run(from, now, figures, inOrder: true, null, step, cancellationToken);
        }
        progress?.Report(1);
        return new GridResult(task.Plan.Grid, task.Segments, figures, task.PeriodsPerYear, task.Plan.CountInvalid());
    }

    /// <summary>Room for the figures of all combinations.</summary>
    /// <exception cref="InvalidInputException">They are too many.</exception>
    internal static GridFigures[] Room(GridTask task)
    {
        long count = task.Plan.Grid.Count;
        if (count * task.Segments.Length > MostFigures)
            throw Require.Invalid(
                "parameters", count,
                $"at most {MostFigures / task.Segments.Length} combinations with {task.Segments.Length} segments; a search for the best has no such limit");
        return new GridFigures[count * task.Segments.Length];
    }

    /// <summary>Checks a job and lays it out.</summary>
    internal static GridTask Task(GridJob job, int threads)
    {
        BacktestSpec spec = job.Spec.Validated();
        if (WhyNot(spec) is { } reason) throw Require.Invalid("spec", reason, "what a grid covers; the back-test engine runs it");
        BacktestData.Check([job.Series], null);
        Require.Between(threads, 0, 1024);
        GridRule rule = GridRule.Find(spec.Strategy)!;
        double periods = spec.PeriodsPerYear ?? BarCalendar.PeriodsPerYear(job.Series.Key.Interval, job.Series.Ticks);
        GridSegment[] segments = job.Segments ?? [new GridSegment(0, job.Series.Count)];
        if (segments.Length == 0) throw Require.Invalid("segments", 0, "at least one, or null for the whole test");
        for (int k = 0; k < segments.Length; k++)
        {
            GridSegment one = segments[k];
            if (one.From < 0 || one.To > job.Series.Count || one.To <= Math.Max(1, one.From))
                throw Require.Invalid($"segments[{k}]", $"{one.From} to {one.To}", $"bars within 0 to {job.Series.Count} with a return");
        }
        var rules = new GridRules(spec.AllowShort, spec.RebalanceBand, spec.RiskFreeRateAnnual / periods);
        return new GridTask(new GridPlan(spec, job.Parameters, rule), rules, job.Series, segments, periods, threads > 0 ? threads : Environment.ProcessorCount);
    }
}
