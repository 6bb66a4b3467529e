namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// Long while the MACD line, a less b, is above its signal line, short while below. The signal line is an exponential average, made here: its
/// period, the first constant, may differ from lane to lane. Its seed is the mean of the first so many values.
/// </summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct MacdSignal<TReal, TMask> : IGridSignal<MacdSignal<TReal, TMask>, TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private GridSides sides;
    private TReal period, weight, seen, average; // the average is the sum of the values, while fewer than the period were seen
    private uint warm, all; // lanes that have their seed, and every lane

    /// <inheritdoc/>
    public static int Inputs => 2;

    /// <inheritdoc/>
    public readonly TReal Targets
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => sides.Targets<TReal, TMask>();
    }

    /// <inheritdoc/>
    public static MacdSignal<TReal, TMask> Start(in GridRules rules, TReal first, TReal second) => new()
    {
        sides = GridSides.Start(rules.AllowShort), period = first, weight = TReal.All(2) / (first + TReal.All(1)), seen = TReal.All(0), average = TReal.All(0),
        all = TMask.Bits(TMask.OfBits(uint.MaxValue)),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Read(TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        TReal value = a - b;
        if (warm == all) average = TReal.FusedMultiplyAdd(weight, value - average, average);
        else Warm(value);
        return sides.Turn(TReal.Above(value, average) & warm, TReal.Above(average, value) & warm);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Warm(TReal value)
    {
        TMask known = ~TReal.Differ(value, value), done = TMask.OfBits(warm);
        TReal one = TReal.Choose(known & ~done, TReal.All(1), TReal.All(0));
        seen += one;
        TMask full = known & ~done & ~(seen < period);
        TReal sum = TReal.Choose(known & ~done, average + value, average);
        average = TReal.Choose(known & done, TReal.FusedMultiplyAdd(weight, value - average, average), TReal.Choose(full, sum / period, sum));
        warm |= TMask.Bits(full);
    }
}
