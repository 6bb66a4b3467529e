namespace NeuralTrader.Compute.Backtesting;

/// <summary>Trades against a score, a, that is beyond the first constant, until it is inside the second.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct MeanReversionSignal<TReal, TMask> : IGridSignal<MeanReversionSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private GridSides sides;
    private TReal entry, exit;
    private uint above, below; // sides without regard to whether shorts are allowed

    /// <inheritdoc/>
    public static int Inputs => 1;

    /// <inheritdoc/>
    public readonly TReal Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sides.Targets<TReal, TMask>();
    }

    /// <inheritdoc/>
    public static MeanReversionSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) =>
        new() { sides = GridSides.Start(rules.AllowShort), entry = first, exit = second };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        TReal negative = TReal.All(0) - a;
        below &= ~TReal.Above(a, TReal.All(0) - exit);
        above &= ~TReal.Above(negative, TReal.All(0) - exit);
        uint low = TReal.Above(negative, entry), high = TReal.Above(a, entry);
        below = (below & ~high) | low;
        above = (above & ~low) | high;
        return sides.Turn(below, above);
    }
}
