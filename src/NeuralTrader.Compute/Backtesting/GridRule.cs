using NeuralTrader.Compute.Trading;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>The bodies that a grid runs.</summary>
internal enum GridBody
{
    Cross = 1,
    Macd,
    Rsi,
    MeanReversion,
    Bollinger,
    Breakout,
    Momentum,
    Trend,
}

/// <summary>An indicator that a body reads, and the parameter that is its period.</summary>
internal readonly record struct GridInput(ColumnKind Kind, string Parameter);

/// <summary>How a strategy of the catalogue is run on lanes.</summary>
/// <param name="Strategy">Its name.</param>
/// <param name="Body">What runs it.</param>
/// <param name="Inputs">Indicators a, b, c and d of the body.</param>
/// <param name="Constants">Parameters that are its first and second.</param>
/// <param name="Smaller">A parameter that must be below <paramref name="Larger"/>; null for no such rule.</param>
/// <param name="Larger">The other.</param>
/// <param name="IsGraded">True where targets lie between all and nothing.</param>
internal sealed record GridRule(
    string Strategy, GridBody Body, GridInput[] Inputs, string[] Constants, string? Smaller = null, string? Larger = null, bool IsGraded = false)
{
    /// <summary>Every strategy that a grid covers.</summary>
    public static IReadOnlyList<GridRule> All { get; } =
    [
        new("sma_cross", GridBody.Cross, [new(ColumnKind.Sma, "fast"), new(ColumnKind.Sma, "slow")], [], "fast", "slow"),
        new("macd_trend", GridBody.Macd, [new(ColumnKind.Ema, "fast"), new(ColumnKind.Ema, "slow")], ["signal"], "fast", "slow"),
        new("rsi_reversal", GridBody.Rsi, [new(ColumnKind.Rsi, "period")], ["oversold", "overbought"]),
        new("mean_reversion", GridBody.MeanReversion, [new(ColumnKind.Score, "lookback")], ["entry", "exit"], "exit", "entry"),
        new("bollinger_reversion", GridBody.Bollinger, [new(ColumnKind.Mean, "period"), new(ColumnKind.Deviation, "period")], ["deviations"]),
        new(
            "breakout", GridBody.Breakout,
            [
                new(ColumnKind.HighestBefore, "entry"), new(ColumnKind.LowestBefore, "entry"),
                new(ColumnKind.HighestBefore, "exit"), new(ColumnKind.LowestBefore, "exit"),
            ],
            [], "exit", "entry"),
        new(
            "momentum", GridBody.Momentum,
            [new(ColumnKind.Lagged, "skip"), new(ColumnKind.Lagged, "lookback"), new(ColumnKind.Volatility, "volatilityBars")],
            ["threshold", "targetVolatility"], "skip", "lookback", IsGraded: true),
        new(
            "trend_following", GridBody.Trend,
            [new(ColumnKind.Ema, "fast"), new(ColumnKind.Ema, "slow"), new(ColumnKind.AverageRange, "atrBars")], ["atrMultiple"], "fast", "slow"),
    ];

    /// <summary>The rule of a strategy; null where a grid does not cover it.</summary>
    public static GridRule? Find(string strategy) =>
        All.FirstOrDefault(rule => string.Equals(rule.Strategy, strategy, StringComparison.OrdinalIgnoreCase));
}
