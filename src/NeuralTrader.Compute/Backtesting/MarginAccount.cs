namespace NeuralTrader.Compute.Backtesting;

/// <summary>
/// Cash and units, long and short, by the rules of the back-test engine: orders sized at the close of the signal, limited by leverage where
/// they trade, closing before opening.
/// </summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
internal struct MarginAccount<TReal, TMask> : IGridAccount<MarginAccount<TReal, TMask>, TReal, TMask, TradeTerms>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private const double Crumb = 1e-12; // rounding residue of a position, relative to what it was

    private TReal cash, units, equity, opening, riskless;
    private TReal sum, squares, below;
    private TReal depth, deepest; // equity over its highest so far, and the least that was
    private TReal trades, exposure;

    /// <inheritdoc/>
    public static MarginAccount<TReal, TMask> Start(in GridRules rules)
    {
        TReal zero = TReal.All(0), one = TReal.All(1);
        return new()
        {
            cash = one, units = zero, equity = one, opening = one, riskless = TReal.All(1 + rules.RiskFree), sum = zero, squares = zero, below = zero,
            depth = one, deepest = one, trades = zero, exposure = zero,
        };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Hold(double mark) => Mark(TReal.All(mark));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Follow(in TradeTerms bar, double mark, TReal target, uint news, double at)
    {
        Trade(bar, target, news, at);
        Mark(TReal.All(mark));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Close(in TradeTerms bar, in TradeTerms selling, double mark, TReal target, uint news, double at)
    {
        if (news != 0) Trade(bar, target, news, at);
        TReal zero = TReal.All(0);
        trades += TReal.Choose(TReal.Differ(units, zero), TReal.All(1), zero);
        exposure += TReal.Choose(TReal.Differ(units, zero), TReal.All(at + 1), zero); // held at this close, sold after it
        cash = TReal.FusedMultiplyAdd(units, TReal.Choose(units < zero, TReal.All(selling.Price + selling.Charge), TReal.All(selling.Sell)), cash);
        units = zero;
        Mark(zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Open(in TradeTerms next, double at)
    {
        TReal zero = TReal.All(0), one = TReal.All(1);
        (opening, sum, squares, below) = (equity, zero, zero, zero);
        (depth, deepest, trades) = (one, one, zero);
        exposure = zero - TReal.Choose(TReal.Differ(units, zero), TReal.All(at), zero);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly GridTally<TReal> Tally(in TradeTerms next, double at)
    {
        TReal zero = TReal.All(0);
        TReal held = exposure + TReal.Choose(TReal.Differ(units, zero), TReal.All(at), zero);
        return new GridTally<TReal>(equity / opening, sum, squares, below, deepest, trades, held);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Trade(in TradeTerms bar, TReal target, uint news, double at)
    {
        TMask of = TMask.OfBits(news);
        Filled done = TReal.Width == 1 ? Order(bar, cash, units, target, of, at) : OrderApart(bar, cash, units, target, of, at); // a GPU calls nothing
        (cash, units, trades, exposure) = (cash + done.Flow, done.Units, trades + done.Closed, exposure + done.Since);
    }

    // Trades are rare and long to write: kept out of the loops, on values, so that the account stays in registers.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Filled OrderApart(TradeTerms bar, TReal cash, TReal units, TReal target, TMask news, double at) =>
        Order(bar, cash, units, target, news, at);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Filled Order(in TradeTerms bar, TReal cash, TReal units, TReal target, TMask news, double at)
    {
        TReal zero = TReal.All(0);
        TReal sizing = TReal.FusedMultiplyAdd(units, TReal.All(bar.Reference), cash);
        TReal ordered = (target * sizing * TReal.All(bar.Size)) - units;
        TMask buys = ordered > zero;
        TReal wanted = TReal.Max(ordered, zero - ordered), held = TReal.Max(units, zero - units);
        TReal closing = TReal.Choose(units * ordered < zero, TReal.Min(held, wanted), zero);
        TReal now = TReal.FusedMultiplyAdd(units, TReal.All(bar.Price), cash) - (closing * TReal.All(bar.Charge));
        TReal room = (now * TReal.All(bar.Room)) - ((held - closing) * TReal.All(bar.Kept));
        TReal added = TReal.Min(wanted - closing, TReal.Max(room, zero));
        TReal quantity = closing + added;
        TReal flow = TReal.Choose(buys, zero - (quantity * TReal.All(bar.Price + bar.Charge)), quantity * TReal.All(bar.Sell));
        TReal left = held - closing;
        left = TReal.Choose(left > held * TReal.All(Crumb), left, zero);
        TReal then = TReal.Choose(units < zero, zero - left, left) + TReal.Choose(buys, added, zero - added);
        TReal moment = TReal.All(at);
        TReal change = TReal.Choose(TReal.Differ(units, zero), moment, zero) - TReal.Choose(TReal.Differ(then, zero), moment, zero);
        return new Filled(
            TReal.Choose(news, flow, zero), TReal.Choose(news, then, units),
            TReal.Choose(news & (closing > zero) & ~(left > zero), TReal.All(1), zero), TReal.Choose(news, change, zero));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Mark(TReal price)
    {
        TReal now = TReal.FusedMultiplyAdd(units, price, cash);
        TReal growth = now / equity;
        equity = now;
        TReal excess = growth - riskless;
        sum += excess;
        squares = TReal.FusedMultiplyAdd(excess, excess, squares);
        below = TReal.FusedMultiplyAdd(TReal.Min(excess, TReal.All(0)), excess, below);
        depth = TReal.Min(depth * growth, TReal.All(1));
        deepest = TReal.Min(deepest, depth);
    }

    // What comes of an order: cash that flows, units afterwards, whether a position ended, and bars held by where they begin and end.
    private readonly record struct Filled(TReal Flow, TReal Units, TReal Closed, TReal Since);
}
