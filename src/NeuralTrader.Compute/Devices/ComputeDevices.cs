using System.Collections.Immutable;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using NeuralTrader.Compute.Devices.Kernels;

namespace NeuralTrader.Compute.Devices;

/// <summary>What a silo may compute with beside its processor.</summary>
public sealed record ComputeOptions
{
    /// <summary>False leaves CUDA devices alone.</summary>
    public bool UseCuda { get; init; } = true;

    /// <summary>File name or path of NVIDIA's driver; null for its usual name, libcuda.so.1 or nvcuda.dll.</summary>
    public string? CudaLibrary { get; init; }
}

/// <summary>
/// The devices of a silo. Nothing is touched before <see cref="Start"/>; where there is no driver that is all that happens, and nothing that a
/// driver does can stop the silo.
/// </summary>
public sealed class ComputeDevices : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan[] Again = [TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1)];

    private readonly ComputeOptions options;
    private readonly ComputeMetrics metrics;
    private readonly Func<IReadOnlyList<Func<DeviceSession>>>? find;
    private readonly TimeSpan firstPause;
    private readonly Lock gate = new();
    private readonly IReadOnlyList<DeviceKernel> kernels;
    private readonly ProcessorSpeeds processor;
    private ImmutableArray<DeviceHost> hosts = [];
    private Task? starting;
    private volatile string absence = "it has not been looked for yet";

    internal ComputeDevices(
        ComputeOptions options, ComputeMetrics metrics, Func<IReadOnlyList<Func<DeviceSession>>>? find = null, IReadOnlyList<DeviceKernel>? kernels = null,
        TimeSpan? firstPause = null)
    {
        (this.options, this.metrics, this.kernels) = (options, metrics, kernels ?? DeviceKernels.All);
        this.find = find;
        metrics.Hosts = () => hosts;
        processor = new(this.kernels, kernel => kernel.MeasureProcessor(), Again);
        this.firstPause = firstPause ?? FirstPause;
    }

    /// <summary>Looks for devices, tests and measures them, beside whoever asks.</summary>
    /// <returns>Ends when every device has been tested; has ended where there is no driver.</returns>
    public Task Start()
    {
        lock (gate)
        {
            return starting ??= IsDriverThere()
                ? Task.Factory.StartNew(Open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()
                : Task.CompletedTask;
        }
    }

    /// <summary>True where a CUDA device has passed its test and computes.</summary>
    public bool HasCuda => hosts.Any(host => host.Status.State == DeviceState.Ready);

    /// <summary>Why there is no CUDA device; null where there is one, in whatever state.</summary>
    public string? WhyNoCuda => hosts.IsEmpty ? absence : null;

    /// <summary>The CUDA devices as they are now.</summary>
    public IReadOnlyList<DeviceReport> Cuda() =>
        [.. hosts.Select(host => (host, now: host.Status)).Select(one => new DeviceReport(
            "cuda", one.now.Name, one.now.State, one.now.Reason, one.now.MemoryBytes, one.now.Driver, Speeds(one.now.Costs),
            one.host.Waiting, one.host.Batches))];

    /// <summary>How fast the processor does what devices can do as well; measured when first asked for, in some milliseconds, and twice in the minute after; the fastest counts.</summary>
    public IReadOnlyList<KernelSpeed> Processor() => Speeds(processor.Now);

    /// <inheritdoc/>
    public void Dispose()
    {
        processor.Dispose();
        foreach (DeviceHost host in hosts) host.Dispose();
    }

    /// <summary>The device to ask, or null and why none.</summary>
    internal DeviceHost? Choose(DeviceKernel kernel, double work, DeviceWish wish, out string reason)
    {
        reason = "";
        if (wish == DeviceWish.Cpu) return null;
        if (hosts.IsEmpty)
        {
            reason = $"There is no CUDA device: {absence}.";
            return null;
        }
        DeviceHost? ready = hosts.Where(host => host.Status.State == DeviceState.Ready).MinBy(host => host.Waiting);
        if (ready is null)
        {
            reason = hosts[0].Status.Sentence(hosts[0].Kind);
            return null;
        }
        if (wish == DeviceWish.Cuda || !ready.Status.Costs.TryGetValue(kernel, out CostModel device)) return ready;
        return device.Seconds(work) < processor.Now[kernel].Seconds(work) ? ready : null;
    }

    private async Task Open()
    {
        try
        {
            IReadOnlyList<Func<DeviceSession>> found = find is null ? FindCuda() : find();
            hosts = [.. found.Select(open => new DeviceHost("cuda", open, kernels, metrics, firstPause))];
            await Task.WhenAll(hosts.Select(host => host.Started)).ConfigureAwait(false);
            if (HasCuda) _ = processor.Now;
        }
#pragma warning disable CA1031 // a driver may fail in any way, and the silo goes on
        catch (Exception fault)
#pragma warning restore CA1031
        {
            absence = $"the driver failed: {fault.Message.TrimEnd('.')}";
        }
    }

    private bool IsDriverThere()
    {
        if (find is not null) return true;
        absence = options.UseCuda ? CudaDriver.Load(options.CudaLibrary) ?? "" : "the configuration leaves it alone";
        if (absence.Length > 0) return false;
        absence = "it is being looked for";
        return true;
    }

    private IReadOnlyList<Func<DeviceSession>> FindCuda()
    {
        ImmutableArray<Device> found = CudaDevice.GetDevices(_ => true);
        if (found.IsEmpty) absence = $"{options.CudaLibrary ?? CudaDriver.UsualName} shows none";
        return [.. Enumerable.Range(0, found.Length).Select(index => (Func<DeviceSession>)(() => DeviceSession.Cuda(index)))];
    }

    private static IReadOnlyList<KernelSpeed> Speeds(IReadOnlyDictionary<DeviceKernel, CostModel> costs) =>
        [.. costs.Select(cost => new KernelSpeed(cost.Key.Kind, cost.Key.Unit, cost.Value))];
}

/// <summary>A device as it is now.</summary>
/// <param name="Kind">"cuda".</param>
/// <param name="Name">As its maker calls it.</param>
/// <param name="State">How it is.</param>
/// <param name="Reason">Why it is as it is.</param>
/// <param name="MemoryBytes">Its memory; null where it was never open.</param>
/// <param name="Driver">The driver's version; null where there is none.</param>
/// <param name="Speeds">How fast it does what; empty where it does nothing.</param>
/// <param name="Waiting">Questions that wait for it.</param>
/// <param name="Batches">What it was given since the silo started.</param>
public sealed record DeviceReport(
    string Kind, string Name, DeviceState State, string Reason, long? MemoryBytes, string? Driver, IReadOnlyList<KernelSpeed> Speeds, int Waiting,
    IReadOnlyList<KernelBatches> Batches);

/// <summary>What a device was given of one sort of work: questions that wait together are one batch.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Batches">How often.</param>
/// <param name="Questions">How many questions these were.</param>
/// <param name="Largest">Questions of the largest batch.</param>
public sealed record KernelBatches(string Kind, long Batches, long Questions, int Largest);

/// <summary>How fast a sort of work is done.</summary>
/// <param name="Kind">What is computed.</param>
/// <param name="Unit">What work is counted in.</param>
/// <param name="Cost">How long it takes.</param>
public sealed record KernelSpeed(string Kind, string Unit, CostModel Cost);
