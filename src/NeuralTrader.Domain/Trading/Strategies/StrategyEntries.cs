namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>One strategy: what it says of itself, how it is made, and how many bars it reads before it can speak.</summary>
internal sealed record StrategyEntry(
    StrategyInfo Info, Func<StrategyArguments, StrategySetting, Strategy> Create, Func<StrategyArguments, StrategySetting, int> WarmUp);

/// <summary>The table behind the <see cref="StrategyCatalog"/>.</summary>
internal static class StrategyEntries
{
    // Those whose combinations are tested side by side; the kernels of the compute engine cover the same.
    private static readonly string[] Accelerated =
        ["sma_cross", "macd_trend", "rsi_reversal", "mean_reversion", "bollinger_reversion", "breakout", "momentum", "trend_following"];

    private static readonly string[] DefaultMembers = ["momentum", "mean_reversion", "trend_following", "breakout"];

    public static StrategyEntry[] All { get; } =
    [
        Entry("buy_and_hold", "Buy and hold", "Buys at the first chance and keeps: what every other rule has to beat.",
            [], (_, _) => new BuyAndHold(), (_, _) => 0),
        Entry("momentum", "Time-series momentum",
            "Follows the sign of the past return, the newest bars left out, sized to a target volatility.",
            [
                Bars("lookback", "Bars over which the return is measured.", 252, 2, 2000, 21),
                Bars("skip", "Newest bars left out.", 21, 0, 500, 5),
                Number("threshold", "Smallest return that counts, a fraction.", 0, 0, 1, 0.01),
                Bars("volatilityBars", "Bars of realised volatility.", 63, 5, 1000, 21),
                Number("targetVolatility", "Annual volatility of the position, a fraction.", 0.15, 0.01, 2, 0.05),
            ],
            (a, s) => new Momentum(
                a.Whole("lookback"), a.Whole("skip"), a["threshold"], a.Whole("volatilityBars"), a["targetVolatility"], s.PeriodsPerYear),
            (a, _) => Math.Max(a.Whole("lookback"), a.Whole("volatilityBars"))),
        Entry("mean_reversion", "Mean reversion", "Trades against a close far from its moving mean until it is near again.",
            [
                Bars("lookback", "Bars of the mean and deviation.", 20, 3, 1000, 5),
                Number("entry", "Deviations from the mean to enter.", 2, 0.1, 10, 0.25),
                Number("exit", "Deviations from the mean to leave.", 0.5, 0, 9, 0.25),
            ],
            (a, _) => new MeanReversion(a.Whole("lookback"), a["entry"], a["exit"]), (a, _) => a.Whole("lookback") - 1),
        Entry("trend_following", "Trend following", "Exponential averages choose the side; a trailing exit of average true ranges protects it.",
            [
                Bars("fast", "Bars of the fast average.", 20, 1, 999, 5), Bars("slow", "Bars of the slow average.", 100, 2, 1000, 10),
                Bars("atrBars", "Bars of the average true range.", 20, 1, 500, 5),
                Number("atrMultiple", "True ranges between the best close and the exit.", 3, 0.1, 50, 0.5),
            ],
            (a, _) => new TrendFollowing(a.Whole("fast"), a.Whole("slow"), a.Whole("atrBars"), a["atrMultiple"]),
            (a, _) => Math.Max(a.Whole("slow") - 1, a.Whole("atrBars"))),
        Entry("breakout", "Channel breakout", "Enters when the close leaves the channel of the bars before it, exits at a shorter channel.",
            [Bars("entry", "Bars of the entry channel.", 55, 2, 1000, 5), Bars("exit", "Bars of the exit channel.", 20, 1, 999, 5)],
            (a, _) => new Breakout(a.Whole("entry"), a.Whole("exit")), (a, _) => a.Whole("entry")),
        Entry("sma_cross", "Moving-average cross", "Long while the fast simple average is above the slow one, short while below.",
            [Bars("fast", "Bars of the fast average.", 50, 1, 999, 5), Bars("slow", "Bars of the slow average.", 200, 2, 1000, 10)],
            (a, _) => new SmaCross(a.Whole("fast"), a.Whole("slow")), (a, _) => a.Whole("slow") - 1),
        Entry("macd_trend", "MACD trend", "Long while the MACD line is above its signal line, short while below.",
            [
                Bars("fast", "Bars of the fast average.", 12, 1, 999, 2), Bars("slow", "Bars of the slow average.", 26, 2, 1000, 2),
                Bars("signal", "Bars of the signal line.", 9, 1, 500, 1),
            ],
            (a, _) => new MacdTrend(a.Whole("fast"), a.Whole("slow"), a.Whole("signal")), (a, _) => a.Whole("slow") + a.Whole("signal") - 2),
        Entry("rsi_reversal", "RSI reversal", "Buys oversold and sells overbought readings of Wilder's RSI until they are back at 50.",
            [
                Bars("period", "Bars of the RSI.", 14, 1, 500, 1),
                Number("oversold", "Buys below this.", 30, 1, 49, 5), Number("overbought", "Sells above this.", 70, 51, 99, 5),
            ],
            (a, _) => new RsiReversal(a.Whole("period"), a["oversold"], a["overbought"]), (a, _) => a.Whole("period")),
        Entry("bollinger_reversion", "Bollinger reversion", "Enters when the close comes back inside a band it had left, exits at the middle.",
            [Bars("period", "Bars of the bands.", 20, 2, 1000, 5), Number("deviations", "Width of the bands.", 2, 0.1, 10, 0.25)],
            (a, _) => new BollingerReversion(a.Whole("period"), a["deviations"]), (a, _) => a.Whole("period")),
        Entry("mirror_trading", "Mirror trading",
            "Finds the past stretches most like the newest by dynamic time warping and takes the side of what followed them.",
            [
                Bars("window", "Bars of a stretch.", 20, 5, 100, 5), Bars("horizon", "Bars that follow it, and between decisions.", 5, 1, 60, 1),
                Bars("history", "Newest bars searched.", 504, 50, 5000, 126), Bars("neighbours", "Stretches averaged.", 5, 2, 50, 1),
                Number("threshold", "Standard errors that the mean must be away from 0.", 1, 0, 10, 0.25),
            ],
            (a, _) => new MirrorTrading(a.Whole("window"), a.Whole("horizon"), a.Whole("history"), a.Whole("neighbours"), a["threshold"]),
            (a, _) => a.Whole("history") - 1),
        Entry("options_delta_neutral", "Synthetic straddle",
            "Replicates a bought straddle by holding its Black–Scholes delta in the underlying: long gamma, paid for by hedging losses in quiet "
            + "markets. Assumes realised volatility and rates of 0; bars hold no option prices, so no option is traded.",
            [Bars("tenor", "Bars from strike to expiry.", 21, 2, 504, 5), Bars("volatilityBars", "Bars of realised volatility.", 21, 5, 1000, 5)],
            (a, s) => new OptionsDeltaNeutral(a.Whole("tenor"), a.Whole("volatilityBars"), s.PeriodsPerYear), (a, _) => a.Whole("volatilityBars")),
        Entry("ensemble", "Ensemble vote", "Holds the mean target of its members when enough of them agree on the side.",
            [Number("agreement", "Part of the members that must lean to one side, net.", 0.5, 0, 1, 0.25)],
            (a, s) => new Ensemble(Members(s), a["agreement"]), (_, s) => MembersWarmUp(s)),
        Entry("adaptive", "Adaptive choice", "Follows the member that earned the best return per deviation of late, or none where none earned.",
            [Bars("evaluation", "Bars of a member's record.", 126, 5, 2000, 21), Bars("review", "Bars between choices.", 21, 1, 500, 5)],
            (a, s) => new Adaptive(Members(s), a.Whole("evaluation"), a.Whole("review")), (a, _) => a.Whole("evaluation")),
        Entry("pairs_trading", "Pairs trading", "Trades the residual of one instrument's log price regressed on another's back to 0, with both legs.",
            [
                Bars("lookback", "Bars of the regression.", 60, 5, 1000, 10), Number("entry", "Deviations to enter.", 2, 0.1, 10, 0.25),
                Number("exit", "Deviations to leave.", 0.5, 0, 9, 0.25), Number("stop", "Deviations at which the pair is given up.", 4, 0.2, 50, 0.5),
            ],
            (a, _) => new PairsTrading(a.Whole("lookback"), a["entry"], a["exit"], a["stop"]), (a, _) => a.Whole("lookback") - 1, needs: 2, most: 2),
        Entry("statistical_arbitrage", "Statistical arbitrage",
            "Holds instruments that lag the equal-weight basket against those that lead it, long and short values equal.",
            [
                Bars("lookback", "Bars of the regression on the basket.", 60, 5, 1000, 10),
                Number("entry", "Largest score that must be passed to hold anything.", 1, 0, 3, 0.25),
                Bars("rebalance", "Bars between rebalances.", 5, 1, 252, 1),
            ],
            (a, s) => new StatisticalArbitrage(s.Instruments, a.Whole("lookback"), a["entry"], a.Whole("rebalance")),
            (a, _) => a.Whole("lookback"), needs: 3),
        Entry("neural_trend", "Neural trend", "Takes the side of a trained network's forecast.",
            [Number("threshold", "Smallest forecast return that counts, a fraction.", 0, 0, 1, 0.005)],
            (_, _) => throw new NotSupportedException(), (_, _) => 0, reason: "it needs a trained model, and this build trains none yet"),
    ];

    private static StrategyEntry Entry(
        string name, string title, string description, StrategyParameter[] parameters,
        Func<StrategyArguments, StrategySetting, Strategy> create, Func<StrategyArguments, StrategySetting, int> warmUp,
        int needs = 1, int most = 0, string? reason = null) =>
        new(
            new StrategyInfo(name, title, description, parameters, 0, needs, most, Accelerated.Contains(name), reason is null, reason), create, warmUp);

    private static StrategyParameter Bars(string name, string description, int value, int min, int max, int step) =>
        new(name, description, value, min, max, step, IsWhole: true);

    private static StrategyParameter Number(string name, string description, double value, double min, double max, double step) =>
        new(name, description, value, min, max, step, IsWhole: false);

    private static SingleStrategy[] Members(StrategySetting setting) =>
        [.. MemberNames(setting).Select(name => StrategyCatalog.Create(name, null, setting with { Members = null }) as SingleStrategy
            ?? throw Require.Invalid("members", name, "strategies that read one instrument by itself"))];

    private static int MembersWarmUp(StrategySetting setting) => MemberNames(setting).Min(name => StrategyCatalog.WarmUpBars(name, null));

    private static IReadOnlyList<string> MemberNames(StrategySetting setting)
    {
        IReadOnlyList<string> names = setting.Members ?? DefaultMembers;
        if (names.Count is < 2 or > 20) throw Require.Invalid("members", Require.Counted(names.Count), "2 to 20 strategies");
        foreach (string name in names)
            if (name?.ToLowerInvariant() is "ensemble" or "adaptive") throw Require.Invalid("members", name, "strategies that are not made of others");
        return names;
    }
}
