using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace NeuralTrader.Compute.Devices;

/// <summary>How a device is.</summary>
public enum DeviceState
{
    /// <summary>It is being opened, tested and measured.</summary>
    Starting = 1,

    /// <summary>It computes.</summary>
    Ready = 2,

    /// <summary>It failed and will be opened anew after a pause; meanwhile the processor computes.</summary>
    Degraded = 3,

    /// <summary>It gave other bits than the processor and is not used.</summary>
    Faulty = 4,

    /// <summary>It is closed.</summary>
    Closed = 5,
}

/// <summary>
/// A device and the one thread that talks to it. While it computes, questions gather; when it is free, all of a kind that wait become one launch,
/// so that batches form without a timer and nobody waits for one. After a fault the session is thrown away, the questions are handed back for the
/// processor to answer, and the device is opened anew after a pause that doubles with every failure.
/// </summary>
internal sealed class DeviceHost : IDisposable
{
    private const int MostWaiting = 4096, LargestBatch = 1024;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly Channel<DeviceQuestion> asked = Channel.CreateBounded<DeviceQuestion>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<DeviceSession> open;
    private readonly IReadOnlyList<DeviceKernel> kernels;
    private readonly ComputeMetrics metrics;
    private readonly TimeSpan firstPause;
    private readonly Thread thread;
    private readonly ConcurrentDictionary<string, KernelBatches> batches = new(StringComparer.Ordinal);
    private DeviceSession? session;
    private TimeSpan pause;
    private volatile DeviceStatus status;

    /// <summary>Starts the thread; the device is opened, tested and measured there.</summary>
    /// <param name="kind">"cuda".</param>
    /// <param name="open">Opens the device.</param>
    /// <param name="kernels">What it is tested and measured with.</param>
    /// <param name="metrics">Where batches are counted.</param>
    /// <param name="firstPause">How long it rests after its first failure.</param>
    public DeviceHost(string kind, Func<DeviceSession> open, IReadOnlyList<DeviceKernel> kernels, ComputeMetrics metrics, TimeSpan firstPause)
    {
        (Kind, this.open, this.kernels, this.metrics, this.firstPause, pause) = (kind, open, kernels, metrics, firstPause, firstPause);
        status = new DeviceStatus(DeviceState.Starting, kind, null, null, "it is being tested and measured", new Dictionary<DeviceKernel, CostModel>());
        thread = new Thread(Serve) { IsBackground = true, Name = $"device {kind}" };
        thread.Start();
    }

    /// <summary>"cuda".</summary>
    public string Kind { get; }

    /// <summary>How the device is.</summary>
    public DeviceStatus Status => status;

    /// <summary>Questions that wait for it.</summary>
    public int Waiting => asked.Reader.Count;

    /// <summary>What it was given since the silo started, by kind.</summary>
    public IReadOnlyList<KernelBatches> Batches => [.. batches.Values.OrderBy(batch => batch.Kind, StringComparer.Ordinal)];

    /// <summary>Ends when the device has been opened and tested for the first time, whatever came of it.</summary>
    public Task Started => started.Task;

    /// <summary>Asks the device.</summary>
    /// <exception cref="DeviceUnavailableException">It cannot answer; the reason is a sentence for the caller.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<TResult> Ask<TJob, TResult>(DeviceKernel<TJob, TResult> kernel, TJob job, CancellationToken cancellationToken)
    {
        DeviceStatus now = status;
        if (now.State != DeviceState.Ready) throw new DeviceUnavailableException(now.Sentence(Kind));
        DeviceQuestion<TJob, TResult> question = new(kernel, job, cancellationToken);
        if (!asked.Writer.TryWrite(question)) throw new DeviceUnavailableException($"The {Kind} device has {MostWaiting} questions waiting.");
        if (status.State != DeviceState.Ready) question.Refuse(status.Sentence(Kind)); // it failed after the first look, perhaps with the queue emptied
        await using (cancellationToken.UnsafeRegister(static asked => ((DeviceQuestion)asked!).Cancel(), question).ConfigureAwait(false))
            return await question.Answer.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closing.Cancel();
        asked.Writer.TryComplete();
        thread.Join(TimeSpan.FromSeconds(10));
    }

    private void Serve()
    {
        List<DeviceQuestion> waiting = [];
        try
        {
            while (!closing.IsCancellationRequested)
            {
                if (session is null && !Open()) continue;
                while (asked.Reader.TryRead(out DeviceQuestion? question)) waiting.Add(question);
                foreach (DeviceQuestion gone in waiting.Where(question => question.IsCanceled)) gone.Cancel();
                waiting.RemoveAll(question => question.IsCanceled);
                if (waiting.Count == 0) Wait(asked.Reader.WaitToReadAsync(closing.Token).AsTask());
                else Launch(waiting);
            }
        }
        catch (OperationCanceledException)
        {
            // closing
        }
        finally
        {
            status = status with { State = DeviceState.Closed, Reason = "it is closed" };
            Refuse(waiting);
            CloseSession();
            started.TrySetResult();
        }
    }

    // The oldest question decides the kind; the others of that kind go with it.
    private void Launch(List<DeviceQuestion> waiting)
    {
        List<DeviceQuestion> batch = [.. waiting.Where(question => ReferenceEquals(question.Kernel, waiting[0].Kernel)).Take(LargestBatch)];
        waiting.RemoveAll(batch.Contains);
        string work = batch[0].Kernel.Kind;
        metrics.Launched(Kind, work, batch.Count);
        KernelBatches before = batches.GetValueOrDefault(work) ?? new KernelBatches(work, 0, 0, 0); // this thread alone counts
        batches[work] = new KernelBatches(work, before.Batches + 1, before.Questions + batch.Count, Math.Max(before.Largest, batch.Count));
        long start = Stopwatch.GetTimestamp();
        try
        {
            batch[0].Run(session!, batch);
            pause = firstPause;
        }
#pragma warning disable CA1031 // a driver may fail in any way; the processor answers instead
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Degrade(fault);
            foreach (DeviceQuestion question in batch) question.Refuse(status.Sentence(Kind));
            Refuse(waiting);
        }
        finally
        {
            metrics.Worked(Kind, Stopwatch.GetElapsedTime(start));
        }
    }

    private bool Open()
    {
        try
        {
            session = open();
            DeviceKernel? wrong = kernels.FirstOrDefault(kernel => !kernel.IsSame(session));
            string name = session.Accelerator.Name;
            long memory = session.Accelerator.MemorySize;
            Dictionary<DeviceKernel, CostModel> costs = wrong is null ? kernels.ToDictionary(kernel => kernel, kernel => kernel.Measure(session)) : [];
            status = wrong is null
                ? new DeviceStatus(DeviceState.Ready, name, memory, session.Driver, "its answers have the processor's bits", costs)
                : new DeviceStatus(DeviceState.Faulty, name, memory, session.Driver, $"its {wrong.Kind} have other bits than the processor's", costs);
            if (wrong is null) return true;
            CloseSession();
        }
#pragma warning disable CA1031 // a driver may fail in any way, and the silo goes on
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Degrade(fault);
        }
        finally
        {
            started.TrySetResult();
        }
        if (status.State == DeviceState.Faulty) Wait(Task.Delay(Timeout.Infinite, closing.Token));
        Wait(Task.Delay(pause, closing.Token));
        pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        return false;
    }

    private void Degrade(Exception fault)
    {
        CloseSession();
        string what = fault is AggregateException { InnerException: { } inner } ? inner.Message : fault.Message;
        status = status with { State = DeviceState.Degraded, Reason = $"it failed: {what.TrimEnd('.')}" };
    }

    private void Refuse(List<DeviceQuestion> waiting)
    {
        while (asked.Reader.TryRead(out DeviceQuestion? question)) waiting.Add(question);
        foreach (DeviceQuestion question in waiting) question.Refuse(status.Sentence(Kind));
        waiting.Clear();
    }

    private void CloseSession()
    {
        try
        {
            session?.Dispose();
        }
#pragma warning disable CA1031 // what is broken may break once more when it is closed
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Debug.WriteLine(fault);
        }
        session = null;
    }

    private static void Wait(Task task) => task.GetAwaiter().GetResult();
}

/// <summary>How a device is, and what was found out about it.</summary>
/// <param name="State">How it is.</param>
/// <param name="Name">As its maker calls it.</param>
/// <param name="MemoryBytes">Its memory; null where it was never open.</param>
/// <param name="Driver">The driver's version; null where there is none.</param>
/// <param name="Reason">Why it is as it is.</param>
/// <param name="Costs">How long each kind of work takes.</param>
internal sealed record DeviceStatus(
    DeviceState State, string Name, long? MemoryBytes, string? Driver, string Reason, IReadOnlyDictionary<DeviceKernel, CostModel> Costs)
{
    /// <summary>The state as a reason why the processor answered.</summary>
    public string Sentence(string kind) => $"The {kind} device is {State.ToString().ToLowerInvariant()}: {Reason}.";
}
