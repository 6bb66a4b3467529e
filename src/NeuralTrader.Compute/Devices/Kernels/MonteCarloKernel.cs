using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>
/// Monte Carlo with paths walked on a device and reduced on the processor, by the very code that reduces its own paths: what comes home are the
/// ends, four bytes a path. Small questions of one law share a launch; a large one streams through the two slots, so that memory does not grow.
/// </summary>
internal sealed class MonteCarloKernel : DeviceKernel<PathJob, SimulatedOutcomes>
{
    private const int SmallPaths = 1 << 16, SampleSteps = 28;

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
    internal override string? WhyNot(PathJob job) => job.Law is BootstrapLaw ? "The bootstrap has no CUDA path; it runs on the processor." : null;

    /// <inheritdoc/>
    internal override SimulatedOutcomes OnProcessor(PathJob job, CancellationToken stop) => MonteCarlo.Run(job, null, stop);

    /// <inheritdoc/>
    internal override SimulatedOutcomes Reference(PathJob job) => MonteCarlo.Run(job, 1, 1);

    /// <inheritdoc/>
    internal override bool IsSame(SimulatedOutcomes a, SimulatedOutcomes b) =>
        Figures(a) == Figures(b) && a.Quantiles.SequenceEqual(b.Quantiles) && a.Tails.SequenceEqual(b.Tails);

    /// <inheritdoc/>
    internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<PathJob, SimulatedOutcomes>> batch)
    {
        EndsOfBatch together = new(device);
        (DeviceQuestion<PathJob, SimulatedOutcomes> Question, Func<float[]>? Ends)[] all = [.. batch.Select(question => (question, Gathered(question)))];
        together.Run();
        foreach ((DeviceQuestion<PathJob, SimulatedOutcomes> question, Func<float[]>? ends) in all)
        {
            if (question.IsDone) continue;
            Answer(question, runner => ends is not null ? new LandedEnds(ends()) : runner.Show(new EndsInTurn(device, question.Job.Paths))!);
            device.LandAll(); // whatever a question that was given up left under way
        }

        Func<float[]>? Gathered(DeviceQuestion<PathJob, SimulatedOutcomes> question) => question.Job.Paths <= SmallPaths
            ? Checked(question)?.Show(together.Next(question.Job.Paths, question.Stop))
            : null;
    }

    // A job that is not in order is the caller's fault, and no fault of the device.
    private static PathRunner? Checked(DeviceQuestion<PathJob, SimulatedOutcomes> question)
    {
        try
        {
            return question.Job.Law.Runner(question.Job, 1);
        }
        catch (InvalidInputException wrong)
        {
            question.Fail(wrong);
            return null;
        }
    }

    private static void Answer(DeviceQuestion<PathJob, SimulatedOutcomes> question, Func<PathRunner, PathRunner> elsewhere)
    {
        try
        {
            question.Complete(MonteCarlo.Run(question.Job, PathRunner.WidestLanes, threads: 1, elsewhere, null, question.Stop));
        }
        catch (InvalidInputException wrong)
        {
            question.Fail(wrong);
        }
        catch (OperationCanceledException)
        {
            question.Cancel();
        }
    }

    private static SimulatedOutcomes Figures(SimulatedOutcomes of) => of with { Quantiles = [], Tails = [], Fan = null };
}
