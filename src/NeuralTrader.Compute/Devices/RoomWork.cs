namespace NeuralTrader.Compute.Devices;

/// <summary>A computation that was brought to a room.</summary>
internal abstract class RoomWork(Effort effort, double due)
{
    /// <summary>How long it was thought to take.</summary>
    public Effort Effort => effort;

    /// <summary>When it must have been answered, on the room's clock in seconds.</summary>
    public double Due => due;

    /// <summary>Its place among those that wait: less goes first.</summary>
    public double Turn { get; set; }

    /// <summary>When it began; NaN while it waits.</summary>
    public double Began { get; set; } = double.NaN;

    /// <summary>True where it runs in the place kept for short work.</summary>
    public bool IsExpress { get; set; }

    /// <summary>Computes on the calling thread.</summary>
    /// <param name="leave">Called before the caller hears of the end, so that the place is free by then; true where the work was done.</param>
    public abstract void Compute(Action<RoomWork, bool> leave);

    /// <summary>Answers with a refusal.</summary>
    public abstract void Refuse(Refusal refusal);

    /// <summary>Ends work that nobody waits for any more.</summary>
    public abstract void Cancel();
}

/// <summary>A computation with its result.</summary>
internal sealed class RoomWork<T>(Effort effort, double due, Func<CancellationToken, T> work, CancellationToken stop) : RoomWork(effort, due)
{
    private readonly TaskCompletionSource<Answer<T>> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer to come.</summary>
    public Task<Answer<T>> Answer => answer.Task;

    /// <inheritdoc/>
    public override void Compute(Action<RoomWork, bool> leave)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            T result = work(stop);
            leave(this, true);
            answer.SetResult(result);
        }
        catch (OperationCanceledException)
        {
            leave(this, false);
            answer.TrySetCanceled(stop);
        }
#pragma warning disable CA1031 // whatever the work throws is the caller's
        catch (Exception fault)
#pragma warning restore CA1031
        {
            leave(this, false);
            answer.TrySetException(fault);
        }
    }

    /// <inheritdoc/>
    public override void Refuse(Refusal refusal) => answer.TrySetResult(refusal);

    /// <inheritdoc/>
    public override void Cancel() => answer.TrySetCanceled(stop);
}
