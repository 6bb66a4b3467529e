namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>A seeded order in which every number below a count comes exactly once, without a list of them.</summary>
/// <remarks>
/// A Feistel network of four rounds over the next even power of two, walked until it is back below the count: Black and Rogaway (2002),
/// Ciphers with arbitrary finite domains, CT-RSA.
/// </remarks>
internal readonly struct SearchOrder
{
    private const int Rounds = 4;

    private readonly ulong count, seed;
    private readonly int half;

    public SearchOrder(long count, int seed)
    {
        (this.count, this.seed) = ((ulong)count, (ulong)(uint)seed);
        int bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)Math.Max(1, count - 1));
        half = Math.Max(1, (bits + 1) / 2);
    }

    /// <summary>The number at a place.</summary>
    public long this[long place]
    {
        get
        {
            ulong at = (ulong)place;
            do at = Shuffle(at);
            while (at >= count);
            return (long)at;
        }
    }

    /// <summary>The first combinations of the order that go together.</summary>
    /// <param name="space">All combinations.</param>
    /// <param name="trials">How many to draw; fewer where there are no more, or hardly any go together.</param>
    /// <param name="seed">The same seed gives the same draw.</param>
    /// <returns>The combinations, and how many were passed over.</returns>
    public static (long[] Points, int Skipped) Draw(SearchSpace space, long trials, int seed)
    {
        const int patience = 100;
        var order = new SearchOrder(space.Count, seed);
        List<long> points = [];
        long looked = 0, most = Math.Min(space.Count, patience * trials);
        for (; looked < most && points.Count < trials; looked++)
            if (order[looked] is var point && space.Allows(point)) points.Add(point);
        return ([.. points], (int)(looked - points.Count));
    }

    private ulong Shuffle(ulong value)
    {
        ulong mask = (1UL << half) - 1, left = value >> half, right = value & mask;
        for (int round = 0; round < Rounds; round++)
        {
            ulong mixed = new SeededRandom((right * 0x9E3779B97F4A7C15) ^ (seed << 8) ^ (ulong)round).Next();
            (left, right) = (right, left ^ (mixed & mask));
        }
        return (left << half) | right;
    }
}
