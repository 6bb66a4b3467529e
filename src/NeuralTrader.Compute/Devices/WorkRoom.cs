using System.Collections.Concurrent;

namespace NeuralTrader.Compute.Devices;

/// <summary>
/// A few threads of its own for one sort of work, and a bounded queue in front of them. The threads are not the pool's: long work there would keep
/// everything else that the process does waiting.
/// </summary>
/// <param name="name">What the room is for; its threads and its metrics carry it.</param>
/// <param name="places">How many computations run at once.</param>
/// <param name="mostWaiting">How many may wait; one more is refused.</param>
internal sealed class WorkRoom(string name, int places, int mostWaiting) : IDisposable
{
    private readonly SemaphoreSlim free = new(places);
    private readonly BlockingCollection<Action> taken = []; // never more than there are places: a computation comes here once it has one
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private int threads, waiting, running;

    /// <summary>What the room is for.</summary>
    public string Name => name;

    /// <summary>Computations that wait for a place.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Computations that run.</summary>
    public int Running => Volatile.Read(ref running);

    /// <summary>Waits for a place and computes.</summary>
    /// <param name="work">Looks at its token often; its place is free once it returns or throws.</param>
    /// <param name="longest">How long waiting and computing may take together.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>The result, or the refusal of a queue that is full or of work that took too long.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up, or the room closes.</exception>
    public async Task<Answer<T>> Run<T>(Func<CancellationToken, T> work, TimeSpan longest, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token);
        limit.CancelAfter(longest);
        try
        {
            if (!free.Wait(0, CancellationToken.None))
            {
                if (Interlocked.Increment(ref waiting) > mostWaiting)
                {
                    Interlocked.Decrement(ref waiting);
                    return new Refusal(RefusalKind.Overloaded, $"{mostWaiting} computations are waiting already; try again later.");
                }
                try
                {
                    await free.WaitAsync(limit.Token).ConfigureAwait(false);
                }
                finally
                {
                    Interlocked.Decrement(ref waiting);
                }
            }
            return await OnThread(work, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested && !closing.IsCancellationRequested)
        {
            return TooLong(longest);
        }
    }

    /// <summary>The refusal of work that took too long.</summary>
    public static Refusal TooLong(TimeSpan longest) => new(
        RefusalKind.ComputationTooLong,
        FormattableString.Invariant($"The computation had not ended after {longest.TotalSeconds:0.###} s, the most it may take; ask for less at once."));

    /// <inheritdoc/>
    public void Dispose()
    {
        if (closing.IsCancellationRequested) return;
        closing.Cancel();
        taken.CompleteAdding();
    }

    private Task<T> OnThread<T>(Func<CancellationToken, T> work, CancellationToken stop)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref running);
        try
        {
            StartThread();
            taken.Add(Compute, CancellationToken.None);
        }
        catch (InvalidOperationException) // closed between place and queue
        {
            Leave();
            return Task.FromCanceled<T>(closing.Token);
        }
        return done.Task;

        void Compute()
        {
            try
            {
                stop.ThrowIfCancellationRequested();
                T result = work(stop);
                Leave();
                done.SetResult(result);
            }
            catch (OperationCanceledException)
            {
                Leave();
                done.SetCanceled(stop);
            }
#pragma warning disable CA1031 // whatever the work throws is the caller's
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Leave();
                done.SetException(fault);
            }
        }
    }

    private void Leave()
    {
        Interlocked.Decrement(ref running);
        free.Release();
    }

    private void StartThread()
    {
        if (threads == places) return;
        lock (gate)
        {
            if (threads == places || closing.IsCancellationRequested) return;
            new Thread(Serve) { IsBackground = true, Name = $"compute {name} {threads++}" }.Start();
        }
    }

    private void Serve()
    {
        foreach (Action computation in taken.GetConsumingEnumerable()) computation();
    }
}
