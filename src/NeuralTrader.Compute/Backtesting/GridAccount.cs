namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// One account per lane, that follows targets by the rules of the back-test engine: orders sized at the close of the signal, limited by
/// leverage where they trade, closing before opening. It starts with 1; proportional costs make its scale meaningless.
/// </summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct GridAccount<TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private const double Crumb = 1e-12; // rounding residue of a position, relative to what it was

    public TReal Cash, Units, Equity, Target;
    public TReal Sum, Squares, Below; // of excess returns, their squares, and the squares of those below 0
    public TReal Depth, Deepest; // equity over its highest so far, and the least that was
    public TReal Trades, Exposure;

    public static GridAccount<TReal, TMask> Start => new()
    {
        Cash = TReal.All(1), Equity = TReal.All(1), Depth = TReal.All(1), Deepest = TReal.All(1),
        Units = TReal.All(0), Target = TReal.All(0), Sum = TReal.All(0), Squares = TReal.All(0), Below = TReal.All(0),
        Trades = TReal.All(0), Exposure = TReal.All(0),
    };

    /// <summary>Trades where the target is news.</summary>
    /// <param name="bar">Where the orders trade.</param>
    /// <param name="target">Position value over equity that the signal wants.</param>
    /// <param name="news">Where it is to be followed.</param>
    /// <param name="at">Number of the bar.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow(in BarTerms bar, TReal target, TMask news, double at)
    {
        TReal zero = TReal.All(0);
        TReal sizing = TReal.FusedMultiplyAdd(Units, TReal.All(bar.Reference), Cash);
        TReal ordered = (target * sizing * TReal.All(bar.Size)) - Units;
        TMask buys = ordered > zero;
        TReal wanted = TReal.Max(ordered, zero - ordered), held = TReal.Max(Units, zero - Units);
        TReal closing = TReal.Choose(Units * ordered < zero, TReal.Min(held, wanted), zero);
        TReal now = TReal.FusedMultiplyAdd(Units, TReal.All(bar.Price), Cash) - (closing * TReal.All(bar.Charge));
        TReal room = (now * TReal.All(bar.Room)) - ((held - closing) * TReal.All(bar.Kept));
        TReal opening = TReal.Min(wanted - closing, TReal.Max(room, zero));
        TReal quantity = closing + opening;
        TReal flow = TReal.Choose(buys, zero - (quantity * TReal.All(bar.Price + bar.Charge)), quantity * TReal.All(bar.Sell));
        TReal left = held - closing;
        left = TReal.Choose(left > held * TReal.All(Crumb), left, zero);
        TReal units = TReal.Choose(Units < zero, zero - left, left) + TReal.Choose(buys, opening, zero - opening);
        TReal moment = TReal.All(at);
        TReal since = TReal.Choose(TReal.Differ(Units, zero), moment, zero) - TReal.Choose(TReal.Differ(units, zero), moment, zero);
        TReal closed = TReal.Choose((closing > zero) & ~(left > zero), TReal.All(1), zero);
        Trades += TReal.Choose(news, closed, zero);
        Exposure += TReal.Choose(news, since, zero);
        Cash = TReal.Choose(news, Cash + flow, Cash);
        Units = TReal.Choose(news, units, Units);
        Target = TReal.Choose(news, target, Target);
    }

    /// <summary>Values the account at the end of a bar and counts its return.</summary>
    /// <param name="price">Per unit.</param>
    /// <param name="riskless">1 + the risk-free rate per period.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Mark(TReal price, TReal riskless)
    {
        TReal equity = TReal.FusedMultiplyAdd(Units, price, Cash);
        TReal growth = equity / Equity;
        Equity = equity;
        TReal excess = growth - riskless;
        Sum += excess;
        Squares = TReal.FusedMultiplyAdd(excess, excess, Squares);
        Below = TReal.FusedMultiplyAdd(TReal.Min(excess, TReal.All(0)), excess, Below);
        Depth = TReal.Min(Depth * growth, TReal.All(1));
        Deepest = TReal.Min(Deepest, Depth);
    }
}
