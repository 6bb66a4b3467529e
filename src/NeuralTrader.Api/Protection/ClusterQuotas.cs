using System.Collections.Concurrent;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain.Security.Limits;
using Orleans.Runtime;

namespace NeuralTrader.Api.Protection;

/// <summary>
/// The limits of callers that hold for all interfaces together. This process spends what it has leased; only when that is used up is the keeper of the
/// caller's bucket asked, once for all requests that wait. Where the keeper does not answer, the caller has a bucket of the same size here: the limit
/// then holds for each process, and nobody is refused because a silo is down.
/// </summary>
internal sealed class ClusterQuotas(IGrainFactory grains, TimeProvider clock)
{
    private const int MostCallers = 50_000;
    private const long IdleAfter = 30_000; // ms
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly string holder = Guid.CreateVersion7().ToString("N");
    private readonly ConcurrentDictionary<string, Caller> callers = new(StringComparer.Ordinal);
    private readonly TokenBuckets<string> alone = new(MostCallers);
    private long sweptAt;

    /// <summary>Takes one token of a caller's.</summary>
    public async ValueTask<QuotaVerdict> Take(string id, RateLimit limit)
    {
        if (callers.Count >= MostCallers) Sweep();
        Caller caller = callers.GetOrAdd(id, static _ => new Caller());
        for (bool isFirst = true; ; isFirst = false)
        {
            Task<bool> asked;
            lock (caller)
            {
                long now = caller.UsedAt = clock.Milliseconds();
                if (!isFirst) caller.Waiting--;
                LeaseTake take = caller.Lease.Take(1, isFirst, now);
                if (take != LeaseTake.Ask) return Verdict(take == LeaseTake.Taken, caller.Lease, limit, now);
                caller.Waiting++;
                asked = caller.Asking ??= Renew(id, limit, caller, caller.Lease.Ask(caller.Waiting, limit.Burst, now), now);
            }
            if (await asked.ConfigureAwait(false)) continue; // there are tokens for some of those who wait, or for none: then that is known now
            lock (caller) caller.Waiting--;
            return Alone(id, limit, clock.Milliseconds());
        }
    }

    private static QuotaVerdict Verdict(bool isTaken, QuotaLease lease, RateLimit limit, long now) =>
        new(isTaken, limit, Math.Min(limit.Burst, lease.Balance(now) + lease.LeftElsewhere), lease.UntilFull(now), isTaken ? 0 : Math.Max(1, lease.Wait(now)));

    private QuotaVerdict Alone(string id, RateLimit limit, long now)
    {
        bool isTaken = alone.TryTake(id, limit, 1, now);
        TokenBucket bucket = alone.Of(id, limit, now);
        return new QuotaVerdict(isTaken, limit, bucket.Left(now), bucket.UntilFull(now), isTaken ? 0 : bucket.Wait(1, now) ?? 0);
    }

    private async Task<bool> Renew(string id, RateLimit limit, Caller caller, QuotaAsk ask, long askedAt)
    {
        await Task.Yield(); // the caller holds the lock
        RequestContext.Clear(); // it is this process that leases, and not its caller
        QuotaGrant? grant = null;
        try
        {
            grant = await grains.GetGrain<IRateQuotaGrain>(CallerId.PartOf(id)).Lease(id, limit, holder, ask).WaitAsync(Patience).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever keeps it from answering: the limit is then kept here
        catch (Exception)
#pragma warning restore CA1031
        {
            // no grant
        }
        lock (caller)
        {
            if (grant is not null) caller.Lease.Heed(grant, 1, askedAt, clock.Milliseconds());
            caller.Asking = null;
        }
        return grant is not null;
    }

    private void Sweep()
    {
        long now = clock.Milliseconds(), last = Volatile.Read(ref sweptAt);
        if (now - last < QuotaLease.Life || Interlocked.CompareExchange(ref sweptAt, now, last) != last) return;
        foreach (KeyValuePair<string, Caller> idle in callers.Where(one => now - one.Value.UsedAt > IdleAfter)) callers.TryRemove(idle);
    }

    private sealed class Caller
    {
        public QuotaLease Lease { get; } = new();

        public Task<bool>? Asking { get; set; }

        public int Waiting { get; set; }

        public long UsedAt { get; set; }
    }
}

/// <summary>Whether a request is within its caller's limit, and how that stands.</summary>
/// <param name="IsTaken">Whether it is.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Remaining">Requests that may follow at once.</param>
/// <param name="FullMilliseconds">Until the whole burst may.</param>
/// <param name="WaitMilliseconds">Until the next one may; 0 where this one was.</param>
internal readonly record struct QuotaVerdict(bool IsTaken, RateLimit Limit, int Remaining, long FullMilliseconds, long WaitMilliseconds);
