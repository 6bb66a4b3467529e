namespace NeuralTrader.Compute.Backtesting;

/// <summary>Enters when the close comes back inside a band it had left, exits at the middle: a is the mean, b the deviation.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct BollingerSignal<TReal, TMask> : IGridSignal<BollingerSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private GridSides sides;
    private TReal deviations;
    private uint longs, shorts, wasAbove, wasBelow;

    /// <inheritdoc/>
    public static int Inputs => 2;

    /// <inheritdoc/>
    public readonly TReal Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sides.Targets<TReal, TMask>();
    }

    /// <inheritdoc/>
    public static BollingerSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) =>
        new() { sides = GridSides.Start(rules.AllowShort), deviations = first };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        TReal reach = deviations * b;
        uint over = TReal.Above(price, a), under = TReal.Above(a, price);
        uint above = TReal.Above(price, a + reach), below = TReal.Above(a - reach, price), inside = ~(above | below);
        longs &= under; // a position ends at the middle
        shorts &= over;
        uint buys = inside & wasBelow & under, sells = inside & wasAbove & over;
        longs = (longs & ~sells) | buys;
        shorts = (shorts & ~buys) | sells;
        (wasAbove, wasBelow) = (above, below);
        return sides.Turn(longs, shorts);
    }
}
