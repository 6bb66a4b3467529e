using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>
/// Monte Carlo of one price. A question is walked and reduced on the device and only sums and counts come home; small questions that wait
/// together share a launch for each law, and their ends, four bytes a path, are reduced on the processor's threads by the code that reduces its own.
/// </summary>
internal sealed class MonteCarloKernel : DeviceKernel<PathJob, SimulatedOutcomes>
{
    private const int SmallPaths = 1 << 14, SampleSteps = 28;

    /// <inheritdoc/>
    public override string Kind => "monte carlo";

    /// <inheritdoc/>
    public override string Unit => "path-steps";

    /// <inheritdoc/>
    private protected override PathJob Sample(double work) => new(
        new GbmLaw(0.05, 0.2), (int)Math.Ceiling(work / SampleSteps), SampleSteps, 1 / 252.0, 2026, [0.95], 0);

    /// <inheritdoc/>
    internal override double Work(PathJob job) => MonteCarlo.WorkOf(job);

    /// <inheritdoc/>
    internal override SimulatedOutcomes OnProcessor(PathJob job, CancellationToken stop) => MonteCarlo.Run(job, null, stop);

    /// <inheritdoc/>
    internal override SimulatedOutcomes Reference(PathJob job) => MonteCarlo.Run(job, 1, 1);

    /// <inheritdoc/>
    /// <remarks>Every law: each is a kernel of its own for the way of its first paths.</remarks>
    internal override bool IsSame(DeviceSession device) => SampleLaws().All(law =>
    {
        PathJob job = Sample(LeastWork) with { Law = law, Paths = 700 };
        return IsSame(Reference(job), Answer(device, job));
    });

    /// <inheritdoc/>
    internal override bool IsSame(SimulatedOutcomes a, SimulatedOutcomes b) => SameFigures.Are(a, b);

    /// <inheritdoc/>
    internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<PathJob, SimulatedOutcomes>> batch)
    {
        EndsOfBatch together = new(device);
        (DeviceQuestion<PathJob, SimulatedOutcomes> Question, PathRunner? Runner, Func<float[]>? Ends)[] all = [.. batch.Select(Gathered)];
        together.Run();
        foreach ((DeviceQuestion<PathJob, SimulatedOutcomes> question, PathRunner? runner, Func<float[]>? ends) in all)
        {
            if (question.IsDone || runner is null) continue;
            if (ends is not null) Beside(question, () => Reduced(question, ends));
            else question.Answered(() => runner.Show(new SimulationOnDevice(device, Asked(question.Job, runner), question.Stop))!);
            GC.KeepAlive(runner);
        }

        (DeviceQuestion<PathJob, SimulatedOutcomes>, PathRunner?, Func<float[]>?) Gathered(DeviceQuestion<PathJob, SimulatedOutcomes> question)
        {
            PathRunner? runner = question.Checked(() => MonteCarlo.Checked(question.Job, 1));
            bool isShared = batch.Count > 1 && question.Job.Paths <= SmallPaths && runner is { Table: null };
            return (question, runner, isShared ? runner!.Show(together.Next(question.Job.Paths, question.Stop)) : null);
        }
    }

    // The device goes on meanwhile.
    private static void Beside(DeviceQuestion<PathJob, SimulatedOutcomes> question, Func<SimulatedOutcomes> reduce) =>
        Task.Run(() => question.Answered(reduce)).ContinueWith(
            failed => question.Fail(failed.Exception!.InnerException!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private static SimulatedOutcomes Reduced(DeviceQuestion<PathJob, SimulatedOutcomes> question, Func<float[]> ends) =>
        MonteCarlo.Run(question.Job, PathRunner.WidestLanes, threads: 1, _ => new LandedEnds(ends()), null, question.Stop);

    private static Simulation Asked(PathJob job, PathRunner runner) => new(runner, job.Paths, job.Law.Cost, job.Confidences, job.SamplePaths);

    private static IEnumerable<PathLaw> SampleLaws() =>
    [
        new GbmLaw(0.05, 0.2), new MertonLaw(0.05, 0.2, 3, -0.05, 0.08), new HestonLaw(0.05, 0.04, 0.05, 2, 0.6, -0.7),
        new GarchLaw(3e-4, 2e-6, 0.08, 0.9, 1e-4, null), new GarchLaw(3e-4, 2e-6, 0.08, 0.9, 1e-4, 5),
        new BootstrapLaw([0.01, -0.02, 0.015, 0.003, -0.004], 2),
    ];
}

/// <summary>Whether two simulations have the same bits.</summary>
internal static class SameFigures
{
    /// <summary>Compares all of them, the fan with its single paths too.</summary>
    public static bool Are(SimulatedOutcomes a, SimulatedOutcomes b) =>
        Figures(a) == Figures(b) && a.Quantiles.SequenceEqual(b.Quantiles) && a.Tails.SequenceEqual(b.Tails) && Are(a.Bins, b.Bins) && Are(a.Fan, b.Fan);

    private static bool Are(OutcomeBins? a, OutcomeBins? b) => a is null || b is null
        ? a == b
        : (a.Below, a.Above) == (b.Below, b.Above) && a.Edges.SequenceEqual(b.Edges) && a.Counts.SequenceEqual(b.Counts);

    private static bool Are(PathFan? a, PathFan? b) => a is null || b is null
        ? a == b
        : Figures(a) == Figures(b) && a.Steps.SequenceEqual(b.Steps) && Are(a.Bands, b.Bands) && Are(a.Sample, b.Sample);

    private static bool Are(IReadOnlyList<IReadOnlyList<double>> a, IReadOnlyList<IReadOnlyList<double>> b) =>
        a.Count == b.Count && a.Zip(b).All(rows => rows.First.SequenceEqual(rows.Second));

    private static SimulatedOutcomes Figures(SimulatedOutcomes of) => of with { Quantiles = [], Tails = [], Bins = null, Fan = null };

    private static PathFan Figures(PathFan of) => of with { Steps = [], Bands = [], Sample = [] };
}
