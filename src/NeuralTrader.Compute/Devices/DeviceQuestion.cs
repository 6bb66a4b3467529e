namespace NeuralTrader.Compute.Devices;

/// <summary>A question in a device's queue.</summary>
internal abstract class DeviceQuestion(CancellationToken stop)
{
    /// <summary>What answers it; questions of one kernel are one batch.</summary>
    public abstract DeviceKernel Kernel { get; }

    /// <summary>True once its caller gave up.</summary>
    public bool IsCanceled => stop.IsCancellationRequested;

    /// <summary>Answers a batch of questions of this one's kernel.</summary>
    public abstract void Run(DeviceSession device, IReadOnlyList<DeviceQuestion> batch);

    /// <summary>Tells the caller that the device cannot answer; nothing happens where it was answered already.</summary>
    public abstract void Refuse(string reason);

    /// <summary>Ends a question whose caller gave up.</summary>
    public abstract void Cancel();
}

/// <summary>A question with its types.</summary>
internal sealed class DeviceQuestion<TJob, TResult>(DeviceKernel<TJob, TResult> kernel, TJob job, CancellationToken stop) : DeviceQuestion(stop)
{
    private readonly TaskCompletionSource<TResult> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken stop = stop;

    /// <inheritdoc/>
    public override DeviceKernel Kernel => kernel;

    /// <summary>What is asked.</summary>
    public TJob Job => job;

    /// <summary>Ends when its caller gives up.</summary>
    public CancellationToken Stop => stop;

    /// <summary>The answer to come.</summary>
    public Task<TResult> Answer => answer.Task;

    /// <summary>True once it was answered, in whatever way.</summary>
    public bool IsDone => answer.Task.IsCompleted;

    /// <summary>Tells the caller what is wrong with the question.</summary>
    public void Fail(Exception wrong) => answer.TrySetException(wrong);

    /// <summary>Answers.</summary>
    public void Complete(TResult result) => answer.TrySetResult(result);

    /// <summary>Answers with what comes of some work, unless its caller gave up. A job that is not in order is no fault of the device.</summary>
    public void Answered(Func<TResult> work)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            Complete(work());
        }
        catch (InvalidInputException wrong)
        {
            Fail(wrong);
        }
        catch (OperationCanceledException)
        {
            Cancel();
        }
    }

    /// <summary>What a check of the job gives; null where the job is not in order, which the caller is told.</summary>
    public TChecked? Checked<TChecked>(Func<TChecked> check)
        where TChecked : class
    {
        try
        {
            return check();
        }
        catch (InvalidInputException wrong)
        {
            Fail(wrong);
            return null;
        }
    }

    /// <inheritdoc/>
    public override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion> batch) =>
        kernel.Run(device, [.. batch.Cast<DeviceQuestion<TJob, TResult>>()]);

    /// <inheritdoc/>
    public override void Refuse(string reason) => answer.TrySetException(new DeviceUnavailableException(reason));

    /// <inheritdoc/>
    public override void Cancel() => answer.TrySetCanceled(stop);
}

/// <summary>A device did not answer; the processor can.</summary>
internal sealed class DeviceUnavailableException(string reason) : Exception(reason);
