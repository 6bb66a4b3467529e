namespace NeuralTrader.Compute.Lanes;

/// <summary>
/// Unsigned 32-bit integers side by side, one per lane. A word of all ones is "true" and of all zeros "false" where lanes are compared.
/// </summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
internal interface IWords<TSelf>
    where TSelf : struct, IWords<TSelf>
{
    /// <summary>Lane i holds first + i.</summary>
    static abstract TSelf CountFrom(uint first);

    /// <summary>The same value in every lane.</summary>
    static abstract TSelf All(uint value);

    /// <summary>Sum modulo 2³².</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference modulo 2³².</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Exclusive or.</summary>
    static abstract TSelf operator ^(TSelf a, TSelf b);

    /// <summary>And.</summary>
    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>Or.</summary>
    static abstract TSelf operator |(TSelf a, TSelf b);

    /// <summary>Shift towards the high bits.</summary>
    static abstract TSelf operator <<(TSelf a, int bits);

    /// <summary>Shift towards the low bits, zeros from above.</summary>
    static abstract TSelf operator >>>(TSelf a, int bits);

    /// <summary>Shift towards the low bits, copies of the sign from above.</summary>
    static abstract TSelf operator >>(TSelf a, int bits);

    /// <summary>True where the lanes are equal.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>The bits of the first where the mask's bits are set, else those of the second.</summary>
    static abstract TSelf Choose(TSelf mask, TSelf ifSet, TSelf ifClear);

    /// <summary>The 64-bit product of each lane with a constant.</summary>
    static abstract void MultiplyWide(TSelf a, uint factor, out TSelf high, out TSelf low);
}

/// <summary>
/// Floating-point numbers side by side, one per lane. Only operations that IEEE 754 defines to the last bit are here, so that a body written on
/// this interface gives the same bits in every width and on every device.
/// </summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
/// <typeparam name="TScalar">What one lane holds.</typeparam>
/// <typeparam name="TMask">What a comparison gives.</typeparam>
internal interface IReals<TSelf, TScalar, TMask>
    where TSelf : struct, IReals<TSelf, TScalar, TMask>
    where TMask : struct
{
    /// <summary>The same value in every lane.</summary>
    static abstract TSelf All(TScalar value);

    /// <summary>Sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>Difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>Product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>Quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>a · b + c, rounded once.</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>a · b + c with one c for all lanes, rounded once: a step of Horner's scheme. (It saves the compiler a variable; it counts them.)</summary>
    static abstract TSelf FusedMultiplyAdd(TSelf a, TSelf b, TScalar c);

    /// <summary>Square root, correctly rounded.</summary>
    static abstract TSelf SquareRoot(TSelf a);

    /// <summary>True where a &lt; b; false where either is not a number.</summary>
    static abstract TMask operator <(TSelf a, TSelf b);

    /// <summary>True where a &gt; b; false where either is not a number.</summary>
    static abstract TMask operator >(TSelf a, TSelf b);

    /// <summary>The first where the mask is true, else the second.</summary>
    static abstract TSelf Choose(TMask mask, TSelf ifTrue, TSelf ifFalse);
}

/// <summary>Single-precision lanes with their bits.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
/// <typeparam name="TWords">Words of the same width.</typeparam>
internal interface ISingles<TSelf, TWords> : IReals<TSelf, float, TWords>
    where TSelf : struct, ISingles<TSelf, TWords>
    where TWords : struct, IWords<TWords>
{
    /// <summary>How many lanes.</summary>
    static abstract int Width { get; }

    /// <summary>The lanes' bits.</summary>
    static abstract TWords Bits(TSelf a);

    /// <summary>Numbers of these bits.</summary>
    static abstract TSelf OfBits(TWords a);

    /// <summary>Words read as signed integers, rounded to nearest.</summary>
    static abstract TSelf OfIntegers(TWords a);

    /// <summary>The numbers at these places of a table in memory that does not move: the processor's, or for a thread of a GPU the device's.</summary>
    static abstract TSelf Gather(long table, TWords index);

    /// <summary>The lanes side by side in memory that does not move, as in <see cref="Gather"/>.</summary>
    static abstract TSelf Load(long address);

    /// <summary>Writes the lanes side by side to memory that does not move.</summary>
    static abstract void Store(TSelf a, long address);

    /// <summary>Cut towards zero to signed integers; what does not fit is undefined.</summary>
    static abstract TWords Truncate(TSelf a);
}

/// <summary>Double-precision lanes.</summary>
/// <typeparam name="TSelf">The lane type itself.</typeparam>
/// <typeparam name="TMask">What a comparison gives.</typeparam>
internal interface IDoubles<TSelf, TMask> : IReals<TSelf, double, TMask>
    where TSelf : struct, IDoubles<TSelf, TMask>
    where TMask : struct, IMask<TMask>
{
    /// <summary>How many lanes.</summary>
    static abstract int Width { get; }

    /// <summary>As many numbers as there are lanes, from memory.</summary>
    static abstract TSelf Load(ref readonly double first);

    /// <summary>Writes the lanes to memory.</summary>
    static abstract void Store(TSelf a, ref double first);

    /// <summary>The first where a &lt; b, else the second: b where either is not a number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The first where a &gt; b, else the second: b where either is not a number.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>True where the lanes differ or either is not a number.</summary>
    static abstract TMask Differ(TSelf a, TSelf b);

    /// <summary>Bit i is set where lane i has a &gt; b: the comparison as a word, without a mask between.</summary>
    static abstract uint Above(TSelf a, TSelf b);
}

/// <summary>Truth per lane.</summary>
/// <typeparam name="TSelf">The mask type itself.</typeparam>
internal interface IMask<TSelf>
    where TSelf : struct, IMask<TSelf>
{
    /// <summary>Both.</summary>
    static abstract TSelf operator &(TSelf a, TSelf b);

    /// <summary>Either.</summary>
    static abstract TSelf operator |(TSelf a, TSelf b);

    /// <summary>The contrary.</summary>
    static abstract TSelf operator ~(TSelf a);

    /// <summary>Bit i is set where lane i is true.</summary>
    static abstract uint Bits(TSelf a);

    /// <summary>Lane i is true where bit i is set.</summary>
    static abstract TSelf OfBits(uint bits);
}
