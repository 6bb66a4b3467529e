using NeuralTrader.Domain.Markets;
using static NeuralTrader.Domain.Trading.Indicators.BarColumns;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>One line of the catalogue: what the indicator is, and how a stream of it is begun and a series run through it.</summary>
internal sealed record IndicatorEntry(
    IndicatorDescription Description, Func<IndicatorArguments, IIndicator> Start, Action<BarSeries, IndicatorArguments, double[][]> Run);

/// <summary>The lines of the catalogue.</summary>
internal static class IndicatorEntries
{
    public static readonly IndicatorEntry[] All =
    [
        Entry("sma", "Simple moving average of closes.", Close, [Period(20)], [Price("sma")],
            a => new Sma(a.Whole("period")),
            (bars, a, o) => Sma.Calculate(bars.Close, a.Whole("period"), o[0])),
        Entry("ema", "Exponential moving average of closes, seeded by their simple mean.", Close, [Period(20)], [Price("ema")],
            a => new Ema(a.Whole("period")),
            (bars, a, o) => Ema.Calculate(bars.Close, a.Whole("period"), o[0])),
        Entry("wma", "Linearly weighted moving average of closes.", Close, [Period(20)], [Price("wma")],
            a => new Wma(a.Whole("period")),
            (bars, a, o) => Wma.Calculate(bars.Close, a.Whole("period"), o[0])),
        Entry("vwap", "Volume-weighted average price since an anchor.", Prices | Volume,
            [Whole("anchor", "1: anew on every UTC date; 2: once, from the first bar", 1, 1, 2)], [Price("vwap")],
            a => new Vwap((VwapAnchor)a.Whole("anchor")),
            (bars, a, o) => Vwap.Calculate(bars.Ticks, bars.High, bars.Low, bars.Close, bars.Volume, (VwapAnchor)a.Whole("anchor"), o[0])),
        Entry("rolling_vwap", "Volume-weighted average price of the newest bars.", Prices | Volume, [Period(20)], [Price("vwap")],
            a => new RollingVwap(a.Whole("period")),
            (bars, a, o) => RollingVwap.Calculate(bars.High, bars.Low, bars.Close, bars.Volume, a.Whole("period"), o[0])),
        Entry("rsi", "Relative strength index with Wilder's smoothing (Wilder 1978).", Close, [Period(14)], [Percent("rsi")],
            a => new Rsi(a.Whole("period")),
            (bars, a, o) => Rsi.Calculate(bars.Close, a.Whole("period"), o[0])),
        Entry("macd", "Moving average convergence/divergence (Appel 1979).", Close,
            [
                Whole("fast", "period of the fast average, below slow", 12), Whole("slow", "period of the slow average", 26, min: 2),
                Whole("signal", "period of the signal line", 9),
            ],
            [Price("macd"), Price("signal"), Price("histogram")],
            a => new Macd(a.Whole("fast"), a.Whole("slow"), a.Whole("signal")),
            (bars, a, o) => Macd.Calculate(bars.Close, a.Whole("fast"), a.Whole("slow"), a.Whole("signal"), o[0], o[1], o[2])),
        Entry("roc", "Rate of change of closes.", Close, [Period(10)], [new("roc", "percent")],
            a => new Roc(a.Whole("period")),
            (bars, a, o) => Roc.Calculate(bars.Close, a.Whole("period"), o[0])),
        Entry("stochastic", "Slow stochastic; fast with a smoothing of 1 (Lane 1984).", Prices,
            [Period(14), Whole("smoothing", "simple average that makes %K", 3), Whole("signal", "simple average that makes %D", 3)],
            [Percent("k"), Percent("d")],
            a => new Stochastic(a.Whole("period"), a.Whole("smoothing"), a.Whole("signal")),
            (bars, a, o) => Stochastic.Calculate(
                bars.High, bars.Low, bars.Close, a.Whole("period"), a.Whole("smoothing"), a.Whole("signal"), o[0], o[1])),
        Entry("williams_r", "Williams %R (Williams 1973).", Prices, [Period(14)], [new("williamsR", "-100 to 0")],
            a => new WilliamsR(a.Whole("period")),
            (bars, a, o) => WilliamsR.Calculate(bars.High, bars.Low, bars.Close, a.Whole("period"), o[0])),
        Entry("cci", "Commodity channel index (Lambert 1980).", Prices, [Whole("period", "bars looked at", 20, min: 2)],
            [new("cci", "0.015 mean deviations")],
            a => new Cci(a.Whole("period")),
            (bars, a, o) => Cci.Calculate(bars.High, bars.Low, bars.Close, a.Whole("period"), o[0])),
        Entry("adx", "Average directional index with +DI and -DI (Wilder 1978).", Prices, [Period(14)],
            [Percent("adx"), Percent("plusDi"), Percent("minusDi")],
            a => new Adx(a.Whole("period")),
            (bars, a, o) => Adx.Calculate(bars.High, bars.Low, bars.Close, a.Whole("period"), o[0], o[1], o[2])),
        Entry("mfi", "Money flow index (Quong and Soudack 1989).", Prices | Volume, [Period(14)], [Percent("mfi")],
            a => new Mfi(a.Whole("period")),
            (bars, a, o) => Mfi.Calculate(bars.High, bars.Low, bars.Close, bars.Volume, a.Whole("period"), o[0])),
        Entry("obv", "On-balance volume (Granville 1963).", Close | Volume, [], [new("obv", "units traded")],
            _ => new Obv(),
            (bars, _, o) => Obv.Calculate(bars.Close, bars.Volume, o[0])),
        Entry("atr", "Average true range with Wilder's smoothing (Wilder 1978).", Prices, [Period(14)], [Price("atr")],
            a => new Atr(a.Whole("period")),
            (bars, a, o) => Atr.Calculate(bars.High, bars.Low, bars.Close, a.Whole("period"), o[0])),
        Entry("bollinger", "Bollinger bands with the population's standard deviation (Bollinger 2001).", Close,
            [Period(20), Multiple("deviations", "standard deviations to a band", 2)], [Price("upper"), Price("middle"), Price("lower")],
            a => new Bollinger(a.Whole("period"), a["deviations"]),
            (bars, a, o) => Bollinger.Calculate(bars.Close, a.Whole("period"), a["deviations"], o[0], o[1], o[2])),
        Entry("keltner", "Keltner channel: exponential average and average true range (Raschke's form).", Prices,
            [Period(20), Whole("atrPeriod", "period of the average true range", 10), Multiple("multiplier", "average true ranges to a band", 2)],
            [Price("upper"), Price("middle"), Price("lower")],
            a => new Keltner(a.Whole("period"), a.Whole("atrPeriod"), a["multiplier"]),
            (bars, a, o) => Keltner.Calculate(
                bars.High, bars.Low, bars.Close, a.Whole("period"), a.Whole("atrPeriod"), a["multiplier"], o[0], o[1], o[2])),
        Entry("donchian", "Donchian channel, the present bar included (Donchian 1960).", High | Low, [Period(20)],
            [Price("upper"), Price("middle"), Price("lower")],
            a => new Donchian(a.Whole("period")),
            (bars, a, o) => Donchian.Calculate(bars.High, bars.Low, a.Whole("period"), o[0], o[1], o[2])),
        Entry("supertrend", "SuperTrend: a trailing stop at a multiple of the average true range (Seban).", Prices,
            [Period(10), Multiple("multiplier", "average true ranges to the stop", 3)], [Price("supertrend"), new("direction", "+1 or -1")],
            a => new SuperTrend(a.Whole("period"), a["multiplier"]),
            (bars, a, o) => SuperTrend.Calculate(bars.High, bars.Low, bars.Close, a.Whole("period"), a["multiplier"], o[0], o[1])),
        Entry("ichimoku", "Ichimoku Kinko Hyo; chikou stands at the bar that knows it (Hosoda 1969).", Prices,
            [
                Whole("tenkan", "bars in the conversion line", 9), Whole("kijun", "bars in the base line", 26),
                Whole("senkou", "bars in the cloud's second edge", 52), Whole("displacement", "bars by which the cloud is drawn ahead", 26),
            ],
            [Price("tenkan"), Price("kijun"), Price("senkouA"), Price("senkouB"), Price("chikou")],
            a => new Ichimoku(a.Whole("tenkan"), a.Whole("kijun"), a.Whole("senkou"), a.Whole("displacement")),
            (bars, a, o) => Ichimoku.Calculate(
                bars.High, bars.Low, bars.Close, (a.Whole("tenkan"), a.Whole("kijun"), a.Whole("senkou"), a.Whole("displacement")),
                o[0], o[1], o[2], o[3], o[4])),
    ];

    private static IndicatorEntry Entry(
        string name, string description, BarColumns columns, IndicatorParameter[] parameters, IndicatorOutput[] outputs,
        Func<IndicatorArguments, IIndicator> start, Action<BarSeries, IndicatorArguments, double[][]> run) =>
        new(new IndicatorDescription(name, description, columns, parameters, outputs), start, run);

    private static IndicatorParameter Period(int usual) => Whole("period", "bars looked at", usual);

    private static IndicatorParameter Whole(string name, string description, int usual, int min = 1, int max = Columns.LongestPeriod) =>
        new(name, description, usual, min, max, IsWhole: true);

    private static IndicatorParameter Multiple(string name, string description, double usual) =>
        new(name, description, usual, 0, 1_000, IsWhole: false);

    private static IndicatorOutput Price(string name) => new(name, "price");

    private static IndicatorOutput Percent(string name) => new(name, "0 to 100");
}
