using System.Threading.RateLimiting;
using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Benchmarks;

/// <summary>How many callers' limits are checked in a second: ten thousand callers in turn, the time read for each check.</summary>
internal sealed class LimitCases(TimeSpan spend)
{
    private const int Callers = 10_000, Checks = 4_000_000, Stride = 7_919; // prime: neighbours in time are none in memory
    private static readonly RateLimit Limit = new(RateLimit.Most, RateLimit.Most);

    public IEnumerable<Figure> Run()
    {
        TokenBucket[] buckets = [.. Enumerable.Range(0, Callers).Select(_ => new TokenBucket(Limit))];
        TokenBucketRateLimiter[] stock = [.. Enumerable.Range(0, Callers).Select(_ => Stock())];
        TokenBuckets<int> table = new(2 * Callers);
        double reference = Rate(1, (caller, _) =>
        {
            using RateLimitLease lease = stock[caller].AttemptAcquire(1);
            return lease.IsAcquired;
        }, out _);
        yield return Case("rate limits checked, 1 thread", 1, 40, (caller, now) => buckets[caller].TryTake(1, now), reference);
        double referenceOfTwo = Rate(2, (caller, _) =>
        {
            using RateLimitLease lease = stock[caller].AttemptAcquire(1);
            return lease.IsAcquired;
        }, out _);
        yield return Case("rate limits checked, 2 threads", 2, 70, (caller, now) => buckets[caller].TryTake(1, now), referenceOfTwo);
        yield return Case("rate limits checked with the caller looked up, 1 thread", 1, null, (caller, now) => table.TryTake(caller, Limit, 1, now), null);
        foreach (TokenBucketRateLimiter limiter in stock) limiter.Dispose();
    }

    private static TokenBucketRateLimiter Stock() => new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = int.MaxValue, TokensPerPeriod = 1, ReplenishmentPeriod = TimeSpan.FromMinutes(1), AutoReplenishment = false, QueueLimit = 0,
    });

    private Figure Case(string name, int threads, double? goal, Func<int, long, bool> check, double? reference)
    {
        double rate = Rate(threads, check, out double allocated);
        return new Figure(
            name, rate, "M/s", goal is null ? null : $"≥ {goal}, 0 bytes", goal is null ? null : rate >= goal && allocated < 0.01, reference, reference is null ? null : "System.Threading.RateLimiting",
            rate / reference, $"{Callers:N0} callers, {allocated:0.###} bytes a check");
    }

    private double Rate(int threads, Func<int, long, bool> check, out double bytesPerCheck)
    {
        long allocated = 0;
        Measurement time = Measurement.Of(() =>
        {
            Thread[] workers = [.. Enumerable.Range(0, threads).Select(worker => new Thread(() =>
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                int caller = worker * (Callers / 2), taken = 0;
                for (int i = 0; i < Checks; i++)
                {
                    if (check(caller, Environment.TickCount64)) taken++;
                    caller += Stride;
                    if (caller >= Callers) caller -= Callers;
                }
                Interlocked.Exchange(ref allocated, GC.GetAllocatedBytesForCurrentThread() - before);
                if (taken == 0) throw new InvalidOperationException("Nobody was let in.");
            }))];
            foreach (Thread worker in workers) worker.Start();
            foreach (Thread worker in workers) worker.Join();
        }, spend);
        bytesPerCheck = (double)allocated / Checks;
        return (double)threads * Checks / time.Median / 1e6;
    }
}
