namespace NeuralTrader.Compute.Backtesting;

/// <summary>A strategy and its account, one combination per lane: the body of a grid. Loads and stores are the caller's.</summary>
/// <typeparam name="TReal">Numbers.</typeparam>
/// <typeparam name="TMask">Truths.</typeparam>
/// <typeparam name="TSignal">The strategy.</typeparam>
/// <typeparam name="TAccount">The account.</typeparam>
/// <typeparam name="TTerms">One bar as the account meets it.</typeparam>
internal struct GridLane<TReal, TMask, TSignal, TAccount, TTerms>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
    where TSignal : struct, IGridSignal<TSignal, TReal, TMask>
    where TAccount : struct, IGridAccount<TAccount, TReal, TMask, TTerms>
    where TTerms : unmanaged
{
    public TSignal Signal;
    public TAccount Account;

    /// <summary>A lane before its first bar.</summary>
    public static GridLane<TReal, TMask, TSignal, TAccount, TTerms> Start(in GridRules rules, TReal first, TReal second) =>
        new() { Signal = TSignal.Start(rules, first, second), Account = TAccount.Start(rules) };

    /// <summary>Reads the signal's bar and lives through the bar that its orders trade in.</summary>
    /// <param name="bar">Terms of that bar.</param>
    /// <param name="mark">What values a position there.</param>
    /// <param name="at">Its number.</param>
    /// <param name="price">Close of the signal's bar.</param>
    /// <param name="a">First indicator there.</param>
    /// <param name="b">Second.</param>
    /// <param name="c">Third.</param>
    /// <param name="d">Fourth.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step(in TTerms bar, double mark, double at, TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        uint news = Signal.Read(price, a, b, c, d);
        if (news == 0) Account.Hold(mark);
        else Account.Follow(bar, mark, Signal.Targets, news, at);
    }

    /// <summary>Lives through the last bar, at whose close everything is sold.</summary>
    /// <param name="bar">Terms of that bar.</param>
    /// <param name="selling">Terms of that sale.</param>
    /// <param name="mark">What values a position there.</param>
    /// <param name="at">Its number.</param>
    /// <param name="reads">Whether a signal of a bar before may still trade in this one.</param>
    /// <param name="price">Close of the signal's bar.</param>
    /// <param name="a">First indicator there.</param>
    /// <param name="b">Second.</param>
    /// <param name="c">Third.</param>
    /// <param name="d">Fourth.</param>
    public void Close(
        in TTerms bar, in TTerms selling, double mark, double at, bool reads, TReal price, TReal a, TReal b, TReal c, TReal d)
    {
        uint news = reads ? Signal.Read(price, a, b, c, d) : 0;
        Account.Close(bar, selling, mark, Signal.Targets, news, at);
    }
}
