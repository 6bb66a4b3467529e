using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Numbers;

/// <summary>
/// Philox4x32-10: four random words as a pure function of a counter and a key, so that a draw depends neither on threads nor on order.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11. Words stay in 64-bit slots between rounds: the
/// product needs its whole slot, and what it leaves in the upper half of a low word is never read.
/// </remarks>
/// <typeparam name="TWide">The width, in slots.</typeparam>
/// <typeparam name="TWords">The same width, in words.</typeparam>
internal static class Philox<TWide, TWords>
    where TWide : struct, IWide<TWide, TWords>
    where TWords : struct, IWords<TWords>
{
    /// <summary>The constants of Philox4x32: multipliers of the first and third word, and what a round adds to the key.</summary>
    internal const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57, WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;

    /// <summary>Turns the counter (a, b, c, d) into four random words.</summary>
    /// <param name="a">First word of the counter.</param>
    /// <param name="b">Second word.</param>
    /// <param name="c">Third word.</param>
    /// <param name="d">Fourth word.</param>
    /// <param name="keyA">Low word of the key.</param>
    /// <param name="keyB">High word of the key.</param>
    /// <param name="first">The first random word.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="fourth">The fourth.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Draw(
        TWide a, TWide b, TWide c, TWide d, uint keyA, uint keyB, out TWords first, out TWords second, out TWords third, out TWords fourth)
    {
        Round(ref a, ref b, ref c, ref d, TWide.All(keyA), TWide.All(keyB));
        Round(ref a, ref b, ref c, ref d, TWide.All(keyA + WeylA), TWide.All(keyB + WeylB));
        FromThirdRound(a, b, c, d, keyA, keyB, out first, out second, out third, out fourth);
    }

    /// <summary>The last eight of the ten rounds; the key is the one the first round began with.</summary>
    /// <param name="a">First word after two rounds.</param>
    /// <param name="b">Second word.</param>
    /// <param name="c">Third word.</param>
    /// <param name="d">Fourth word.</param>
    /// <param name="keyA">Low word of the key.</param>
    /// <param name="keyB">High word of the key.</param>
    /// <param name="first">The first random word.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="fourth">The fourth.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromThirdRound(
        TWide a, TWide b, TWide c, TWide d, uint keyA, uint keyB, out TWords first, out TWords second, out TWords third, out TWords fourth)
    {
        TWide mixA = TWide.All(keyA + unchecked(2 * WeylA)), mixB = TWide.All(keyB + unchecked(2 * WeylB));
        Round(ref a, ref b, ref c, ref d, mixA, mixB);
        Next(ref mixA, ref mixB);
        Round(ref a, ref b, ref c, ref d, mixA, mixB);
        Next(ref mixA, ref mixB);
        Round(ref a, ref b, ref c, ref d, mixA, mixB);
        Next(ref mixA, ref mixB);
        Round(ref a, ref b, ref c, ref d, mixA, mixB);
        Next(ref mixA, ref mixB);
        Round(ref a, ref b, ref c, ref d, mixA, mixB);
        Next(ref mixA, ref mixB);
        Round(ref a, ref b, ref c, ref d, mixA, mixB);
        Next(ref mixA, ref mixB);
        Round(ref a, ref b, ref c, ref d, mixA, mixB);
        Next(ref mixA, ref mixB);
        LastRound(a, b, c, d, mixA, mixB, out first, out second, out third, out fourth);
    }

    /// <summary>One round under its own key.</summary>
    /// <param name="a">First word, replaced.</param>
    /// <param name="b">Second word, replaced.</param>
    /// <param name="c">Third word, replaced.</param>
    /// <param name="d">Fourth word, replaced.</param>
    /// <param name="keyA">Low word of the round's key.</param>
    /// <param name="keyB">High word of the round's key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Round(ref TWide a, ref TWide b, ref TWide c, ref TWide d, TWide keyA, TWide keyB) =>
        TWide.Mix(ref a, ref b, ref c, ref d, MultiplierA, MultiplierB, keyA, keyB);

    /// <summary>The key of the next round, from lane to lane: to move a word into all lanes once a round would take longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next(ref TWide keyA, ref TWide keyB)
    {
        keyA = TWide.Add(keyA, WeylA);
        keyB = TWide.Add(keyB, WeylB);
    }

    /// <summary>The tenth round under its own key, and the words side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LastRound(
        TWide a, TWide b, TWide c, TWide d, TWide keyA, TWide keyB, out TWords first, out TWords second, out TWords third, out TWords fourth) =>
        TWide.MixLast(a, b, c, d, MultiplierA, MultiplierB, keyA, keyB, out first, out second, out third, out fourth);
}
