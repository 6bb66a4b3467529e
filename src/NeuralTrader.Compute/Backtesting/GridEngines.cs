using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>Chooses the engine: the strategy, the account that its rules need, and the widest lanes that the machine runs fast.</summary>
internal static class GridEngines
{
    /// <summary>An engine for the rules of a spec.</summary>
    /// <param name="task">What is run.</param>
    /// <param name="spec">Its rules.</param>
    /// <param name="width">Lanes of a vector: 1, 2, 4 or 8; 0 for what the machine runs fast.</param>
    public static IGridEngine Create(GridTask task, BacktestSpec spec, int width = 0) => IsCompound(spec)
        ? Compound(task, GridMarkets.Compound(spec, task.Series, task.Rules.RiskFree), width)
        : Margin(task, GridMarkets.Margin(spec, task.Series), width);

    /// <summary>An engine for accounts that are all in or out.</summary>
    public static IGridEngine Compound(GridTask task, GridMarket<CompoundTerms> market, int width = 0) => Width(width) switch
    {
        8 => Of<Doubles8, Mask8, CompoundAccount<Doubles8, Mask8>, CompoundAccount<Doubles1, Mask1>, CompoundTerms>(task, market),
        4 => Of<Doubles4, Mask4, CompoundAccount<Doubles4, Mask4>, CompoundAccount<Doubles1, Mask1>, CompoundTerms>(task, market),
        2 => Of<Doubles2, Mask2, CompoundAccount<Doubles2, Mask2>, CompoundAccount<Doubles1, Mask1>, CompoundTerms>(task, market),
        _ => Of<Doubles1, Mask1, CompoundAccount<Doubles1, Mask1>, CompoundAccount<Doubles1, Mask1>, CompoundTerms>(task, market),
    };

    private static IGridEngine Margin(GridTask task, GridMarket<TradeTerms> market, int width) => Width(width) switch
    {
        8 => Of<Doubles8, Mask8, MarginAccount<Doubles8, Mask8>, MarginAccount<Doubles1, Mask1>, TradeTerms>(task, market),
        4 => Of<Doubles4, Mask4, MarginAccount<Doubles4, Mask4>, MarginAccount<Doubles1, Mask1>, TradeTerms>(task, market),
        2 => Of<Doubles2, Mask2, MarginAccount<Doubles2, Mask2>, MarginAccount<Doubles1, Mask1>, TradeTerms>(task, market),
        _ => Of<Doubles1, Mask1, MarginAccount<Doubles1, Mask1>, MarginAccount<Doubles1, Mask1>, TradeTerms>(task, market),
    };

    /// <summary>Shows a visitor the strategy and the account that a spec's rules need.</summary>
    public static TResult Show<TResult>(GridTask task, BacktestSpec spec, IGridVisitor<TResult> visitor) => IsCompound(spec)
        ? Show<CompoundAccount<Doubles1, Mask1>, CompoundTerms, TResult>(task, GridMarkets.Compound(spec, task.Series, task.Rules.RiskFree), visitor)
        : Show<MarginAccount<Doubles1, Mask1>, TradeTerms, TResult>(task, GridMarkets.Margin(spec, task.Series), visitor);

    private static TResult Show<TAccount, TTerms, TResult>(GridTask task, GridMarket<TTerms> market, IGridVisitor<TResult> visitor)
        where TAccount : struct, IGridAccount<TAccount, Doubles1, Mask1, TTerms>
        where TTerms : unmanaged => task.Plan.Rule.Body switch
        {
            GridBody.Cross => visitor.Visit<CrossSignal<Doubles1, Mask1>, TAccount, TTerms>(market),
            GridBody.Macd => visitor.Visit<MacdSignal<Doubles1, Mask1>, TAccount, TTerms>(market),
            GridBody.Rsi => visitor.Visit<RsiSignal<Doubles1, Mask1>, TAccount, TTerms>(market),
            GridBody.MeanReversion => visitor.Visit<MeanReversionSignal<Doubles1, Mask1>, TAccount, TTerms>(market),
            GridBody.Bollinger => visitor.Visit<BollingerSignal<Doubles1, Mask1>, TAccount, TTerms>(market),
            GridBody.Breakout => visitor.Visit<BreakoutSignal<Doubles1, Mask1>, TAccount, TTerms>(market),
            GridBody.Momentum => visitor.Visit<MomentumSignal<Doubles1, Mask1>, TAccount, TTerms>(market),
            GridBody.Trend => visitor.Visit<TrendSignal<Doubles1, Mask1>, TAccount, TTerms>(market),
        };

    // Equity is all in the position or all out of it only where orders trade at the close that sized them.
    private static bool IsCompound(BacktestSpec spec) =>
        spec is { FillRule: FillRule.SameClose, AllowShort: false, PositionFraction: 1, MaxLeverage: 1 } && GridRule.Find(spec.Strategy) is { IsGraded: false };

    private static int Width(int asked) =>
        asked > 0 ? asked
        : Vector512.IsHardwareAccelerated ? 8
        : Vector256.IsHardwareAccelerated ? 4
        : Vector128.IsHardwareAccelerated ? 2 : 1;

    private static IGridEngine Of<TReal, TMask, TAccount, TOne, TTerms>(GridTask task, GridMarket<TTerms> market)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
        where TAccount : struct, IGridAccount<TAccount, TReal, TMask, TTerms>
        where TOne : struct, IGridAccount<TOne, Doubles1, Mask1, TTerms>
        where TTerms : unmanaged => task.Plan.Rule.Body switch
        {
            GridBody.Cross when task.Rules.AllowShort =>
                With<CrossSignal<TReal, TMask>, CrossSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
            GridBody.Cross => With<LongCrossSignal<TReal, TMask>, LongCrossSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
            GridBody.Macd => With<MacdSignal<TReal, TMask>, MacdSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
            GridBody.Rsi => With<RsiSignal<TReal, TMask>, RsiSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
            GridBody.MeanReversion =>
                With<MeanReversionSignal<TReal, TMask>, MeanReversionSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
            GridBody.Bollinger => With<BollingerSignal<TReal, TMask>, BollingerSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
            GridBody.Breakout => With<BreakoutSignal<TReal, TMask>, BreakoutSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
            GridBody.Momentum => With<MomentumSignal<TReal, TMask>, MomentumSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
            GridBody.Trend => With<TrendSignal<TReal, TMask>, TrendSignal<Doubles1, Mask1>, TReal, TMask, TAccount, TOne, TTerms>(task, market),
        };

    private static GridEngine<TReal, TMask, TSignal, TAccount, TTerms> With<TSignal, TSignalOne, TReal, TMask, TAccount, TOne, TTerms>(
        GridTask task, GridMarket<TTerms> market)
        where TSignal : struct, IGridSignal<TSignal, TReal, TMask>
        where TSignalOne : struct, IGridSignal<TSignalOne, Doubles1, Mask1>
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
        where TAccount : struct, IGridAccount<TAccount, TReal, TMask, TTerms>
        where TOne : struct, IGridAccount<TOne, Doubles1, Mask1, TTerms>
        where TTerms : unmanaged =>
        new(task, market, new GridRepair<TSignalOne, TOne, TTerms>(task, market).Figures);
}
