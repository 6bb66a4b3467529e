using System.Numerics;
using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Domain.Tests.Security.Limits;

public sealed class TokenBucketTests
{
    [Fact] // by hand: 100 a minute is one every 600 ms
    public void A_full_bucket_gives_its_burst_and_then_one_every_interval()
    {
        TokenBucket bucket = new(RateLimit.Default);
        Assert.All(Enumerable.Range(0, 10), _ => Assert.True(bucket.TryTake(1, 5_000)));
        Assert.False(bucket.TryTake(1, 5_000));
        Assert.False(bucket.TryTake(1, 5_599));
        Assert.Equal((600, 6_000), (bucket.Wait(1, 5_000), bucket.UntilFull(5_000)));
        Assert.True(bucket.TryTake(1, 5_600));
        Assert.False(bucket.TryTake(1, 6_199));
        Assert.Equal(10, bucket.Left(12_200));
        Assert.Equal(10, bucket.Left(1_000_000));
    }

    [Fact] // 7 a minute is one in 8571 3/7 ms: after a day not one token is lost or won
    public void Nothing_is_rounded_however_long_it_runs()
    {
        TokenBucket bucket = new(new RateLimit(7, 3));
        long taken = 0, day = 24 * 60 * 60_000;
        for (long now = 0; now <= day; now += 13) if (bucket.TryTake(1, now)) taken++;
        Assert.Equal(3 + (7 * 24 * 60) - (bucket.Left(day) == 0 ? 0 : 1), taken);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5), InlineData(6)]
    public void Any_history_is_the_one_of_an_exact_model_whether_time_runs_stands_or_jumps(int seed)
    {
        Random random = new(seed);
        for (int run = 0; run < 200; run++)
        {
            RateLimit limit = new(random.Next(1, seed % 2 == 0 ? RateLimit.Most : 500), random.Next(1, 50));
            TokenBucket bucket = new(limit);
            Model model = new(limit);
            long now = random.NextInt64(1L << 40);
            for (int step = 0; step < 300; step++)
            {
                now += random.Next(10) switch { < 3 => 0, < 8 => random.Next(0, 2 * 60_000 / limit.PerMinute + 2), 8 => random.Next(10_000_000), _ => -Math.Min(now, random.Next(1_000)) };
                int tokens = random.Next(8) switch { 0 => limit.Burst, 1 => limit.Burst + 1, 2 => 0, _ => random.Next(1, 4) };
                Assert.Equal(model.Left(now), bucket.Left(now));
                Assert.Equal(model.TryTake(tokens, now), bucket.TryTake(tokens, now));
                if (random.Next(10) == 0 && bucket.Wait(1, now) is { } wait and > 0)
                {
                    Assert.Equal(0, bucket.Left(now + wait - 1)); // the wait is neither too short nor too long
                    Assert.True(bucket.Left(now + wait) >= 1);
                }
            }
        }
    }

    [Fact]
    public async Task However_many_take_at_once_together_they_get_what_the_bucket_had()
    {
        for (int run = 0; run < 50; run++)
        {
            TokenBucket bucket = new(new RateLimit(60_000, 1_000));
            int[] taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
            {
                int mine = 0;
                for (int now = 0; now < 2_000; now++) if (bucket.TryTake(1 + (worker % 2), now)) mine += 1 + (worker % 2);
                return mine;
            })));
            Assert.InRange(taken.Sum(), 0, 1_000 + 1_999);
            Assert.InRange(taken.Sum(), 2_990, 2_999); // and nothing is lost to a race
        }
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again_but_never_fills_it_over_the_brim()
    {
        TokenBucket bucket = new(RateLimit.Default);
        Assert.Equal(10, bucket.TakeUpTo(25, 0));
        bucket.GiveBack(4);
        Assert.Equal(4, bucket.TakeUpTo(25, 0));
        bucket.GiveBack(10);
        bucket.GiveBack(10);
        Assert.Equal(10, bucket.Left(0));
        Assert.Equal(10, bucket.TakeUpTo(25, 1_000));
    }

    // The bucket as the books have it: a level in exact fractions of a token, 60,000ths, that never falls with the clock.
    private sealed class Model(RateLimit limit)
    {
        private BigInteger level = (BigInteger)limit.Burst * 60_000;
        private long at = long.MinValue; // the newest time it has seen a token taken at, or filled to

        public int Left(long now) => (int)(BigInteger.Max(0, At(now)) / 60_000);

        public bool TryTake(int tokens, long now)
        {
            BigInteger before = At(now), after = before - ((BigInteger)tokens * 60_000);
            if (after < 0) return false;
            (level, at) = (after, now);
            return true;
        }

        // A clock that went back owes the bucket what it gave before.
        private BigInteger At(long now) =>
            at == long.MinValue ? level : BigInteger.Min((BigInteger)limit.Burst * 60_000, level + ((BigInteger)(now - at) * limit.PerMinute));
    }
}
