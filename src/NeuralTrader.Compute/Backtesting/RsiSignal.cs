namespace NeuralTrader.Compute.Backtesting;

/// <summary>Buys where a, the relative strength index, is below the first constant and sells where it is above the second, until it is back at 50.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct RsiSignal<TReal, TMask> : IGridSignal<RsiSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private GridSides sides;
    private TReal oversold, overbought;
    private uint longs, shorts; // sides without regard to whether shorts are allowed

    /// <inheritdoc/>
    public static int Inputs => 1;

    /// <inheritdoc/>
    public readonly TReal Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sides.Targets<TReal, TMask>();
    }

    /// <inheritdoc/>
    public static RsiSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) =>
        new() { sides = GridSides.Start(rules.AllowShort), oversold = first, overbought = second };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        TReal middle = TReal.All(50);
        uint over = TReal.Above(a, middle), under = TReal.Above(middle, a), low = TReal.Above(oversold, a), high = TReal.Above(a, overbought);
        uint known = TMask.Bits(~TReal.Differ(a, a)), at = known & ~over & ~under;
        longs = (longs & ~(over | at)) | low;
        shorts = (shorts & ~(under | at)) | high;
        return sides.Turn(longs, shorts);
    }
}
