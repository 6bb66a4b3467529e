using System.Diagnostics;
using System.Threading.RateLimiting;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Api.Problems;

namespace NeuralTrader.Api.Overload;

/// <summary>One lane, which knows how long its calls have kept their places of late.</summary>
internal sealed class LaneQueue(LaneOptions options) : IDisposable
{
    private const double Newest = 0.05; // what one call weighs in the mean of all before it

    private readonly Lock gate = new();
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Concurrent, QueueLimit = options.Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private double seconds; // a call keeps its place, in the mean
    private long running, refused;

    /// <summary>Calls at work.</summary>
    public long Running => Volatile.Read(ref running);

    /// <summary>Calls that wait for a place.</summary>
    public long Waiting => limiter.GetStatistics()!.CurrentQueuedCount;

    /// <summary>Calls that were refused since the process started.</summary>
    public long Refused => Volatile.Read(ref refused);

    /// <summary>A place; the caller disposes of it.</summary>
    /// <exception cref="ProblemException">There is none, or none in time.</exception>
    public async ValueTask<IDisposable> Enter(TimeSpan longest, CancellationToken aborted)
    {
        RateLimitLease lease = limiter.AttemptAcquire();
        if (lease.IsAcquired) return new Place(this, lease);
        lease.Dispose();
        double wait = (limiter.GetStatistics()!.CurrentQueuedCount + 1) * Volatile.Read(ref seconds) / options.Concurrent;
        if (wait > longest.TotalSeconds)
        {
            string detail = FormattableString.Invariant(
                $"The calls that wait already will take about {wait:0} s to begin; a call waits {longest.TotalSeconds:0.#} s at most. Nothing was done.");
            throw Refusal(Problem.Busy(detail, Math.Ceiling(wait - longest.TotalSeconds)));
        }
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(longest);
        try
        {
            lease = await limiter.AcquireAsync(1, patience.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            throw Refusal(Problem.Busy("No place came free in time. Nothing was done.", 1));
        }
        if (lease.IsAcquired) return new Place(this, lease);
        lease.Dispose();
        throw Refusal(Problem.Busy("Too many calls are waiting. Nothing was done.", Math.Ceiling(wait / 2)));
    }

    /// <summary>How it stands.</summary>
    public QueueLoad Load(string name)
    {
        RateLimiterStatistics now = limiter.GetStatistics()!;
        return new QueueLoad(name, now.CurrentQueuedCount, options.Concurrent - (int)now.CurrentAvailablePermits);
    }

    public void Dispose() => limiter.Dispose();

    private ProblemException Refusal(Problem problem)
    {
        Interlocked.Increment(ref refused);
        return new ProblemException(problem);
    }

    private sealed class Place : IDisposable
    {
        private readonly LaneQueue lane;
        private readonly RateLimitLease lease;
        private readonly long start = Stopwatch.GetTimestamp();

        public Place(LaneQueue lane, RateLimitLease lease)
        {
            (this.lane, this.lease) = (lane, lease);
            Interlocked.Increment(ref lane.running);
        }

        public void Dispose()
        {
            lease.Dispose();
            Interlocked.Decrement(ref lane.running);
            double kept = Stopwatch.GetElapsedTime(start).TotalSeconds;
            lock (lane.gate) lane.seconds = lane.seconds == 0 ? kept : lane.seconds + (Newest * (kept - lane.seconds));
        }
    }
}
