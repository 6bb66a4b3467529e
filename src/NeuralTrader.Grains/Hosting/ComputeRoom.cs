namespace NeuralTrader.Grains.Hosting;

/// <summary>
/// Where long computations of this silo run, beside the grains' own threads: back-tests in one room, studies that callers wait for (comparisons,
/// simulations) in another, so that neither keeps the other, nor short questions, waiting.
/// </summary>
public sealed class ComputeRoom : IDisposable
{
    private const int MostWaiting = 256;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2); // also for callers whose cancellation does not arrive

    private readonly Room tests = new(Environment.ProcessorCount);
    private readonly Room studies = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Runs an account of a back-test.</summary>
    public Task<Answer<T>> Test<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken) => tests.Run(work, cancellationToken);

    /// <summary>Runs a comparison or a simulation.</summary>
    public Task<Answer<T>> Study<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken) => studies.Run(work, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        tests.Dispose();
        studies.Dispose();
    }

    private sealed class Room(int places) : IDisposable
    {
        private readonly SemaphoreSlim free = new(places);
        private int waiting;

        public async Task<Answer<T>> Run<T>(Func<CancellationToken, T> work, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref waiting) > MostWaiting)
            {
                Interlocked.Decrement(ref waiting);
                return new Refusal(RefusalKind.Overloaded, $"{MostWaiting} computations are waiting already; try again later.");
            }
            try
            {
                await free.WaitAsync(cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref waiting);
            }
            try
            {
                using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(Longest);
                return await Task.Run(() => work(limit.Token), limit.Token);
            }
            finally
            {
                free.Release();
            }
        }

        public void Dispose() => free.Dispose();
    }
}
