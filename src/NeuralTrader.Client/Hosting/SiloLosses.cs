namespace NeuralTrader.Client.Hosting;

/// <summary>Tells callers that wait for long when a connection to a silo ended: what they wait for may have died with it.</summary>
internal sealed class SiloLosses
{
    private TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the next loss.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    /// <summary>The number of gateways that are connected changed.</summary>
    public void Note(int before, int now)
    {
        if (now < before) Interlocked.Exchange(ref next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }
}
