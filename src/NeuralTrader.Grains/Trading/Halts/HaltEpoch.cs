using NeuralTrader.Domain.Trading.Halts;

namespace NeuralTrader.Grains.Trading.Halts;

/// <summary>The time in which one state of the halts held on this silo, and how many orders that were let in by it are under way.</summary>
/// <param name="halts">The state.</param>
internal sealed class HaltEpoch(TradingHalts halts)
{
    private const int Closed = int.MinValue / 2;

    private readonly TaskCompletionSource emptied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int inside;

    public TradingHalts Halts { get; } = halts;

    /// <summary>Ends when nobody more comes in and the last one has left.</summary>
    public Task Emptied => emptied.Task;

    /// <summary>Counts one in; false once it is closed.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref inside) > 0) return true;
        Leave(); // and it may be the last one to do so
        return false;
    }

    /// <summary>Counts one out.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref inside) == Closed) emptied.TrySetResult();
    }

    /// <summary>Lets nobody in any more. Called once.</summary>
    public void Close()
    {
        if (Interlocked.Add(ref inside, Closed) == Closed) emptied.TrySetResult();
    }
}
