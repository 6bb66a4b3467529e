namespace NeuralTrader.Compute.Backtesting;

/// <summary>One account per lane. It starts with 1: proportional costs make its scale meaningless.</summary>
/// <typeparam name="TSelf">The account itself: its state.</typeparam>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
/// <typeparam name="TTerms">One bar as every account meets it.</typeparam>
internal interface IGridAccount<TSelf, TReal, TMask, TTerms>
    where TSelf : struct, IGridAccount<TSelf, TReal, TMask, TTerms>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
    where TTerms : unmanaged
{
    /// <summary>An account before its first bar.</summary>
    static abstract TSelf Start(in GridRules rules);

    /// <summary>Lives through a bar without an order.</summary>
    /// <param name="mark">What values a position there.</param>
    void Hold(double mark);

    /// <summary>Lives through a bar in which some lanes trade.</summary>
    /// <param name="bar">The terms of trade.</param>
    /// <param name="mark">What values a position there.</param>
    /// <param name="target">Position value over equity that is wanted.</param>
    /// <param name="news">Lanes that are to follow their target, as bits.</param>
    /// <param name="at">Number of the bar.</param>
    void Follow(in TTerms bar, double mark, TReal target, uint news, double at);

    /// <summary>Lives through the last bar, at whose close everything is sold.</summary>
    /// <param name="bar">The terms of trade.</param>
    /// <param name="selling">The terms of that sale.</param>
    /// <param name="mark">What values a position there.</param>
    /// <param name="target">As for a bar before.</param>
    /// <param name="news">As for a bar before; none where signals trade at their own close.</param>
    /// <param name="at">Number of the bar.</param>
    void Close(in TTerms bar, in TTerms selling, double mark, TReal target, uint news, double at);

    /// <summary>Begins to count anew, for a segment that starts with the next bar.</summary>
    /// <param name="next">Terms of that bar.</param>
    /// <param name="at">Its number.</param>
    void Open(in TTerms next, double at);

    /// <summary>What was counted before a bar.</summary>
    /// <param name="next">Terms of that bar.</param>
    /// <param name="at">Its number.</param>
    GridTally<TReal> Tally(in TTerms next, double at);
}

/// <summary>What a segment comes to.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <param name="Growth">Equity at the end over equity at the start.</param>
/// <param name="Sum">Of excess returns.</param>
/// <param name="Squares">Of excess returns.</param>
/// <param name="Below">Of squares of the excess returns below 0.</param>
/// <param name="Deepest">Least equity over the highest before it.</param>
/// <param name="Trades">Positions closed.</param>
/// <param name="Exposure">Bars with a position at the close.</param>
internal readonly record struct GridTally<TReal>(
    TReal Growth, TReal Sum, TReal Squares, TReal Below, TReal Deepest, TReal Trades, TReal Exposure);
