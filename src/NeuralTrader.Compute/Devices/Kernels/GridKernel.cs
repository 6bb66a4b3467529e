using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>
/// Strategy grids with the bars walked on a device. Indicators before and figures after are made on the processor by the code that makes its own,
/// and the few combinations whose sums do not do are run anew there as well.
/// </summary>
internal sealed class GridKernel : DeviceKernel<GridJob, GridFigures[]>
{
    private const int SampleBars = 512;
    private const long MostTable = 1L << 30; // bytes of indicators

    /// <inheritdoc/>
    public override string Kind => "strategy grids";

    /// <inheritdoc/>
    public override string Unit => "combination-bars";

    /// <inheritdoc/>
    private protected override GridJob Sample(double work) => new(
        new BacktestSpec("sma_cross", AllowShort: true), Walk(),
        GridParameters.Product(new GridAxis("fast", [3, 5]), new GridAxis("slow", Periods((int)Math.Ceiling(work / SampleBars / 2)))));

    /// <inheritdoc/>
    internal override double Work(GridJob job) => (double)job.Parameters.Count * job.Series.Count;

    /// <inheritdoc/>
    internal override string? WhyNot(GridJob job) => StrategyGrid.Task(job, 1).Plan.Needed.Count * (long)job.Series.Count * sizeof(double) <= MostTable
        ? null
        : "The indicators of this grid need more memory than a device is given; it runs on the processor.";

    /// <inheritdoc/>
    internal override GridFigures[] OnProcessor(GridJob job, CancellationToken stop) => StrategyGrid.Run(job, cancellationToken: stop).Figures;

    /// <inheritdoc/>
    internal override GridFigures[] Reference(GridJob job) => StrategyGrid.Run(job, 1, 1, null, CancellationToken.None).Figures;

    /// <inheritdoc/>
    /// <remarks>Every strategy with both accounts: each is a kernel of its own.</remarks>
    internal override bool IsSame(DeviceSession device) => GridRule.All.All(rule => Tests(rule).All(job => IsSame(Reference(job), Answer(device, job))));

    /// <inheritdoc/>
    internal override bool IsSame(GridFigures[] a, GridFigures[] b) => a.AsSpan().SequenceEqual(b);

    /// <inheritdoc/>
    internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<GridJob, GridFigures[]>> batch)
    {
        foreach (DeviceQuestion<GridJob, GridFigures[]> question in batch)
        {
            try
            {
                GridTask task = StrategyGrid.Task(question.Job, 1);
                question.Complete(GridEngines.Show(task, question.Job.Spec, new GridOnDevice(device, task, question.Stop)));
            }
            catch (InvalidInputException wrong)
            {
                question.Fail(wrong);
            }
            catch (OperationCanceledException)
            {
                question.Cancel();
                foreach (DeviceSlot slot in device.Slots) slot.Drop();
            }
        }
    }

    private static IEnumerable<GridJob> Tests(GridRule rule)
    {
        string period = rule.Inputs.Select(input => input.Parameter).First(name => name != rule.Larger); // small ones go with what the others are by default
        GridParameters some = GridParameters.Product(new GridAxis(period, [3, 5, 8]));
        var margin = new BacktestSpec(rule.Strategy, FillRule: FillRule.NextOpen, AllowShort: true);
        yield return new GridJob(margin, Walk(), some);
        yield return new GridJob(margin with { FillRule = FillRule.SameClose, AllowShort = false }, Walk(), some);
    }

    // Up in teeth and down at a stroke, so that averages cross and channels break.
    private static BarSeries Walk() => BarSeries.FromBars(
        new SeriesKey("TEST", BarInterval.Day, PriceBasis.TotalReturn), "USD", new Provenance("made up to test a device", IsSynthetic: true),
        [.. Enumerable.Range(0, SampleBars)
            .Select(t => (Day: new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(t), Price: 100.0 + (t * 7 % 23) + (t * t / 64 % 61)))
            .Select(at => new Bar(at.Day, at.Price, at.Price + 1, at.Price - 1, at.Price, 1))]);

    private static double[] Periods(int count) => [.. Enumerable.Range(0, count).Select(i => 6.0 + (i % 60))];
}
