using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Tests.Trading;

public sealed class IndicatorCatalogTests
{
    [Fact]
    public void The_catalogue_holds_every_promised_indicator()
    {
        string[] promised =
        [
            "sma", "ema", "wma", "rsi", "macd", "bollinger", "atr", "adx", "stochastic", "cci", "obv", "mfi", "williams_r", "roc", "vwap",
            "rolling_vwap", "ichimoku", "keltner", "donchian", "supertrend",
        ];
        Assert.Equal(promised.Order(), IndicatorCatalog.All.Select(indicator => indicator.Name).Order());
    }

    [Fact]
    public void An_unknown_name_is_refused_with_the_nearest_ones()
    {
        InvalidInputException refusal = Refused("bolinger");
        Assert.Equal("name", refusal.Field);
        Assert.Contains("nearest are bollinger", refusal.Allowed);
        Assert.Equal("name", Refused(null!).Field);
        Assert.Equal("rsi", IndicatorCatalog.Calculate("RSI", ReferenceTable.Bars).Name);
    }

    [Theory]
    [InlineData("rsi", "period", 0), InlineData("rsi", "period", -3), InlineData("rsi", "period", 14.5), InlineData("rsi", "period", double.NaN)]
    [InlineData("sma", "period", 100_001), InlineData("sma", "length", 5), InlineData("bollinger", "deviations", -1)]
    [InlineData("macd", "fast", 26), InlineData("macd", "signal", 0), InlineData("vwap", "anchor", 3), InlineData("keltner", "atrPeriod", 0)]
    [InlineData("obv", "period", 3), InlineData("cci", "period", 1), InlineData("ichimoku", "displacement", 0)]
    public void A_bad_parameter_is_refused_by_name(string indicator, string parameter, double value)
    {
        Dictionary<string, double> parameters = new() { [parameter] = value };
        Assert.Equal(parameter, Refused(indicator, parameters).Field);
        Assert.Equal(parameter, Assert.Throws<InvalidInputException>(() => IndicatorCatalog.Start(indicator, parameters)).Field);
        Assert.Equal(parameter, Assert.Throws<InvalidInputException>(() => IndicatorCatalog.WarmUp(indicator, parameters)).Field);
    }

    public static TheoryData<string, Action> BadPeriods => new()
    {
        { "period", () => _ = new Sma(0) }, { "period", () => _ = new Ema(0) }, { "period", () => _ = new Wma(0) }, { "period", () => _ = new Rsi(0) },
        { "period", () => _ = new Bollinger(0) }, { "period", () => _ = new Atr(-1) }, { "period", () => _ = new Adx(0) }, { "period", () => _ = new Cci(0) },
        { "period", () => _ = new Mfi(0) }, { "period", () => _ = new WilliamsR(0) }, { "period", () => _ = new Roc(0) },
        { "period", () => _ = new RollingVwap(0) }, { "period", () => _ = new Donchian(0) }, { "period", () => _ = new SuperTrend(0) },
        { "period", () => _ = new Keltner(0) }, { "atrPeriod", () => _ = new Keltner(atrPeriod: 0) }, { "period", () => _ = new Stochastic(0) },
        { "smoothing", () => _ = new Stochastic(smoothing: 0) }, { "signal", () => _ = new Stochastic(signal: 0) },
        { "fast", () => _ = new Macd(0) }, { "fast", () => _ = new Macd(9, 9) },
        { "slow", () => _ = new Macd(slow: 0) }, { "signal", () => _ = new Macd(signal: 0) },
        { "tenkan", () => _ = new Ichimoku(0) }, { "displacement", () => _ = new Ichimoku(displacement: 0) }, { "anchor", () => _ = new Vwap(0) },
        { "deviations", () => _ = new Bollinger(20, double.NaN) }, { "multiplier", () => _ = new SuperTrend(10, -1) },
    };

    [Theory, MemberData(nameof(BadPeriods))]
    public void A_bad_argument_of_a_stream_is_refused_by_name(string field, Action construct) =>
        Assert.Equal(field, Assert.Throws<InvalidInputException>(construct).Field);

    [Theory]
    [InlineData("sma", "close"), InlineData("rsi", "close"), InlineData("atr", "high"), InlineData("donchian", "low"), InlineData("mfi", "volume")]
    public void A_figure_that_is_not_finite_is_refused_by_column_and_position(string indicator, string column)
    {
        BarSeries bars = Spoilt(column, 17);
        Assert.Equal($"{column}[17]", Assert.Throws<InvalidInputException>(() => IndicatorCatalog.Calculate(indicator, bars)).Field);
    }

    [Fact]
    public void A_column_that_is_not_read_may_hold_anything() =>
        Assert.Equal(160, IndicatorCatalog.Calculate("sma", Spoilt("volume", 17)).Outputs["sma"].Length);

    [Fact]
    public void Columns_of_different_lengths_are_refused_before_any_is_written()
    {
        double[] values = [7, 7];
        Assert.Equal("values", Assert.Throws<InvalidInputException>(() => Sma.Calculate([1, 2, 3], 1, values)).Field);
        Assert.Equal("low", Assert.Throws<InvalidInputException>(() => Atr.Calculate([1, 2], [1], [1, 2], 1, values)).Field);
        Assert.Equal("prices[1]", Assert.Throws<InvalidInputException>(() => Ema.Calculate([1, double.NaN], 1, values)).Field);
        Assert.Equal([7, 7], values);
    }

    [Fact]
    public void A_result_names_every_parameter_and_output()
    {
        IndicatorResult result = IndicatorCatalog.Calculate("macd", ReferenceTable.Bars, new Dictionary<string, double> { ["signal"] = 5 });
        Assert.Equal(new Dictionary<string, double> { ["fast"] = 12, ["slow"] = 26, ["signal"] = 5 }, result.Parameters);
        Assert.Equal(["macd", "signal", "histogram"], result.Outputs.Keys);
        Assert.Equal(29, result.WarmUp);
    }

    private static InvalidInputException Refused(string name, Dictionary<string, double>? parameters = null) =>
        Assert.Throws<InvalidInputException>(() => IndicatorCatalog.Calculate(name, ReferenceTable.Bars, parameters));

    private static BarSeries Spoilt(string column, int at)
    {
        Bar[] bars = [.. ReferenceTable.Bars];
        bars[at] = column switch
        {
            "high" => bars[at] with { High = double.PositiveInfinity },
            "low" => bars[at] with { Low = double.NaN },
            "close" => bars[at] with { Close = double.NaN },
            _ => bars[at] with { Volume = double.NaN },
        };
        return BarSeries.FromBars(ReferenceTable.Bars.Key, "PTS", ReferenceTable.Bars.Provenance, bars);
    }
}
