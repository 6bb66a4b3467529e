namespace NeuralTrader.Compute.Lanes;

/// <summary>One word in a 64-bit slot: the reference, and what a thread of a GPU holds.</summary>
/// <param name="v">The slot.</param>
internal readonly struct Wide1(ulong v) : IWide<Wide1, Words1>
{
    private readonly ulong v = v;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide1 CountFrom(uint first) => new(first);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide1 All(uint value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide1 Add(Wide1 a, uint b) => new((uint)a.v + b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide1 Multiply(Wide1 a, uint factor) => new((ulong)(uint)a.v * factor);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide1 High(Wide1 a) => new(a.v >> 32);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Wide1 Xor(Wide1 a, uint b) => new(a.v ^ b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Mix(ref Wide1 a, ref Wide1 b, ref Wide1 c, ref Wide1 d, uint factorA, uint factorC, Wide1 keyA, Wide1 keyC)
    {
        ulong ofA = (ulong)(uint)a.v * factorA, ofC = (ulong)(uint)c.v * factorC;
        a = new((ofC >> 32) ^ b.v ^ keyA.v);
        c = new((ofA >> 32) ^ d.v ^ keyC.v);
        b = new(ofC);
        d = new(ofA);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MixLast(
        Wide1 a, Wide1 b, Wide1 c, Wide1 d, uint factorA, uint factorC, Wide1 keyA, Wide1 keyC,
        out Words1 first, out Words1 second, out Words1 third, out Words1 fourth)
    {
        Mix(ref a, ref b, ref c, ref d, factorA, factorC, keyA, keyC);
        (first, second, third, fourth) = (Low(a), Low(b), Low(c), Low(d));
    }

    // The lower halves, side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Words1 Low(Wide1 a) => new((uint)a.v);
}
