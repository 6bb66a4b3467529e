using Orleans.Storage;

namespace NeuralTrader.Grains.Hosting;

internal static class StateCommit
{
    /// <summary>Saves a next state; when that fails, the grain goes on with the one before, so that a retry is not taken for done.</summary>
    /// <exception cref="StorageUnavailableException">The store failed.</exception>
    /// <exception cref="InconsistentStateException">Another activation wrote; Orleans ends this one.</exception>
    public static async Task Commit<T>(this IPersistentState<T> stored, T next)
    {
        T before = stored.State;
        stored.State = next;
        try
        {
            await stored.WriteStateAsync();
        }
        catch (Exception fault) // each store has faults of its own, and none of them crosses the wire
        {
            stored.State = before;
            if (fault is InconsistentStateException) throw;
            throw new StorageUnavailableException($"The state could not be saved: {fault.Message}");
        }
    }
}
