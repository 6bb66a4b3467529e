using System.Diagnostics;

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
    private const double MostWork = 1e9, LongEnough = 0.01;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(150); // the runtime compiles twice, the second time better

    /// <summary>What a device is tested with, in units.</summary>
    private protected const double LeastWork = 1_000;

    private protected DeviceKernel()
    {
    }

    /// <summary>A question of about so much work: a device is tested with a small one and measured with ever larger ones.</summary>
    private protected abstract TJob Sample(double work);

    /// <summary>How much work a question is, in units.</summary>
    internal abstract double Work(TJob job);

    /// <summary>Why a device cannot answer this question, as a sentence for the caller; null where it can.</summary>
    internal virtual string? WhyNot(TJob job) => null;

    /// <summary>Computes on the processor, with all the width and cores it has.</summary>
    internal abstract TResult OnProcessor(TJob job, CancellationToken stop);

    /// <summary>Computes on the processor in one lane: what every width and device must equal.</summary>
    internal abstract TResult Reference(TJob job);

    /// <summary>Answers all questions of a batch; between launches it leaves out those whose callers gave up.</summary>
    internal abstract void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<TJob, TResult>> batch);

    /// <summary>Whether two answers have the same bits.</summary>
    internal abstract bool IsSame(TResult a, TResult b);

    /// <inheritdoc/>
    internal override bool IsSame(DeviceSession device) => IsSame(Reference(Sample(LeastWork)), Answer(device, Sample(LeastWork)));

    /// <inheritdoc/>
    internal override CostModel Measure(DeviceSession device) => Line(job => Answer(device, job));

    /// <inheritdoc/>
    internal override CostModel MeasureProcessor()
    {
        TJob job = Sample(8 * LeastWork);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;) OnProcessor(job, CancellationToken.None);
        return Line(job => OnProcessor(job, CancellationToken.None));
    }

    // The larger question takes long enough to tell its slope from the fixed part, on whatever it runs.
    private CostModel Line(Func<TJob, TResult> compute)
    {
        TJob little = Sample(LeastWork), much;
        compute(little); // compiles
        double less = CostModel.BestSeconds(() => compute(little)), more, work = LeastWork;
        do
        {
            work *= 8;
            much = Sample(work);
            more = CostModel.BestSeconds(() => compute(much));
        }
        while (more < LongEnough && work < MostWork);
        less = Math.Min(less, CostModel.BestSeconds(() => compute(little))); // once more, now that the larger ones have warmed it
        return CostModel.Through(Work(little), less, Work(much), more) with { MeasuredAt = DateTime.UtcNow };
    }

    private protected TResult Answer(DeviceSession device, TJob job)
    {
        DeviceQuestion<TJob, TResult> question = new(this, job, CancellationToken.None);
        Run(device, [question]);
        return question.Answer.GetAwaiter().GetResult();
    }
}
