namespace NeuralTrader.Grains;

internal static class PersistentStateExtensions
{
    /// <summary>Makes a state the grain's state once it is stored; when storing fails the old one stays and the fault flies on.</summary>
    public static async Task Commit<TState>(this IPersistentState<TState> persistent, TState next)
    {
        TState before = persistent.State;
        persistent.State = next;
        try
        {
            await persistent.WriteStateAsync();
        }
        catch
        {
            persistent.State = before;
            throw;
        }
    }
}
