namespace NeuralTrader.Compute.Risk;

/// <summary>Hands numbered pieces of work to threads, each the next one as soon as it is free.</summary>
internal static class Workers
{
    /// <summary>Does pieces 0 to <paramref name="pieces"/> − 1, in any order, and returns when all are done.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="threads">At most this many at a time; 0 for one a core.</param>
    /// <param name="work">What to do with a piece.</param>
    /// <param name="cancellationToken">Ends the work between two pieces.</param>
    public static void ForEach(int pieces, int threads, Action<int> work, CancellationToken cancellationToken = default) =>
        ForEach(pieces, threads, () => work, (piece, todo) => todo(piece), cancellationToken);

    /// <summary>The same, with something that each thread has for itself, such as a buffer.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="threads">At most this many at a time; 0 for one a core.</param>
    /// <param name="own">Makes what a thread has for itself; it is disposed of in the end.</param>
    /// <param name="work">What to do with a piece.</param>
    /// <param name="cancellationToken">Ends the work between two pieces.</param>
    public static void ForEach<TOwn>(int pieces, int threads, Func<TOwn> own, Action<int, TOwn> work, CancellationToken cancellationToken = default)
    {
        int most = Math.Min(pieces, threads > 0 ? threads : Environment.ProcessorCount), next = -1;
        if (most > 1) Parallel.For(0, most, new ParallelOptions { MaxDegreeOfParallelism = most, CancellationToken = cancellationToken }, _ => Work());
        else Work();

        void Work()
        {
            TOwn mine = own();
            try
            {
                for (int piece = Interlocked.Increment(ref next); piece < pieces; piece = Interlocked.Increment(ref next))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    work(piece, mine);
                }
            }
            finally
            {
                (mine as IDisposable)?.Dispose();
            }
        }
    }
}
