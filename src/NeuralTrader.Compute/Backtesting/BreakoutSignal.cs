namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// Enters when the close leaves the long channel of the bars before, exits when it crosses the short one: a and b are the highest high and the
/// lowest low of the long one, c and d those of the short one.
/// </summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct BreakoutSignal<TReal, TMask> : IGridSignal<BreakoutSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private GridSides sides;
    private uint longs, shorts;

    /// <inheritdoc/>
    public static int Inputs => 4;

    /// <inheritdoc/>
    public readonly TReal Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sides.Targets<TReal, TMask>();
    }

    /// <inheritdoc/>
    public static BreakoutSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) => new() { sides = GridSides.Start(rules.AllowShort) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        uint rises = TReal.Above(price, a), falls = TReal.Above(b, price);
        longs &= ~TReal.Above(d, price);
        shorts &= ~TReal.Above(price, c);
        (longs, shorts) = ((longs | rises) & ~falls, (shorts & ~rises) | falls);
        return sides.Turn(longs, shorts);
    }
}
