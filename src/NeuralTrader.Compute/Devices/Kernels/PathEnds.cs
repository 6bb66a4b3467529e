using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>Asks where paths end.</summary>
/// <typeparam name="TModel">The law.</typeparam>
/// <param name="Model">Its parameters.</param>
/// <param name="Key">Seed and job.</param>
/// <param name="Steps">Steps of a path, at least 1.</param>
/// <param name="Paths">How many, at least 1.</param>
internal readonly record struct PathEndsJob<TModel>(TModel Model, DrawKey Key, int Steps, int Paths)
    where TModel : unmanaged, IPathModel;

/// <summary>Where paths of one law end: ln(S / S₀) after the last step, shape [paths].</summary>
/// <typeparam name="TModel">The law.</typeparam>
/// <param name="law">What the law is called.</param>
/// <param name="sample">Parameters to test and measure a device with.</param>
internal sealed class PathEnds<TModel>(string law, TModel sample) : DeviceKernel<PathEndsJob<TModel>, float[]>
    where TModel : unmanaged, IPathModel
{
    private const int SampleSteps = 7; // whole blocks of draws, and a rest
    private const double WorkOfLaunch = 2e8; // path-steps: some milliseconds, the longest that who gives up waits for the device

    /// <inheritdoc/>
    public override string Kind => $"{law} path ends";

    /// <summary>For who needs no test parameters.</summary>
    public static PathEnds<TModel> Shared { get; } = new("", default);

    /// <inheritdoc/>
    public override string Unit => "path-steps";

    /// <inheritdoc/>
    private protected override PathEndsJob<TModel> Sample(double work) => new(sample, DrawKey.Of(20_26, 1), SampleSteps, (int)Math.Ceiling(work / SampleSteps));

    /// <inheritdoc/>
    internal override double Work(PathEndsJob<TModel> job) => (double)job.Paths * job.Steps;

    /// <inheritdoc/>
    internal override float[] Reference(PathEndsJob<TModel> job) => Walk(job, 1, CancellationToken.None);

    /// <inheritdoc/>
    internal override float[] OnProcessor(PathEndsJob<TModel> job, CancellationToken stop) => Walk(job, PathRunner.WidestLanes, stop);

    /// <inheritdoc/>
    internal override bool IsSame(float[] a, float[] b) => MemoryMarshal.AsBytes<float>(a).SequenceEqual(MemoryMarshal.AsBytes<float>(b));

    /// <inheritdoc/>
    internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<PathEndsJob<TModel>, float[]>> batch)
    {
        Action<AcceleratorStream, KernelConfig, ArrayView<PathRun<TModel>>, int, ArrayView<float>> walk = Walker(device);
        float[][] ends = [.. batch.Select(question => new float[question.Job.Paths])];
        int most = batch.Max(question => question.Job.Paths), longest = batch.Max(question => question.Job.Steps);
        int stride = (int)Math.Clamp(
            Math.Min(WorkOfLaunch / longest, device.Slots[0].OutBytes / (double)sizeof(float)) / batch.Count, 1, most);
        for (int first = 0; first < most && batch.Any(question => !question.IsCanceled); first += stride)
        {
            PathRun<TModel>[] runs = [.. batch.Select(question => Part(question, first, stride))];
            DeviceSlot slot = device.NextSlot();
            ArrayView<float> output = slot.Output<float>(runs.Length * stride);
            walk(slot.Stream, device.Threads(stride, runs.Length), slot.Send<PathRun<TModel>>(runs), stride, output);
            int from = first;
            slot.Fetch<float>(runs.Length * stride, values =>
            {
                for (int i = 0; i < runs.Length; i++) values.Slice(i * stride, runs[i].Count).CopyTo(ends[i].AsSpan(Math.Min(from, ends[i].Length)));
            });
        }
        device.LandAll();
        for (int i = 0; i < batch.Count; i++)
        {
            if (batch[i].IsCanceled) batch[i].Cancel();
            else batch[i].Complete(ends[i]);
        }
    }

    /// <summary>The kernel, compiled.</summary>
    internal static Action<AcceleratorStream, KernelConfig, ArrayView<PathRun<TModel>>, int, ArrayView<float>> Walker(DeviceSession device) => device.Kernel(
        typeof(TModel), accelerator => accelerator.LoadKernel<ArrayView<PathRun<TModel>>, int, ArrayView<float>>(PathKernels.Walk));

    private static PathRun<TModel> Part(DeviceQuestion<PathEndsJob<TModel>, float[]> question, int first, int most) =>
        new(question.Job.Model, question.Job.Key, question.Job.Steps, (uint)first, question.IsCanceled ? 0 : Math.Clamp(question.Job.Paths - first, 0, most));

    // Blocks, so that who gives up is heard.
    private static unsafe float[] Walk(PathEndsJob<TModel> job, int lanes, CancellationToken stop)
    {
        const int block = 1 << 14;
        PathRunner runner = PathRunner.Of(job.Model, job.Key, job.Steps, lanes);
        float[] ends = new float[job.Paths + PathRunner.Overhang];
        fixed (float* first = ends)
        {
            for (int path = 0; path < job.Paths; path += block)
            {
                stop.ThrowIfCancellationRequested();
                runner.Ends((uint)path, Math.Min(block, job.Paths - path), first + path);
            }
        }
        return ends[..job.Paths];
    }
}
