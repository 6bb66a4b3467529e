namespace NeuralTrader.Domain.Security.Limits;

/// <summary>
/// The buckets of callers whose limit holds for the whole cluster, and who leases from them. A token leaves the bucket when it is leased, not when it is
/// used: so whatever processes do, freeze or die, together they never spend more than the bucket gave. Owned by one thread.
/// </summary>
/// <param name="most">Callers at most; those with full buckets are forgotten first.</param>
public sealed class QuotaLedger(int most)
{
    private const long Memory = 3 * QuotaLease.Life; // how long a process that asks no more is reckoned with

    private readonly TokenBuckets<string> buckets = new(most);
    private readonly Dictionary<string, Claims> claims = new(StringComparer.Ordinal);

    /// <summary>Callers with buckets that are kept.</summary>
    public int Count => buckets.Count;

    /// <summary>Tokens that were taken, less those given back.</summary>
    public long Granted { get; private set; }

    /// <summary>Tokens that were asked for and not there.</summary>
    public long Refused { get; private set; }

    /// <summary>Each caller's bucket.</summary>
    public IEnumerable<KeyValuePair<string, TokenBucket>> All => buckets.All;

    /// <summary>A caller's bucket; null where it is full and not kept.</summary>
    public TokenBucket? Find(string id) => buckets.Find(id);

    /// <summary>Takes tokens for one request, all or none.</summary>
    public bool TryTake(string id, RateLimit limit, int tokens, long now)
    {
        bool isTaken = buckets.TryTake(id, limit, tokens, now);
        if (isTaken) Granted += tokens;
        else Refused += tokens;
        return isTaken;
    }

    /// <summary>Leases tokens to a process: what it wants while there is enough; else its share by what each process' callers asked for.</summary>
    /// <param name="id">The caller.</param>
    /// <param name="limit">His limit.</param>
    /// <param name="holder">The process.</param>
    /// <param name="ask">What it wants and gives back.</param>
    /// <param name="now">Milliseconds of a monotonic clock.</param>
    public QuotaGrant Lease(string id, RateLimit limit, string holder, QuotaAsk ask, long now)
    {
        TokenBucket bucket = buckets.Of(id, limit, now);
        bucket.GiveBack(ask.Unused);
        if (!claims.TryGetValue(id, out Claims? claim) && (claims.Count < most || ForgetClaims(now) > 0)) claims[id] = claim = new Claims();
        int share = claim?.Share(holder, ask, bucket.Left(now), now) ?? 1;
        int granted = bucket.TakeUpTo(Math.Min(ask.Wanted, share), now);
        claim?.Note(holder, granted);
        Granted += granted - ask.Unused;
        if (granted == 0) Refused += ask.Demand;
        return new QuotaGrant(granted, bucket.Left(now), Math.Max(1, bucket.Wait(1, now) ?? 0), bucket.UntilFull(now));
    }

    /// <summary>Fills a caller's bucket; false where it was full.</summary>
    public bool Reset(string id)
    {
        if (buckets.Find(id) is not { } bucket) return false;
        bucket.Fill();
        claims.Remove(id);
        return true;
    }

    /// <summary>Forgets callers whose buckets are full; says how many.</summary>
    public int Sweep(long now)
    {
        ForgetClaims(now);
        return buckets.Sweep(now, isAsked: true);
    }

    private int ForgetClaims(long now) => claims.Where(one => one.Value.IsOver(now)).Select(one => one.Key).ToArray().Count(claims.Remove);

    // Who asks for one caller's tokens, in rounds of a lease's life: in each, a process is given its share of what there was and came in.
    private sealed class Claims
    {
        private readonly Dictionary<string, Claim> holders = new(StringComparer.Ordinal);
        private long roundAt = long.MinValue / 2;

        public bool IsOver(long now) => holders.Values.All(one => now - one.At > Memory);

        public int Share(string holder, QuotaAsk ask, int left, long now)
        {
            if (now - roundAt >= QuotaLease.Life)
            {
                roundAt = now;
                foreach (string gone in holders.Where(one => now - one.Value.At > Memory).Select(one => one.Key).ToArray()) holders.Remove(gone);
                foreach (Claim one in holders.Values) one.Given = 0;
            }
            if (!holders.TryGetValue(holder, out Claim? claim)) holders[holder] = claim = new Claim();
            double span = Math.Max(now - claim.At, QuotaLease.Life / 10) / (double)QuotaLease.Life;
            (claim.Demand, claim.At) = (span >= 2 ? ask.Demand : (claim.Demand + (ask.Demand / span)) / 2, now);
            if (holders.Count == 1) return left;
            double all = holders.Values.Sum(one => one.Demand), pool = left + holders.Values.Sum(one => one.Given);
            return all <= pool ? left : Math.Max(1, (int)Math.Round((pool * claim.Demand / all) - claim.Given));
        }

        public void Note(string holder, int granted) => holders[holder].Given += granted;
    }

    private sealed class Claim
    {
        public double Demand { get; set; } // tokens in a lease's life

        public int Given { get; set; } // in this round

        public long At { get; set; }
    }
}
