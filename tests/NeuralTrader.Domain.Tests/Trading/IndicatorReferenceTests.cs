using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Tests.Trading;

/// <summary>Our figures beside those of other programs over the same 160 bars; the values come from Trading/Reference.</summary>
public sealed class IndicatorReferenceTests
{
    private const double Rounding = 1e-11; // of the figure, or of 1 where it is smaller

    /// <summary>TTR 0.24.3 column, our indicator, our output, parameters.</summary>
    public static TheoryData<string, string, string, string> Ttr => new()
    {
        { "sma", "sma", "sma", "period=20" }, { "ema", "ema", "ema", "period=20" }, { "wma", "wma", "wma", "period=20" },
        { "rsi", "rsi", "rsi", "period=14" }, { "macd", "macd", "macd", "" }, { "macdSignal", "macd", "signal", "" },
        { "bollingerUpper", "bollinger", "upper", "" }, { "bollingerMiddle", "bollinger", "middle", "" }, { "bollingerLower", "bollinger", "lower", "" },
        { "atr", "atr", "atr", "" }, { "adx", "adx", "adx", "" }, { "adxPlusDi", "adx", "plusDi", "" }, { "adxMinusDi", "adx", "minusDi", "" },
        { "stochasticRaw", "stochastic", "k", "smoothing=1" }, { "stochasticK", "stochastic", "k", "" }, { "stochasticD", "stochastic", "d", "" },
        { "cci", "cci", "cci", "" }, { "obv", "obv", "obv", "" }, { "mfi", "mfi", "mfi", "" }, { "williamsR", "williams_r", "williamsR", "" },
        { "roc", "roc", "roc", "" }, { "rollingVwap", "rolling_vwap", "vwap", "" }, { "donchianUpper", "donchian", "upper", "" },
        { "donchianMiddle", "donchian", "middle", "" }, { "donchianLower", "donchian", "lower", "" },
        { "keltnerUpper", "keltner", "upper", "" }, { "keltnerLower", "keltner", "lower", "" }, // TTR's EMA and ATR, put together in reference.R
    };

    /// <summary>TA-Lib column, our indicator, our output.</summary>
    public static TheoryData<string, string, string> TaLib => new()
    {
        { "sma", "sma", "sma" }, { "ema", "ema", "ema" }, { "wma", "wma", "wma" }, { "rsi", "rsi", "rsi" }, { "atr", "atr", "atr" },
        { "adx", "adx", "adx" }, { "adxPlusDi", "adx", "plusDi" }, { "adxMinusDi", "adx", "minusDi" }, { "cci", "cci", "cci" },
        { "obv", "obv", "obv" }, { "mfi", "mfi", "mfi" }, { "williamsR", "williams_r", "williamsR" }, { "roc", "roc", "roc" },
    };

    /// <summary>technicalindicators column, our indicator, our output, tolerance: it rounds RSI and MFI to two decimals.</summary>
    public static TheoryData<string, string, string, double> TechnicalIndicators => new()
    {
        { "sma", "sma", "sma", Rounding }, { "ema", "ema", "ema", Rounding }, { "wma", "wma", "wma", Rounding }, { "rsi", "rsi", "rsi", 0.00501 },
        { "macd", "macd", "macd", Rounding }, { "macdSignal", "macd", "signal", Rounding }, { "macdHistogram", "macd", "histogram", Rounding },
        { "bollingerUpper", "bollinger", "upper", Rounding }, { "bollingerMiddle", "bollinger", "middle", Rounding },
        { "bollingerLower", "bollinger", "lower", Rounding }, { "atr", "atr", "atr", Rounding }, { "stochasticK", "stochastic", "k", Rounding },
        { "cci", "cci", "cci", Rounding }, { "mfi", "mfi", "mfi", 0.00501 }, { "williamsR", "williams_r", "williamsR", Rounding },
        { "roc", "roc", "roc", Rounding }, { "keltnerUpper", "keltner", "upper", Rounding }, { "keltnerMiddle", "keltner", "middle", Rounding },
        { "keltnerLower", "keltner", "lower", Rounding }, { "tenkan", "ichimoku", "tenkan", 0 }, { "kijun", "ichimoku", "kijun", 0 },
    };

    [Theory, MemberData(nameof(Ttr))]
    public void Figures_are_those_of_TTR_from_the_first_bar_it_defines(string column, string indicator, string output, string parameters)
    {
        double[] theirs = ReferenceTable.Column("ttr", column), ours = Ours(indicator, output, parameters);
        Assert.Equal(Array.FindIndex(theirs, double.IsFinite), Array.FindIndex(ours, double.IsFinite));
        Agree(theirs, ours, Rounding);
    }

    [Theory, MemberData(nameof(TaLib))]
    public void Figures_are_those_of_TA_Lib_from_the_first_bar_it_defines(string column, string indicator, string output)
    {
        double[] theirs = ReferenceTable.Column("talib", column), ours = Ours(indicator, output);
        Assert.Equal(Array.FindIndex(theirs, double.IsFinite), Array.FindIndex(ours, double.IsFinite));
        Agree(theirs, ours, Rounding);
    }

    [Theory, MemberData(nameof(TechnicalIndicators))]
    public void Figures_are_those_of_technicalindicators(string column, string indicator, string output, double tolerance) =>
        Agree(ReferenceTable.Column("technicalindicators", column), Ours(indicator, output), tolerance);

    [Theory]
    [InlineData("tenkan", "tenkan"), InlineData("kijun", "kijun"), InlineData("senkouA", "senkouA"), InlineData("senkouB", "senkouB")]
    public void Ichimoku_is_that_of_oakscriptjs_to_the_last_bit(string column, string output) =>
        Assert.Equal(ReferenceTable.Column("oakscriptjs", column), Ours("ichimoku", output));

    [Theory, InlineData("oakscriptjs"), InlineData("technicalindicators")]
    public void Vwap_since_the_start_is_that_of_two_programs(string file) =>
        Agree(ReferenceTable.Column(file, "vwap"), Ours("vwap", "vwap", "anchor=2"), Rounding);

    // TradingView gives the first bar a true range, its high less its low; Wilder, TA-Lib and TTR do not. A bar put in front of ours, closing
    // inside the first one, makes the two the same from there on.
    [Fact]
    public void SuperTrend_is_that_of_oakscriptjs_once_the_first_bar_has_a_true_range()
    {
        Bar first = ReferenceTable.Bars[0];
        Bar before = new(first.Time.AddDays(-1), first.Close, first.Close, first.Close, first.Close, 0);
        BarSeries bars = BarSeries.FromBars(ReferenceTable.Bars.Key, "PTS", ReferenceTable.Bars.Provenance, [before, .. ReferenceTable.Bars]);
        IndicatorResult ours = IndicatorCatalog.Calculate("supertrend", bars);
        Agree(ReferenceTable.Column("oakscriptjs", "supertrend"), ours.Outputs["supertrend"][1..], Rounding);
        Assert.Equal(ReferenceTable.Column("oakscriptjs", "direction"), ours.Outputs["direction"][1..]);
        Assert.Contains(1.0, ours.Outputs["direction"]);
    }

    // TA-Lib seeds the fast average of the MACD as late as the slow one; TTR and technicalindicators, with whom we agree above, do not.
    [Fact]
    public void The_other_seed_of_TA_Libs_MACD_has_faded_after_120_bars()
    {
        Agree(ReferenceTable.Column("talib", "macd")[150..], Ours("macd", "macd")[150..], 1e-9);
        Agree(ReferenceTable.Column("talib", "macdSignal")[150..], Ours("macd", "signal")[150..], 1e-9);
        Assert.NotEqual(ReferenceTable.Column("talib", "macd")[33], Ours("macd", "macd")[33], tolerance: 1e-3);
    }

    // technicalindicators fills Wilder's sums of ±DI one movement later than TTR and TA-Lib do.
    [Fact]
    public void The_other_seed_of_technicalindicators_ADX_has_faded_after_120_bars() =>
        Agree(ReferenceTable.Column("technicalindicators", "adx")[150..], Ours("adx", "adx")[150..], 1e-5);

    // technicalindicators starts at 0 with the second bar; TTR and TA-Lib start at the first bar's volume.
    [Fact]
    public void On_balance_volume_differs_from_technicalindicators_by_the_first_volume() =>
        Agree(ReferenceTable.Column("technicalindicators", "obv"), [.. Ours("obv", "obv").Select(x => x - ReferenceTable.Bars.Volume[0])], Rounding);

    private static double[] Ours(string indicator, string output, string parameters = "") =>
        IndicatorCatalog.Calculate(indicator, ReferenceTable.Bars, Parse(parameters)).Outputs[output];

    private static Dictionary<string, double> Parse(string parameters) => parameters
        .Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture));

    private static void Agree(double[] theirs, double[] ours, double tolerance)
    {
        Assert.Equal(theirs.Length, ours.Length);
        Assert.Contains(theirs, double.IsFinite);
        for (int i = 0; i < theirs.Length; i++)
        {
            if (double.IsNaN(theirs[i])) continue;
            double error = Math.Abs(theirs[i] - ours[i]) / (tolerance > 1e-3 ? 1 : Math.Max(1, Math.Abs(theirs[i])));
            Assert.True(error <= tolerance, $"bar {i}: theirs {theirs[i]:R}, ours {ours[i]:R}");
        }
    }
}
