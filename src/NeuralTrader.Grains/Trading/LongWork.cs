namespace NeuralTrader.Grains.Trading;

/// <summary>
/// Work without waiting that takes more than a few milliseconds, on threads of its own and on half of the machine at most: where many portfolios
/// come to a silo at once, it still answers the other members, who would take it for dead.
/// </summary>
internal static class LongWork
{
    private static readonly SemaphoreSlim Places = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Does it, when there is a place.</summary>
    public static async Task<T> Run<T>(Func<T> work)
    {
        await Places.WaitAsync().ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            Places.Release();
        }
    }
}
