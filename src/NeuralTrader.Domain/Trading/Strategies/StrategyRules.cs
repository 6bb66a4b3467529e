namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// Which parameters go together, asked before a strategy is made: a search asks it of a million combinations, where being refused by an
/// exception would take longer than the tests. A test holds it to what <see cref="StrategyCatalog.Create"/> refuses.
/// </summary>
internal static class StrategyRules
{
    /// <summary>Whether the strategy can be made of these parameters, each of which is within its range.</summary>
    public static bool GoTogether(string strategy, Func<string, double> value) => strategy switch
    {
        "sma_cross" or "trend_following" or "macd_trend" => value("fast") < value("slow"),
        "mean_reversion" or "breakout" => value("exit") < value("entry"),
        "pairs_trading" => value("exit") < value("entry") && value("entry") < value("stop"),
        "momentum" => value("skip") < value("lookback"),
        "mirror_trading" => value("history") > (2 * value("window")) + value("horizon"),
        _ => true,
    };
}
