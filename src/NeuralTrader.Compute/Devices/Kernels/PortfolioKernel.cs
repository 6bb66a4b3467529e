using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>One joint move of correlated assets, normal or Student-t, walked and reduced on the device: only sums and counts come home.</summary>
internal sealed class PortfolioKernel : DeviceKernel<PortfolioJob, SimulatedOutcomes>
{
    /// <inheritdoc/>
    public override string Kind => "portfolio days";

    /// <inheritdoc/>
    public override string Unit => "path-assets";

    /// <inheritdoc/>
    private protected override PortfolioJob Sample(double work) => new(
        [0.4, 0.3, 0.2, -0.1, 0.2], [0.001, 0, 0, 0.002, 0],
        [.. Enumerable.Range(0, 5).Select(i => (double[])[.. Enumerable.Range(0, 5).Select(j => i == j ? 4e-4 : 1e-4)])], null,
        (int)Math.Ceiling(work / 5), 2026, [0.95]);

    /// <inheritdoc/>
    internal override double Work(PortfolioJob job) => (double)job.Paths * job.Weights.Count;

    /// <inheritdoc/>
    internal override SimulatedOutcomes OnProcessor(PortfolioJob job, CancellationToken stop) => MonteCarlo.Run(job, stop);

    /// <inheritdoc/>
    internal override SimulatedOutcomes Reference(PortfolioJob job) => MonteCarlo.Run(job, 1, 1);

    /// <inheritdoc/>
    internal override bool IsSame(DeviceSession device) => ((double?[])[null, 4]).All(degrees =>
    {
        PortfolioJob job = Sample(LeastWork) with { Degrees = degrees };
        return IsSame(Reference(job), Answer(device, job));
    });

    /// <inheritdoc/>
    internal override bool IsSame(SimulatedOutcomes a, SimulatedOutcomes b) => SameFigures.Are(a, b);

    /// <inheritdoc/>
    internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<PortfolioJob, SimulatedOutcomes>> batch)
    {
        foreach (DeviceQuestion<PortfolioJob, SimulatedOutcomes> question in batch)
        {
            if (question.Checked(() => MonteCarlo.Checked(question.Job, 1)) is not { } runner) continue;
            Simulation asked = new(runner, question.Job.Paths, question.Job.Weights.Count * 2, question.Job.Confidences, null);
            question.Answered(() => runner.Show(new SimulationOnDevice(device, asked, question.Stop))!);
        }
    }
}
