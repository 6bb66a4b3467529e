namespace NeuralTrader.Compute.Backtesting;

/// <summary>Moving-average cross: long where a, the fast average, is above b, the slow one; short where below.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct CrossSignal<TReal, TMask> : IGridSignal<CrossSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private GridSides sides;

    /// <inheritdoc/>
    public static int Inputs => 2;

    /// <inheritdoc/>
    public static CrossSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) => new() { sides = GridSides.Start(rules.AllowShort) };

    /// <inheritdoc/>
    public readonly TReal Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sides.Targets<TReal, TMask>();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d) =>
        sides.Turn(TReal.Above(a, b), sides.MayShort ? TReal.Above(b, a) : 0);
}

/// <summary>Moving-average cross without shorts: long where a is above b, else out.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct LongCrossSignal<TReal, TMask> : IGridSignal<LongCrossSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private uint longs;

    /// <inheritdoc/>
    public static int Inputs => 2;

    /// <inheritdoc/>
    public static LongCrossSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) => default;

    /// <inheritdoc/>
    public readonly TReal Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TReal.Choose(TMask.OfBits(longs), TReal.All(1), TReal.All(0));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        uint above = TReal.Above(a, b), turned = above ^ longs;
        longs = above;
        return turned;
    }
}
