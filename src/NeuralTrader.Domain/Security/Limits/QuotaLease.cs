namespace NeuralTrader.Domain.Security.Limits;

/// <summary>What a process asks of whoever keeps a caller's bucket.</summary>
/// <param name="Wanted">Tokens it could use, 1 or more.</param>
/// <param name="Demand">Tokens its callers asked for since it asked last, granted or not.</param>
/// <param name="Unused">Tokens of its last lease that it gives back.</param>
[GenerateSerializer, Immutable, Alias("quota-ask")]
public sealed record QuotaAsk(int Wanted, int Demand, int Unused);

/// <summary>Tokens that a process may spend by itself for a short time.</summary>
/// <param name="Granted">How many.</param>
/// <param name="Left">How many were left in the bucket.</param>
/// <param name="WaitMilliseconds">Until the next one is there.</param>
/// <param name="FullMilliseconds">Until the bucket is full, as far as nobody takes any.</param>
[GenerateSerializer, Immutable, Alias("quota-grant")]
public sealed record QuotaGrant(int Granted, int Left, long WaitMilliseconds, long FullMilliseconds);

/// <summary>What came of taking from a lease.</summary>
public enum LeaseTake
{
    /// <summary>The tokens are taken.</summary>
    Taken = 1,

    /// <summary>There are none, and none can have come since.</summary>
    Refused = 2,

    /// <summary>Whoever keeps the bucket has to be asked first.</summary>
    Ask = 3,
}

/// <summary>
/// One caller's tokens in one process: leased in portions of what the caller uses in about a second, so that a busy caller's requests ask nobody. Its
/// owner calls it under a lock. What is not used when the lease ends is given back; with a process that dies it is lost, and was never more than that.
/// </summary>
public sealed class QuotaLease
{
    /// <summary>How long a lease may be spent, in milliseconds.</summary>
    public const long Life = 1_000;

    private int balance, demand;
    private long endsAt, refusedUntil, nextAt, askedAt = -Life, fullAt;
    private double perLife; // what is asked for in the time of a lease, smoothed

    /// <summary>Tokens it holds.</summary>
    public int Balance(long now) => now < endsAt ? balance : 0;

    /// <summary>Milliseconds until a refused caller's next token was to be there, by what was heard last.</summary>
    public long Wait(long now) => Math.Max(0, nextAt - now);

    /// <summary>Milliseconds until the bucket was to be full, by what was heard last.</summary>
    public long UntilFull(long now) => Math.Max(0, fullAt - now);

    /// <summary>Tokens left in the bucket when it was asked last.</summary>
    public int LeftElsewhere { get; private set; }

    /// <summary>Takes tokens.</summary>
    /// <param name="tokens">How many.</param>
    /// <param name="isFirst">False when the same request comes back from asking: it is counted once.</param>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    public LeaseTake Take(int tokens, bool isFirst, long now)
    {
        if (isFirst) demand += tokens;
        if (now < endsAt && balance >= tokens)
        {
            balance -= tokens;
            return LeaseTake.Taken;
        }
        return now < refusedUntil ? LeaseTake.Refused : LeaseTake.Ask;
    }

    /// <summary>What to ask for, now that so many tokens are needed.</summary>
    public QuotaAsk Ask(int tokens, int burst, long now)
    {
        double span = Math.Max(1, now - askedAt) / (double)Life;
        perLife = span >= 2 ? demand / span : (perLife + (demand / Math.Max(span, 0.1))) / 2;
        int wanted = (int)Math.Clamp(Math.Ceiling(perLife), tokens, Math.Max(tokens, burst));
        QuotaAsk ask = new(wanted, Math.Max(tokens, demand), now < endsAt ? balance : 0);
        (balance, demand, askedAt) = (0, 0, now);
        return ask;
    }

    /// <summary>Takes note of the answer.</summary>
    /// <param name="grant">The answer.</param>
    /// <param name="tokens">What the caller at hand needs.</param>
    /// <param name="asked">When the question was asked: the time it took counts against the lease.</param>
    /// <param name="now">When it was answered: waits count from here.</param>
    public void Heed(QuotaGrant grant, int tokens, long asked, long now)
    {
        balance = grant.Granted;
        endsAt = asked + Life;
        fullAt = now + grant.FullMilliseconds;
        nextAt = now + grant.WaitMilliseconds;
        LeftElsewhere = grant.Left;
        // However long the wait, the keeper is asked again after a lease's life: the limit may have been changed, or the bucket filled.
        refusedUntil = grant.Granted < tokens ? asked + Math.Clamp(grant.WaitMilliseconds, 1, Life) : asked;
    }
}
