namespace NeuralTrader.Compute.Lanes;

/// <summary>
/// Unsigned 32-bit integers in the lower halves of 64-bit slots, where a wide product needs no shuffling. The upper halves hold whatever an
/// operation left there, and only <see cref="High"/> reads them.
/// </summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
/// <typeparam name="TWords">Words of the same width.</typeparam>
internal interface IWide<TSelf, TWords>
    where TSelf : struct, IWide<TSelf, TWords>
    where TWords : struct, IWords<TWords>
{
    /// <summary>Lane i holds first + i.</summary>
    static abstract TSelf CountFrom(uint first);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf All(uint value);

    /// <summary>Sum of the lower halves and one word for all lanes, modulo 2³².</summary>
    static abstract TSelf Add(TSelf a, uint b);

    /// <summary>The 64-bit product of each lane's lower half with a constant.</summary>
    static abstract TSelf Multiply(TSelf a, uint factor);

    /// <summary>The upper half of each slot, moved to the lower.</summary>
    static abstract TSelf High(TSelf a);

    /// <summary>Exclusive or with one word for all lanes.</summary>
    static abstract TSelf Xor(TSelf a, uint b);

    /// <summary>
    /// A round of a Philox generator: the products of a and c with constants give b and d, and their upper halves, mixed with the old b and d and
    /// with a key, give a and c. One operation, not seven, because the compiler counts the variables of what it inlines.
    /// </summary>
    static abstract void Mix(ref TSelf a, ref TSelf b, ref TSelf c, ref TSelf d, uint factorA, uint factorC, TSelf keyA, TSelf keyC);

    /// <summary>The last round of a Philox generator: what <see cref="Mix"/> gives, side by side.</summary>
    static abstract void MixLast(
        TSelf a, TSelf b, TSelf c, TSelf d, uint factorA, uint factorC, TSelf keyA, TSelf keyC,
        out TWords first, out TWords second, out TWords third, out TWords fourth);
}
