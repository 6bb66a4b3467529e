using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Domain.Tests.Security.Limits;

/// <summary>Processes that lease one caller's tokens from a ledger, in a time of their own: seeded, with answers that are late.</summary>
public sealed class QuotaTests
{
    private const int Minute = 60_000;

    public static IEnumerable<TheoryDataRow<int, int, int>> Worlds =>
        from seed in Enumerable.Range(1, 4) from perMinute in (int[])[100, 1_000, 20_000] from processes in (int[])[1, 2, 5]
        select new TheoryDataRow<int, int, int>(seed, perMinute, processes);

    [Theory, MemberData(nameof(Worlds))]
    public void Together_processes_never_spend_more_than_the_limit_and_under_demand_nearly_all_of_it(int seed, int perMinute, int processes)
    {
        RateLimit limit = RateLimit.OfMinute(perMinute);
        World world = new(seed, limit, Enumerable.Repeat(2.0 / processes, processes)); // twice the limit is asked for
        world.Run(3 * Minute);
        Assert.InRange(world.Admitted, 0.9 * 3 * perMinute, limit.Burst + (3 * perMinute));
        Assert.All(world.Windows(Minute), admitted => Assert.InRange(admitted, 0, limit.Burst + (perMinute * (Minute + (2 * QuotaLease.Life)) / Minute) + 1));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Who_keeps_below_the_limit_is_hardly_ever_refused_and_seldom_asks(int seed)
    {
        World world = new(seed, RateLimit.OfMinute(6_000), [0.3, 0.3, 0.2]);
        world.Run(3 * Minute);
        Assert.InRange(world.Admitted, 0.995 * world.Asked, world.Asked);
        Assert.InRange(world.Leases, 1, 0.12 * world.Asked); // eight or more requests for a question
    }

    [Fact]
    public void Under_contention_shares_follow_demand()
    {
        World world = new(5, RateLimit.OfMinute(6_000), [3, 1]);
        world.Run(3 * Minute);
        double share = (double)world.Processes[0].Admitted / world.Admitted;
        Assert.InRange(share, 0.65, 0.85); // three quarters
    }

    [Fact]
    public void What_a_dead_process_had_leased_is_lost_and_its_share_goes_to_the_others()
    {
        World world = new(6, RateLimit.OfMinute(6_000), [1.5, 1.5]);
        world.Run(Minute);
        long before = world.Processes[1].Admitted;
        world.Processes[0].IsDead = true;
        world.Run(2 * Minute);
        Assert.InRange(world.Processes[1].Admitted - before, 0.9 * 2 * 6_000, (2 * 6_000) + 600);
        Assert.InRange(world.Admitted, 0, 600 + (3 * 6_000));
    }

    [Fact]
    public void Leases_and_single_requests_come_out_of_one_bucket()
    {
        QuotaLedger ledger = new(10);
        Assert.Equal(6, ledger.Lease("a", RateLimit.Default, "p", new QuotaAsk(6, 6, 0), 0).Granted);
        Assert.True(ledger.TryTake("a", RateLimit.Default, 4, 0));
        Assert.False(ledger.TryTake("a", RateLimit.Default, 1, 0));
        Assert.Equal((10, 1), (ledger.Granted, ledger.Refused));
        Assert.True(ledger.Reset("a"));
        Assert.True(ledger.TryTake("a", RateLimit.Default, 10, 0));
        Assert.False(ledger.Reset("b"));
        Assert.Equal(1, ledger.Sweep(Minute));
        Assert.Equal(0, ledger.Count);
    }

    [Theory, InlineData(6, 10_000), InlineData(30, 2_000), InlineData(1, 60_000), InlineData(600, 100)] // by hand: a minute by the limit
    public void Who_is_refused_is_told_when_the_next_token_is_there_and_then_has_it(int perMinute, int wait)
    {
        RateLimit limit = RateLimit.OfMinute(perMinute);
        QuotaLedger ledger = new(10);
        QuotaLease lease = new();
        while (Take(0) == LeaseTake.Taken) Assert.Equal(0, lease.Balance(0));
        Assert.Equal(wait, lease.Wait(0));
        Assert.Equal((LeaseTake.Refused, wait - 40), (Take(40), lease.Wait(40)));
        Assert.Equal((LeaseTake.Refused, 1), (Take(wait - 1), lease.Wait(wait - 1))); // asked anew or not
        Assert.Equal(LeaseTake.Taken, Take(wait));

        LeaseTake Take(long now)
        {
            if (lease.Take(1, true, now) is not LeaseTake.Ask and var known) return known;
            lease.Heed(ledger.Lease("slow", limit, "p", lease.Ask(1, 1, now), now), 1, now, now);
            return lease.Take(1, false, now) is LeaseTake.Taken ? LeaseTake.Taken : LeaseTake.Refused;
        }
    }

    private sealed class World
    {
        private readonly QuotaLedger ledger = new(100);
        private readonly RateLimit limit;
        private readonly Random random;
        private readonly List<long> admitted = [];
        private long now = 1_000;

        public World(int seed, RateLimit limit, IEnumerable<double> demands)
        {
            (this.limit, random) = (limit, new Random(seed));
            Processes = [.. demands.Select((demand, at) => new Process($"p{at}", demand * limit.PerMinute / Minute, random.Next(0, 20)))];
        }

        public List<Process> Processes { get; }

        public long Admitted => admitted.Count;

        public long Asked { get; private set; }

        public long Leases { get; private set; }

        public void Run(int milliseconds)
        {
            for (long end = now + milliseconds; now < end; now++)
            {
                foreach (Process process in Processes.Where(one => !one.IsDead))
                {
                    process.Due += process.PerMillisecond * 2 * random.NextDouble();
                    if (process.Pending is { } late && now >= late.At)
                    {
                        process.Lease.Heed(late.Grant, late.Tokens, late.AskedAt, now);
                        process.Pending = null;
                        for (int waiting = process.Waiting; waiting > 0; waiting--) Serve(process, isFirst: false);
                    }
                    for (; process.Due >= 1; process.Due--) Serve(process, isFirst: true);
                }
            }
        }

        public IEnumerable<int> Windows(int length)
        {
            for (int first = 0, last = 0; last < admitted.Count; last++)
            {
                while (admitted[last] - admitted[first] >= length) first++;
                yield return last - first + 1;
            }
        }

        // As the front-end does it: who needs tokens waits for the answer, once; who comes meanwhile waits with him.
        private void Serve(Process process, bool isFirst)
        {
            if (isFirst) Asked++;
            else process.Waiting--;
            switch (process.Lease.Take(1, isFirst, now))
            {
                case LeaseTake.Taken:
                    admitted.Add(now);
                    process.Admitted++;
                    break;
                case LeaseTake.Ask when isFirst || process.Pending is null:
                    process.Waiting++;
                    if (process.Pending is not null) break;
                    Leases++;
                    QuotaGrant grant = ledger.Lease("caller", limit, process.Name, process.Lease.Ask(1, limit.Burst, now), now);
                    process.Pending = (now + process.Delay, grant, 1, now);
                    break;
                default: break;
            }
        }
    }

    private sealed class Process(string name, double perMillisecond, int delay)
    {
        public string Name => name;

        public double PerMillisecond => perMillisecond;

        public int Delay => delay;

        public QuotaLease Lease { get; } = new();

        public double Due { get; set; }

        public int Waiting { get; set; }

        public long Admitted { get; set; }

        public bool IsDead { get; set; }

        public (long At, QuotaGrant Grant, int Tokens, long AskedAt)? Pending { get; set; }
    }
}
