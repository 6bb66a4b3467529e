using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Numbers;

/// <summary>
/// Philox4x32-10: four random words as a pure function of a counter and a key, so that a draw depends neither on threads nor on order.
/// </summary>
/// <remarks>Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11.</remarks>
/// <typeparam name="TWords">The width.</typeparam>
internal static class Philox<TWords>
    where TWords : struct, IWords<TWords>
{
    private const uint MultiplierA = 0xD2511F53, MultiplierB = 0xCD9E8D57;
    private const uint WeylA = 0x9E3779B9, WeylB = 0xBB67AE85;

    /// <summary>Turns the counter (a, b, c, d) into four random words.</summary>
    /// <param name="a">First word of the counter, replaced by the first random word.</param>
    /// <param name="b">Second word.</param>
    /// <param name="c">Third word.</param>
    /// <param name="d">Fourth word.</param>
    /// <param name="keyA">Low word of the key.</param>
    /// <param name="keyB">High word of the key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Draw(ref TWords a, ref TWords b, ref TWords c, ref TWords d, uint keyA, uint keyB)
    {
        Round(ref a, ref b, ref c, ref d, keyA, keyB);
        Round(ref a, ref b, ref c, ref d, keyA + WeylA, keyB + WeylB);
        Round(ref a, ref b, ref c, ref d, keyA + unchecked(2 * WeylA), keyB + unchecked(2 * WeylB));
        Round(ref a, ref b, ref c, ref d, keyA + unchecked(3 * WeylA), keyB + unchecked(3 * WeylB));
        Round(ref a, ref b, ref c, ref d, keyA + unchecked(4 * WeylA), keyB + unchecked(4 * WeylB));
        Round(ref a, ref b, ref c, ref d, keyA + unchecked(5 * WeylA), keyB + unchecked(5 * WeylB));
        Round(ref a, ref b, ref c, ref d, keyA + unchecked(6 * WeylA), keyB + unchecked(6 * WeylB));
        Round(ref a, ref b, ref c, ref d, keyA + unchecked(7 * WeylA), keyB + unchecked(7 * WeylB));
        Round(ref a, ref b, ref c, ref d, keyA + unchecked(8 * WeylA), keyB + unchecked(8 * WeylB));
        Round(ref a, ref b, ref c, ref d, keyA + unchecked(9 * WeylA), keyB + unchecked(9 * WeylB));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref TWords a, ref TWords b, ref TWords c, ref TWords d, uint keyA, uint keyB)
    {
        TWords.MultiplyWide(a, MultiplierA, out TWords highA, out TWords lowA);
        TWords.MultiplyWide(c, MultiplierB, out TWords highC, out TWords lowC);
        a = highC ^ b ^ TWords.All(keyA);
        b = lowC;
        c = highA ^ d ^ TWords.All(keyB);
        d = lowA;
    }
}
