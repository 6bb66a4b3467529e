using NeuralTrader.Domain.Security.Limits;

namespace NeuralTrader.Domain.Tests.Security.Limits;

public sealed class TokenBucketsTests
{
    [Fact]
    public void Each_caller_has_a_bucket_of_his_own()
    {
        TokenBuckets<int> buckets = new(100);
        Assert.True(buckets.TryTake(1, RateLimit.Default, 10, 0));
        Assert.False(buckets.TryTake(1, RateLimit.Default, 1, 0));
        Assert.True(buckets.TryTake(2, RateLimit.Default, 10, 0));
    }

    [Fact]
    public void Where_room_is_needed_full_buckets_go_and_no_other()
    {
        TokenBuckets<int> buckets = new(10);
        for (int caller = 0; caller < 10; caller++) buckets.TryTake(caller, RateLimit.Default, caller == 3 ? 10 : 1, 0);
        Assert.True(buckets.TryTake(99, RateLimit.Default, 1, 1_000)); // 600 ms for a token: all but one are full again
        Assert.Equal(2, buckets.Count);
        Assert.False(buckets.TryTake(3, RateLimit.Default, 2, 1_000));
    }

    [Fact]
    public void A_crowd_of_strangers_shares_one_bucket_and_takes_nobodys()
    {
        TokenBuckets<int> buckets = new(10);
        for (int caller = 0; caller < 10; caller++) buckets.TryTake(caller, RateLimit.Default, 10, 0);
        Assert.Equal(10, Enumerable.Range(1_000, 5_000).Count(stranger => buckets.TryTake(stranger, RateLimit.Default, 1, 0)));
        Assert.Equal(10, buckets.Count);
        Assert.False(buckets.TryTake(5, RateLimit.Default, 1, 0));
    }

    [Fact]
    public void A_new_limit_neither_fills_nor_empties_a_bucket()
    {
        TokenBuckets<int> buckets = new(10);
        buckets.TryTake(1, new RateLimit(100, 10), 8, 0);
        Assert.Equal(12, buckets.Of(1, new RateLimit(100, 20), 0).Left(0));
        Assert.Equal(0, buckets.Of(1, new RateLimit(100, 4), 0).Left(0));
    }

    [Fact]
    public async Task Buckets_that_are_dropped_while_others_take_from_them_give_nobody_more()
    {
        RateLimit limit = new(60_000, 2); // full again after 2 ms, so dropped all the time
        TokenBuckets<int> buckets = new(4);
        const int Length = 4_000;
        int now = 0;
        using Barrier step = new(3, _ => now++);
        int[] taken = await Task.WhenAll(Enumerable.Range(0, 3).Select(worker => Task.Run(() =>
        {
            int mine = 0;
            for (int at = 0; at < Length; at++)
            {
                if (worker == 2) buckets.Sweep(now, isAsked: true);
                else for (int i = 0; i < 3; i++) if (buckets.TryTake(7, limit, 1, now)) mine++;
                step.SignalAndWait();
            }
            return mine;
        })));
        Assert.InRange(taken.Sum(), Length, 2 + Length);
    }
}
