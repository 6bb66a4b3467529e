namespace NeuralTrader.Compute.Devices;

/// <summary>A sort of computation that a device can do as well as the processor, with the same bits.</summary>
public abstract class DeviceKernel
{
    private protected DeviceKernel()
    {
    }

    /// <summary>What it computes, in a word.</summary>
    public abstract string Kind { get; }

    /// <summary>What its work is counted in, such as "path-steps".</summary>
    public abstract string Unit { get; }

    /// <summary>Whether a device gives the reference's bits.</summary>
    internal abstract bool IsSame(DeviceSession device);

    /// <summary>How long a device takes.</summary>
    internal abstract CostModel Measure(DeviceSession device);

    /// <summary>How long the processor takes.</summary>
    internal abstract CostModel MeasureProcessor();
}

/// <summary>A sort of computation with its types.</summary>
/// <typeparam name="TJob">What is asked.</typeparam>
/// <typeparam name="TResult">What is answered.</typeparam>
public abstract class DeviceKernel<TJob, TResult> : DeviceKernel
{
    private protected DeviceKernel()
    {
    }

    /// <summary>A question whose answer a device must give to the bit, and two, small and large, whose time is taken.</summary>
    private protected abstract (TJob Check, TJob Small, TJob Large) Samples { get; }

    /// <summary>How much work a question is, in units.</summary>
    internal abstract double Work(TJob job);

    /// <summary>Computes on the processor, with all the width and cores it has.</summary>
    internal abstract TResult OnProcessor(TJob job, CancellationToken stop);

    /// <summary>Computes on the processor in one lane: what every width and device must equal.</summary>
    internal abstract TResult Reference(TJob job);

    /// <summary>Answers all questions of a batch; between launches it leaves out those whose callers gave up.</summary>
    internal abstract void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<TJob, TResult>> batch);

    /// <summary>Whether two answers have the same bits.</summary>
    internal abstract bool IsSame(TResult a, TResult b);

    /// <inheritdoc/>
    internal override bool IsSame(DeviceSession device) => IsSame(Reference(Samples.Check), Answer(device, Samples.Check));

    /// <inheritdoc/>
    internal override CostModel Measure(DeviceSession device) => Line(job => Answer(device, job));

    /// <inheritdoc/>
    internal override CostModel MeasureProcessor() => Line(job => OnProcessor(job, CancellationToken.None));

    private CostModel Line(Func<TJob, TResult> compute)
    {
        (_, TJob small, TJob large) = Samples;
        compute(small); // compiles
        return CostModel.Through(
            Work(small), CostModel.BestSeconds(() => compute(small)), Work(large), CostModel.BestSeconds(() => compute(large)));
    }

    private TResult Answer(DeviceSession device, TJob job)
    {
        DeviceQuestion<TJob, TResult> question = new(this, job, CancellationToken.None);
        Run(device, [question]);
        return question.Answer.GetAwaiter().GetResult();
    }
}
