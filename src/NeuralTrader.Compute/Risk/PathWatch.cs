namespace NeuralTrader.Compute.Risk;

/// <summary>Keeps the log-returns at chosen steps and the deepest fall from a peak of a group of paths.</summary>
/// <typeparam name="TReal">The width.</typeparam>
/// <typeparam name="TWords">Words of the same width.</typeparam>
/// <param name="record">Where the first lane of the group keeps its first chosen step; the next step lies a stride further.</param>
/// <param name="stride">Numbers between two chosen steps.</param>
/// <param name="slots">For every step, which of the chosen ones it is, or −1; index 0 is the start.</param>
internal unsafe struct PathWatch<TReal, TWords>(float* record, int stride, int* slots) : IWatch<TReal>
    where TReal : struct, Lanes.ISingles<TReal, TWords>
    where TWords : struct, Lanes.IWords<TWords>
{
    private TReal peak = TReal.All(0);
    private TReal fall = TReal.All(0);

    /// <inheritdoc/>
    public static bool Watches => true;

    /// <summary>The deepest fall of the log-price from its highest point so far, at the steps; the start counts.</summary>
    public readonly TReal Fall => fall;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(int step, TReal logReturn)
    {
        peak = TReal.Choose(logReturn > peak, logReturn, peak);
        TReal below = peak - logReturn;
        fall = TReal.Choose(below > fall, below, fall);
        int slot = slots[step];
        if (slot >= 0) Unsafe.WriteUnaligned(record + ((long)slot * stride), logReturn);
    }
}
