namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// Follows the sign of the return from b, the close of the lookback, to a, the close of the skip, where it is beyond the first constant, sized
/// so that the volatility, c, meets the second.
/// </summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct MomentumSignal<TReal, TMask> : IGridSignal<MomentumSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private TReal threshold, volatility, least, band, followed, wanted;

    /// <inheritdoc/>
    public static int Inputs => 3;

    /// <inheritdoc/>
    public readonly TReal Targets => wanted;

    /// <inheritdoc/>
    public static MomentumSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) => new()
    {
        threshold = first, volatility = second, least = TReal.All(rules.AllowShort ? -1 : 0), band = TReal.All(rules.RebalanceBand),
        followed = TReal.All(0), wanted = TReal.All(0),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        TReal zero = TReal.All(0), one = TReal.All(1), change = (a / b) - one;
        TReal size = TReal.Choose(c > zero, TReal.Min(volatility / c, one), one);
        TMask speaks = (TReal.Max(change, zero - change) > threshold) & ~TReal.Differ(c, c);
        TReal target = TReal.Choose(speaks, TReal.Choose(change > zero, size, zero - size), zero);
        wanted = TReal.Max(target, least);
        TReal gap = wanted - followed, wide = band * TReal.Max(TReal.Max(followed, zero - followed), TReal.Max(wanted, zero - wanted));
        TMask isNews = TReal.Differ(wanted, followed) & (~(followed * wanted > zero) | (TReal.Max(gap, zero - gap) > wide));
        uint news = TMask.Bits(isNews);
        if (news != 0) followed = TReal.Choose(isNews, wanted, followed);
        return news;
    }
}
