namespace NeuralTrader.Compute.Backtesting;

/// <summary>Is shown the strategy and the account of a grid in one lane.</summary>
/// <typeparam name="TResult">What it gives.</typeparam>
internal interface IGridVisitor<TResult>
{
    /// <summary>Hears the types.</summary>
    /// <typeparam name="TSignal">The strategy.</typeparam>
    /// <typeparam name="TAccount">The account.</typeparam>
    /// <typeparam name="TTerms">One bar as the account meets it.</typeparam>
    /// <param name="market">The bars.</param>
    TResult Visit<TSignal, TAccount, TTerms>(GridMarket<TTerms> market)
        where TSignal : struct, IGridSignal<TSignal, Doubles1, Mask1>
        where TAccount : struct, IGridAccount<TAccount, Doubles1, Mask1, TTerms>
        where TTerms : unmanaged;
}
