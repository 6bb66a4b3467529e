namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// All or nothing: long with the whole equity or out, so that equity grows by the same factor in every lane that holds, and costs are factors
/// too. Only the drawdown is walked bar by bar.
/// </summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct CompoundAccount<TReal, TMask> : IGridAccount<CompoundAccount<TReal, TMask>, TReal, TMask, CompoundTerms>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private uint holders;
    private TMask holds;
    private TReal growth; // of equity; where held, over the growth of holding since the first bar
    private TReal sum, squares, below;
    private TReal depth, deepest; // equity over its highest so far, and the least that was
    private TReal trades, exposure;
    private double riskFree, openedAt;

    /// <inheritdoc/>
    public static CompoundAccount<TReal, TMask> Start(in GridRules rules)
    {
        TReal zero = TReal.All(0), one = TReal.All(1);
        return new()
        {
            holds = TMask.OfBits(0), growth = one, sum = zero, squares = zero, below = zero, depth = one, deepest = one, trades = zero, exposure = zero,
            riskFree = rules.RiskFree,
        };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hold(double mark) => Deepen(TReal.Choose(holds, TReal.All(mark), TReal.All(0)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow(in CompoundTerms bar, double mark, TReal target, uint news, double at)
    {
        uint longs = TReal.Above(target, TReal.All(0));
        Turn(bar, mark, news & longs & ~holders, news & ~longs & holders, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close(in CompoundTerms bar, in CompoundTerms selling, double mark, TReal target, uint news, double at)
    {
        exposure += TReal.Choose(holds, TReal.All(1), TReal.All(0)); // held at this close, sold after it
        Turn(selling, mark, 0, holders, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Open(in CompoundTerms next, double at)
    {
        TReal zero = TReal.All(0), one = TReal.All(1);
        growth = TReal.Choose(holds, TReal.All(1 / next.HeldGrowth), one);
        sum = zero - TReal.Choose(holds, TReal.All(next.HeldSum), zero);
        squares = zero - TReal.Choose(holds, TReal.All(next.HeldSquares), zero);
        below = zero - TReal.Choose(holds, TReal.All(next.HeldBelow), zero);
        exposure = zero - TReal.Choose(holds, TReal.All(at), zero);
        (depth, deepest, trades, openedAt) = (one, one, zero, at);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GridTally<TReal> Tally(in CompoundTerms next, double at)
    {
        TReal zero = TReal.All(0);
        double bars = at - openedAt, flat = riskFree > 0 ? riskFree : 0; // sums hold returns, squares below the rate what holding adds to flat bars
        TReal total = sum + TReal.Choose(holds, TReal.All(next.HeldSum), zero);
        TReal square = squares + TReal.Choose(holds, TReal.All(next.HeldSquares), zero);
        TReal lower = below + TReal.Choose(holds, TReal.All(next.HeldBelow), zero);
        return new GridTally<TReal>(
            growth * TReal.Choose(holds, TReal.All(next.HeldGrowth), TReal.All(1)), total - TReal.All(bars * riskFree),
            square - (TReal.All(2 * riskFree) * total) + TReal.All(bars * riskFree * riskFree), lower + TReal.All(bars * flat * flat),
            deepest, trades, exposure + TReal.Choose(holds, TReal.All(at), zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Turn(in CompoundTerms bar, double mark, uint enters, uint exits, double at)
    {
        Book(
            bar, TReal.Choose(holds, TReal.All(mark), TReal.All(0)), TMask.OfBits(enters), TMask.OfBits(exits), at,
            out GridTally<TReal> booked, out TReal change);
        growth *= booked.Growth;
        sum += booked.Sum;
        squares += booked.Squares;
        below += booked.Below;
        trades += booked.Trades;
        exposure += booked.Exposure;
        holders = (holders | enters) & ~exits;
        holds = TMask.OfBits(holders);
        Deepen(change);
    }

    // Trades are rare and long to write: kept out of the loops, on values, so that the account stays in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Book(
        in CompoundTerms bar, TReal held, TMask enter, TMask exit, double at, out GridTally<TReal> booked, out TReal change)
    {
        TReal zero = TReal.All(0), one = TReal.All(1);
        booked = new GridTally<TReal>(
            TReal.Choose(enter, TReal.All(bar.EnterGrowth), TReal.Choose(exit, TReal.All(bar.ExitGrowth), one)),
            TReal.Choose(enter, TReal.All(bar.EnterSum), TReal.Choose(exit, TReal.All(bar.ExitSum), zero)),
            TReal.Choose(enter, TReal.All(bar.EnterSquares), TReal.Choose(exit, TReal.All(bar.ExitSquares), zero)),
            TReal.Choose(enter, TReal.All(bar.EnterBelow), TReal.Choose(exit, TReal.All(bar.ExitBelow), zero)),
            one, TReal.Choose(exit, one, zero), TReal.Choose(exit, TReal.All(at), TReal.Choose(enter, TReal.All(0 - at), zero)));
        change = TReal.Choose(enter, TReal.All(bar.Enter), TReal.Choose(exit, TReal.All(bar.Exit), held));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Deepen(TReal change)
    {
        depth = TReal.Min(TReal.FusedMultiplyAdd(depth, change, depth), TReal.All(1));
        deepest = TReal.Min(deepest, depth);
    }
}
