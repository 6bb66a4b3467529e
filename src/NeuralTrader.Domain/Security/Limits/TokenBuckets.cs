using System.Collections.Concurrent;

namespace NeuralTrader.Domain.Security.Limits;

/// <summary>
/// A bucket for each of many callers, in bounded memory. A full bucket is as good as none, so those are dropped when room is needed. Where none is full,
/// who comes new shares one bucket with all others who do: a crowd of strangers cannot push anybody's empty bucket out.
/// </summary>
/// <typeparam name="TKey">What callers are told apart by.</typeparam>
/// <param name="most">Buckets at most.</param>
public sealed class TokenBuckets<TKey>(int most)
    where TKey : notnull
{
    private const long SweepPause = 1_000; // ms; else each stranger of a crowd would have all buckets looked through

    private readonly ConcurrentDictionary<TKey, TokenBucket> buckets = new();
    private readonly ConcurrentDictionary<RateLimit, TokenBucket> strangers = new();
    private int count;
    private long sweptAt = long.MinValue;

    /// <summary>Buckets in memory.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<KeyValuePair<TKey, TokenBucket>> All => buckets;

    /// <summary>Takes tokens from a caller's bucket, all or none.</summary>
    public bool TryTake(TKey key, RateLimit limit, int tokens, long now)
    {
        while (true)
        {
            TokenBucket bucket = Of(key, limit, now);
            if (bucket.TryTake(tokens, now)) return true;
            if (!bucket.IsRetired) return false;
        }
    }

    /// <summary>The caller's bucket as it is; null where it is full and not kept.</summary>
    public TokenBucket? Find(TKey key) => buckets.GetValueOrDefault(key);

    /// <summary>The caller's bucket, made where there is none; it may be dropped as soon as it is full.</summary>
    public TokenBucket Of(TKey key, RateLimit limit, long now)
    {
        while (true)
        {
            if (buckets.TryGetValue(key, out TokenBucket? known))
            {
                if (!known.IsRetired && (ReferenceEquals(known.Limit, limit) || known.Limit == limit)) return known;
                if (known.IsRetired) Remove(key, known);
                else buckets.TryUpdate(key, known.WithLimit(limit, now), known);
                continue;
            }
            if (Count >= most && Sweep(now) == 0 && Count >= most) return strangers.GetOrAdd(limit, static limit => new TokenBucket(limit));
            if (buckets.TryAdd(key, new TokenBucket(limit))) Interlocked.Increment(ref count);
        }
    }

    /// <summary>Drops the full ones; says how many.</summary>
    /// <param name="now">As everywhere.</param>
    /// <param name="isAsked">True where somebody asks for it; false at most once a second.</param>
    public int Sweep(long now, bool isAsked = false)
    {
        long last = Volatile.Read(ref sweptAt);
        if (!isAsked && last != long.MinValue && now - last < SweepPause) return 0;
        if (Interlocked.CompareExchange(ref sweptAt, now, last) != last) return 0;
        return buckets.Count(one => one.Value.TryRetire(now) && Remove(one.Key, one.Value));
    }

    private bool Remove(TKey key, TokenBucket bucket)
    {
        if (!buckets.TryRemove(KeyValuePair.Create(key, bucket))) return false;
        Interlocked.Decrement(ref count);
        return true;
    }
}
