using System.Collections.Concurrent;

namespace NeuralTrader.Compute.Devices;

/// <summary>
/// A few threads of its own for one sort of work, and a bounded queue in front of them. The threads are not the pool's: long work there would keep
/// everything else that the process does waiting. One place more is kept for work that is short, so that it never waits for the long. Work that
/// could not be answered in time is refused, at once where that is known at once, else as soon as it is; work that nobody waits for is not begun.
/// </summary>
/// <param name="name">What the room is for; its threads and its metrics carry it.</param>
/// <param name="places">How many computations run at once, short ones aside.</param>
/// <param name="mostWaiting">How many may wait; one more is refused.</param>
/// <param name="clock">Null for the machine's.</param>
internal sealed class WorkRoom(string name, int places, int mostWaiting, TimeProvider? clock = null) : IDisposable
{
    private readonly TimeProvider time = clock ?? TimeProvider.System;
    private readonly BlockingCollection<RoomWork> taken = []; // never more than there are places: a computation comes here once it has one
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private readonly List<RoomWork> running = [];
    private readonly WorkQueue queue = new(places);
    private ITimer? look;
    private int threads;

    /// <summary>What the room is for.</summary>
    public string Name => name;

    /// <summary>Where waiting is told of; null for nowhere.</summary>
    public ComputeMetrics? Metrics { get; set; }

    /// <summary>Computations that wait for a place.</summary>
    public int Waiting => queue.Count;

    /// <summary>Computations that run.</summary>
    public int Running => running.Count;

    /// <summary>How long work that comes now would wait for its place.</summary>
    public TimeSpan Ahead
    {
        get
        {
            lock (gate) return TimeSpan.FromSeconds(queue.Ahead(running, Now));
        }
    }

    private double Now => time.GetElapsedTime(0).TotalSeconds;

    /// <summary>Waits for a place and computes.</summary>
    /// <param name="effort">How long the work is thought to take.</param>
    /// <param name="work">Looks at its token often; its place is free once it returns or throws.</param>
    /// <param name="longest">How long waiting and computing may take together.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>The result, or the refusal of work that came when there was too much already, or that took too long.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up, or the room closes.</exception>
    public async Task<Answer<T>> Run<T>(Effort effort, Func<CancellationToken, T> work, TimeSpan longest, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using CancellationTokenSource limit = new(longest, time);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closing.Token, limit.Token);
        double came = Now;
        RoomWork<T> asked = new(effort, came + longest.TotalSeconds, work, stop.Token);
        Enter(asked);
        using CancellationTokenRegistration end = stop.Token.UnsafeRegister(_ => GiveUp(asked), null);
        try
        {
            Answer<T> answer = await asked.Answer.ConfigureAwait(false);
            if (answer.IsRefused && double.IsNaN(asked.Began)) Metrics?.Refused(this);
            else Metrics?.Waited(this, asked.Began - came);
            return answer;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested && !closing.IsCancellationRequested)
        {
            Metrics?.Refused(this);
            return double.IsNaN(asked.Began) ? WorkQueue.NoPlace(longest) : TooLong(longest);
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
        closing.Cancel(); // those that wait leave
        lock (gate) look?.Dispose();
        taken.CompleteAdding();
    }

    private void Enter(RoomWork asked)
    {
        lock (gate)
        {
            if (closing.IsCancellationRequested) asked.Cancel();
            else
            {
                queue.Add(asked, running, Now);
                Fill();
                if (queue.Count > mostWaiting && queue.Remove(asked)) asked.Refuse(queue.Full(running, Now));
                else queue.Shed(running, Now, newcomer: asked);
                Watch();
            }
        }
    }

    private void GiveUp(RoomWork asked)
    {
        lock (gate)
        {
            if (!queue.Remove(asked)) return; // it runs, and hears of it by its token
            Watch();
        }
        asked.Cancel();
    }

    private void Leave(RoomWork done, bool isComplete)
    {
        lock (gate)
        {
            running.Remove(done);
            if (isComplete) queue.Learn(done, Now);
            Fill();
            queue.Shed(running, Now);
            Watch();
        }
    }

    private void Fill()
    {
        if (closing.IsCancellationRequested) return;
        while (queue.Next(running, Now) is { } next)
        {
            next.Began = Now;
            running.Add(next);
            if (threads < places + 1 && threads < running.Count)
                new Thread(Serve) { IsBackground = true, Name = $"compute {name} {threads++}" }.Start();
            taken.Add(next);
        }
    }

    // While work waits, what runs is looked at: the longer it takes, the more is known of all of its kind.
    private void Watch()
    {
        if (closing.IsCancellationRequested) return;
        TimeSpan pause = queue.Count > 0 ? WorkQueue.Pause : Timeout.InfiniteTimeSpan;
        if (look is null && queue.Count > 0) look = time.CreateTimer(_ => Look(), null, pause, pause);
        else look?.Change(pause, pause);
    }

    private void Look()
    {
        lock (gate)
        {
            queue.Shed(running, Now);
            Watch();
        }
    }

    private void Serve()
    {
        foreach (RoomWork computation in taken.GetConsumingEnumerable()) computation.Compute(Leave);
    }
}
