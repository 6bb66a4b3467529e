namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// The side of a, the fast average, against b, the slow one; out once the close has fallen back from its best by the first constant's multiple
/// of c, the average true range, until a new best close or the averages cross.
/// </summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct TrendSignal<TReal, TMask> : IGridSignal<TrendSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private GridSides sides;
    private TReal multiple, best;
    private uint longs, shorts, outs;

    /// <inheritdoc/>
    public static int Inputs => 3;

    /// <inheritdoc/>
    public readonly TReal Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sides.Targets<TReal, TMask>();
    }

    /// <inheritdoc/>
    public static TrendSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) =>
        new() { sides = GridSides.Start(rules.AllowShort), multiple = first, best = TReal.All(0) };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        uint known = TMask.Bits(~TReal.Differ(a, a) & ~TReal.Differ(b, b) & ~TReal.Differ(c, c));
        uint rises = TReal.Above(a, b) & known, falls = TReal.Above(b, a) & known;
        uint turned = known & ((rises ^ longs) | (falls ^ shorts));
        (longs, shorts) = ((longs & ~known) | rises, (shorts & ~known) | falls);
        best = TReal.Choose(TMask.OfBits(turned), price, best);
        uint isBest = known & ((longs & TReal.Above(price, best)) | (shorts & TReal.Above(best, price)));
        best = TReal.Choose(TMask.OfBits(isBest), price, best);
        outs &= ~(turned | isBest);
        TReal reach = multiple * c, gap = best - price;
        outs |= known & ((longs & TReal.Above(gap, reach)) | (shorts & TReal.Above(TReal.All(0) - gap, reach)));
        return sides.Turn(longs & known & ~outs, shorts & known & ~outs);
    }
}
