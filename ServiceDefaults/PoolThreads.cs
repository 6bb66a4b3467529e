namespace NeuralTrader.ServiceDefaults;

/// <summary>How many threads a process may use at once before its pool hesitates.</summary>
internal static class PoolThreads
{
    private const int PerProcessor = 4, Fewest = 16;

    /// <summary>
    /// Stock, a pool has one thread for each processor and adds one or two a second: a few that wait for a file or a database keep a member
    /// from answering the others for the three seconds after which it is declared dead.
    /// </summary>
    public static void Raise()
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Math.Max(Fewest, PerProcessor * Environment.ProcessorCount)), ports);
    }
}
