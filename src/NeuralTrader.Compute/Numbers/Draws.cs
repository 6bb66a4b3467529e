using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Numbers;

/// <summary>
/// The random words of one group of neighbouring paths: four words for every block number, Philox4x32-10 at the counter
/// (path, job, block, stream) under the seed as key.
/// </summary>
/// <remarks>
/// Half of the first two rounds depends on the path alone and is done once for all blocks; the other half is the same for all lanes and is done
/// in plain integers. The words are those of <see cref="Philox{TWide, TWords}"/> to the bit.
/// </remarks>
/// <typeparam name="TWide">The width, in slots.</typeparam>
/// <typeparam name="TWords">The same width, in words.</typeparam>
internal readonly struct Draws<TWide, TWords>
    where TWide : struct, IWide<TWide, TWords>
    where TWords : struct, IWords<TWords>
{
    private readonly DrawKey key;
    private readonly TWide lowOfFirst, low, high;

    /// <summary>Does what the blocks have in common.</summary>
    /// <param name="path">The number of the first path of the group.</param>
    /// <param name="key">Seed, job and stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Draws(uint path, DrawKey key)
    {
        this.key = key;
        lowOfFirst = TWide.Multiply(TWide.CountFrom(path), Philox<TWide, TWords>.MultiplierA);
        TWide third = TWide.Xor(TWide.High(lowOfFirst), key.Stream ^ key.SeedHigh);
        low = TWide.Multiply(third, Philox<TWide, TWords>.MultiplierB);
        high = TWide.High(low);
    }

    /// <summary>What all draws of the simulation share.</summary>
    public DrawKey Key => key;

    /// <summary>Four words of every path.</summary>
    /// <param name="block">Which four; every block number gives others.</param>
    /// <param name="a">The first word.</param>
    /// <param name="b">The second word.</param>
    /// <param name="c">The third word.</param>
    /// <param name="d">The fourth word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Four(uint block, out TWords a, out TWords b, out TWords c, out TWords d)
    {
        Begin(block, out TWide first, out TWide second, out TWide third, out TWide fourth);
        Philox<TWide, TWords>.FromThirdRound(first, second, third, fourth, key.SeedLow, key.SeedHigh, out a, out b, out c, out d);
    }

    /// <summary>The first two rounds.</summary>
    /// <param name="block">Which four words.</param>
    /// <param name="a">The first word after two rounds.</param>
    /// <param name="b">The second word.</param>
    /// <param name="c">The third word.</param>
    /// <param name="d">The fourth word.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(uint block, out TWide a, out TWide b, out TWide c, out TWide d)
    {
        uint keyA = key.SeedLow + Philox<TWide, TWords>.WeylA, keyB = key.SeedHigh + Philox<TWide, TWords>.WeylB;
        ulong product = (ulong)block * Philox<TWide, TWords>.MultiplierB;
        ulong second = (ulong)((uint)(product >> 32) ^ key.Job ^ key.SeedLow) * Philox<TWide, TWords>.MultiplierA;
        a = TWide.Xor(high, (uint)product ^ keyA);
        b = low;
        c = TWide.Xor(lowOfFirst, (uint)(second >> 32) ^ keyB);
        d = TWide.All((uint)second);
    }
}

/// <summary>What all draws of a simulation share: they are a pure function of this, the path and the block.</summary>
/// <param name="SeedLow">Low word of the seed.</param>
/// <param name="SeedHigh">High word of the seed.</param>
/// <param name="Job">Tells simulations under one seed apart.</param>
/// <param name="Stream">Tells draws of one path for different ends apart.</param>
internal readonly record struct DrawKey(uint SeedLow, uint SeedHigh, uint Job, uint Stream)
{
    /// <summary>The key of a 64-bit seed.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="job">Tells simulations under one seed apart.</param>
    /// <returns>Stream 0.</returns>
    public static DrawKey Of(long seed, uint job) => new((uint)seed, (uint)(seed >> 32), job, 0);
}
