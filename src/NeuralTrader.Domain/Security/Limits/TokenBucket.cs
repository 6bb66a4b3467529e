namespace NeuralTrader.Domain.Security.Limits;

/// <summary>
/// A token bucket that any number of threads take from at once, exact to the token. Its whole state is one number, the moment at which it will be full
/// again, changed by one compare-and-swap: there is nothing to round, nothing to lock and nothing to allocate.
/// </summary>
/// <param name="limit">The bucket's size and how fast it fills.</param>
/// <remarks>
/// Time runs in milliseconds of a monotonic clock and is counted in units of a millisecond divided by the limit a minute, so that every token is worth
/// the same whole number of units. The generic cell rate algorithm in this form admits exactly what the bucket does: ITU-T I.371 (2004), annex A. A clock
/// that stands gives no tokens, one that goes back gives none until it has caught up.
/// </remarks>
public sealed class TokenBucket(RateLimit limit)
{
    private const long Token = 60_000; // units; a minute's milliseconds times the units of one, shared among a minute's tokens
    private const long Retired = long.MaxValue;

    private readonly long rate = limit.PerMinute, size = limit.Burst * Token;
    private long fullAt = long.MinValue;

    /// <summary>Its size and how fast it fills.</summary>
    public RateLimit Limit { get; } = limit;

    /// <summary>True once it was taken out of its table; it gives nothing any more.</summary>
    internal bool IsRetired => Volatile.Read(ref fullAt) == Retired;

    /// <summary>Takes tokens, all of them or none.</summary>
    /// <param name="tokens">How many, 0 or more.</param>
    /// <param name="now">Milliseconds of a monotonic clock, from 0 to 2^42.</param>
    public bool TryTake(int tokens, long now)
    {
        long time = now * rate, cost = tokens * Token, seen = Volatile.Read(ref fullAt);
        while (true)
        {
            if (seen == Retired) return false;
            long next = Math.Max(seen, time) + cost;
            if (next - time > size) return false;
            long found = Interlocked.CompareExchange(ref fullAt, next, seen);
            if (found == seen) return true;
            seen = found;
        }
    }

    /// <summary>Takes as many as there are, up to a number; says how many.</summary>
    public int TakeUpTo(int tokens, long now)
    {
        while (true)
        {
            int some = Math.Min(tokens, Left(now));
            if (some <= 0) return 0;
            if (TryTake(some, now)) return some;
        }
    }

    /// <summary>Puts tokens back that were taken from it and not used.</summary>
    public void GiveBack(int tokens)
    {
        for (long seen = Volatile.Read(ref fullAt); seen is not (Retired or long.MinValue);)
        {
            long found = Interlocked.CompareExchange(ref fullAt, seen - (tokens * Token), seen);
            if (found == seen) return;
            seen = found;
        }
    }

    /// <summary>Whole tokens in it.</summary>
    public int Left(long now) => (int)(Math.Max(0, size - Missing(now)) / Token);

    /// <summary>Milliseconds until so many tokens are in it, as far as nobody else takes any; null where it never holds so many.</summary>
    public long? Wait(int tokens, long now)
    {
        long over = Missing(now) + (tokens * Token) - size;
        return tokens > Limit.Burst ? null : over <= 0 ? 0 : (over + rate - 1) / rate;
    }

    /// <summary>Milliseconds until it is full.</summary>
    public long UntilFull(long now) => (Missing(now) + rate - 1) / rate;

    /// <summary>Fills it.</summary>
    public void Fill()
    {
        for (long seen = Volatile.Read(ref fullAt); seen != Retired;)
        {
            long found = Interlocked.CompareExchange(ref fullAt, long.MinValue, seen);
            if (found == seen) return;
            seen = found;
        }
    }

    /// <summary>Ends it, if it is full: whoever comes later finds a new one, which is full as well, so that nobody gains by it.</summary>
    internal bool TryRetire(long now)
    {
        long seen = Volatile.Read(ref fullAt);
        return seen != Retired && seen <= now * rate && Interlocked.CompareExchange(ref fullAt, Retired, seen) == seen;
    }

    /// <summary>A bucket of another size in which as many tokens are missing, as far as it holds so many.</summary>
    internal TokenBucket WithLimit(RateLimit next, long now)
    {
        TokenBucket other = new(next);
        other.TryTake((int)Math.Min(next.Burst, (Missing(now) + Token - 1) / Token), now);
        return other;
    }

    private long Missing(long now)
    {
        long seen = Volatile.Read(ref fullAt), time = now * rate;
        return seen == Retired ? size : seen <= time ? 0 : seen - time;
    }
}
