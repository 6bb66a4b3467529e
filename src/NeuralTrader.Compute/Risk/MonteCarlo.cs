using System.Globalization;
using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Monte Carlo simulation on all cores. Every draw is a pure function of seed, path and step, and every reduction is independent of order: the same
/// job gives the same bits for every number of threads and width of vectors. Memory does not grow with the number of paths.
/// </summary>
public static unsafe class MonteCarlo
{
    /// <summary>The most paths of one job.</summary>
    public const int MostPaths = 100_000_000;

    /// <summary>The most steps of a path.</summary>
    public const int MostSteps = 10_000;

    /// <summary>The most path-steps of one job, weighed by the law's cost: 1e8 paths of 252 steps of Brownian motion.</summary>
    public const long MostWork = 26_000_000_000;

    /// <summary>Walks the paths of a job.</summary>
    /// <param name="job">What is simulated.</param>
    /// <param name="progress">Told the share done, in (0, 1], from any thread.</param>
    /// <param name="cancellationToken">Answered within tens of milliseconds.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="InvalidInputException">A number is out of its range, or the work exceeds <see cref="MostWork"/>.</exception>
    public static SimulatedOutcomes Run(PathJob job, Action<double>? progress = null, CancellationToken cancellationToken = default) =>
        Run(job, PathRunner.WidestLanes, Environment.ProcessorCount, progress, cancellationToken);

    /// <summary>One joint move of correlated assets, and the return of a portfolio of them.</summary>
    /// <param name="job">Weights, means, covariance.</param>
    /// <param name="cancellationToken">Answered within tens of milliseconds.</param>
    /// <returns>The figures, without a fan.</returns>
    /// <exception cref="InvalidInputException">A number is out of its range, or the covariance is not positive semi-definite.</exception>
    public static SimulatedOutcomes Run(PortfolioJob job, CancellationToken cancellationToken = default) =>
        Run(job, PathRunner.WidestLanes, Environment.ProcessorCount, cancellationToken);

    /// <summary>What a job costs, in steps of Brownian motion.</summary>
    /// <param name="job">Any job.</param>
    /// <returns>Path-steps.</returns>
    public static long WorkOf(PathJob job) => (long)job.Paths * job.Steps * job.Law.Cost;

    /// <summary>The same with given lanes and threads.</summary>
    internal static SimulatedOutcomes Run(
        PathJob job, int lanes, int threads, Action<double>? progress = null, CancellationToken cancellationToken = default) =>
        Run(job, lanes, threads, null, progress, cancellationToken);

    /// <summary>The same with given lanes and threads, and paths that are walked elsewhere where somebody does.</summary>
    internal static SimulatedOutcomes Run(
        PathJob job, int lanes, int threads, Func<PathRunner, PathRunner>? elsewhere, Action<double>? progress, CancellationToken cancellationToken)
    {
        PathRunner runner = Checked(job, lanes);
        PathFanRecorder first = new PathFanRecorder(job.Paths, job.Steps).Walk(runner, cancellationToken);
        OutcomeUnit unit = OutcomeUnit.Of(first.Ends, logarithmic: true);
        SimulatedOutcomes outcomes = OutcomeReduction.Run(
            elsewhere?.Invoke(runner) ?? runner, job.Paths, job.Steps * job.Law.Cost, unit, threads,
            (sums, counts) => OutcomeFigures.Of(sums, counts, unit, job.Confidences, first.Fan(job.SamplePaths)), progress, cancellationToken);
        GC.KeepAlive(runner);
        return outcomes;
    }

    /// <summary>The same with given lanes and threads.</summary>
    internal static SimulatedOutcomes Run(PortfolioJob job, int lanes, int threads, CancellationToken cancellationToken = default)
    {
        PathRunner runner = Checked(job, lanes);
        int count = Math.Min(PathFanRecorder.MostPaths, job.Paths);
        float[] first = new float[count + PathRunner.Overhang];
        fixed (float* ends = first) runner.Ends(0, count, ends);
        OutcomeUnit unit = OutcomeUnit.Of(first.AsSpan(0, count), logarithmic: false);
        SimulatedOutcomes outcomes = OutcomeReduction.Run(
            runner, job.Paths, job.Weights.Count * 2, unit, threads,
            (sums, counts) => OutcomeFigures.Of(sums, counts, unit, job.Confidences, null), null, cancellationToken);
        GC.KeepAlive(runner);
        return outcomes;
    }

    /// <summary>A runner of a job that is in order.</summary>
    internal static PathRunner Checked(PathJob job, int lanes)
    {
        Require.Between(job.Paths, 1, MostPaths, "paths");
        Require.Between(job.Steps, 1, MostSteps, "steps");
        Require.Between(job.StepYears, 1e-7, 100, "stepYears");
        Require.Between(job.SamplePaths, 0, 100, "samplePaths");
        for (int i = 0; i < job.Confidences.Count; i++) Require.OpenUnitInterval(job.Confidences[i], $"confidences[{i}]");
        if (WorkOf(job) > MostWork)
        {
            throw Require.Invalid("paths", job.Paths, string.Create(
                CultureInfo.InvariantCulture, $"at most {MostWork / job.Law.Cost / job.Steps} paths of {job.Steps} steps of this model in one call"));
        }
        return job.Law.Runner(job, lanes);
    }

    /// <summary>A runner of a job that is in order.</summary>
    internal static PathRunner Checked(PortfolioJob job, int lanes)
    {
        Require.Between(job.Paths, 1, MostPaths, "paths");
        for (int i = 0; i < job.Confidences.Count; i++) Require.OpenUnitInterval(job.Confidences[i], $"confidences[{i}]");
        PathTable table = PathTable.Of(job.Table());
        PathRunner runner = PathRunner.Of(
            new PortfolioModel(table.Address, job.Weights.Count, (float)(job.Degrees ?? 0)), DrawKey.Of(job.Seed, 0), 1, lanes);
        runner.Table = table;
        return runner;
    }
}
