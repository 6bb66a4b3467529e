using System.Globalization;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Domain.Trading.Analysis;

/// <summary>Reads a market's state off its bars in one pass and weighs the signs.</summary>
public static class MarketAnalysis
{
    /// <summary>Bars below which the figures would not mean anything.</summary>
    public const int LeastBars = 50;

    private const int NewVolume = 10, OldVolume = 40, VolatilityWindow = 20;
    private const double VolumeBand = 0.10, StrongTrend = 25, Overbought = 70, Oversold = 30;

    /// <summary>Analyses a series at its newest bar.</summary>
    /// <returns>The analysis, or a refusal that says how many bars there are.</returns>
    public static Answer<QuickAnalysis> Of(BarSeries bars)
    {
        if (bars.Count < LeastBars)
        {
            string detail = string.Create(CultureInfo.InvariantCulture, $"{bars.Key.Symbol} has {bars.Count} bars; an analysis needs {LeastBars}.");
            return new Refusal(RefusalKind.InsufficientData, detail, "symbol");
        }

        Sma sma20 = new(20), sma50 = new(50);
        Rsi rsi14 = new(14);
        Macd macd12 = new();
        Bollinger bollinger20 = new();
        Atr atr14 = new(14);
        Adx adx14 = new(14);
        double short20 = double.NaN, long50 = double.NaN, rsi = double.NaN, atr = double.NaN;
        MacdFigures macd = default;
        Bands bands = default;
        AdxFigures adx = default;
        ReadOnlySpan<double> high = bars.High, low = bars.Low, close = bars.Close;
        for (int i = 0; i < close.Length; i++)
        {
            short20 = sma20.Update(close[i]);
            long50 = sma50.Update(close[i]);
            rsi = rsi14.Update(close[i]);
            macd = macd12.Update(close[i]);
            bands = bollinger20.Update(close[i]);
            atr = atr14.Update(high[i], low[i], close[i]);
            adx = adx14.Update(high[i], low[i], close[i]);
        }

        double price = close[^1];
        double change = (price / close[^2]) - 1;
        VolumeTrend volume = VolumeOf(bars.Volume);
        Trend trend = price > long50 && short20 > long50 ? Trend.Bullish : price < long50 && short20 < long50 ? Trend.Bearish : Trend.Neutral;
        IReadOnlyList<AnalysisReason> reasons = Weigh(
            price, short20, long50, trend, rsi, macd, bands, adx, volume, price - close[^Math.Min(close.Length, NewVolume + 1)]);
        int score = reasons.Sum(reason => reason.Points);
        (IReadOnlyList<double> support, IReadOnlyList<double> resistance) = PriceLevels.Around(price, high, low, atr);
        return new QuickAnalysis(
            bars.Key.Symbol, bars.TimeAt(bars.Count - 1), bars.Count, bars.Provenance, bars.Key.Basis, price, change, trend,
            Volatility(bars), volume, short20, long50, rsi, macd.Macd, macd.Signal, macd.Histogram,
            bands.Upper, bands.Middle, bands.Lower, atr, adx.Adx, support, resistance,
            score >= 2 ? Recommendation.Buy : score <= -2 ? Recommendation.Sell : Recommendation.Hold, score, reasons);
    }

    private static double Volatility(BarSeries bars)
    {
        ReadOnlySpan<double> close = bars.Close;
        double sum = 0, squares = 0;
        for (int i = close.Length - VolatilityWindow; i < close.Length; i++) sum += Math.Log(close[i] / close[i - 1]);
        double mean = sum / VolatilityWindow;
        for (int i = close.Length - VolatilityWindow; i < close.Length; i++)
        {
            double deviation = Math.Log(close[i] / close[i - 1]) - mean;
            squares += deviation * deviation;
        }
        return Math.Sqrt(squares / (VolatilityWindow - 1) * BarCalendar.PeriodsPerYear(bars.Key.Interval, bars.Ticks));
    }

    private static VolumeTrend VolumeOf(ReadOnlySpan<double> volume)
    {
        double recent = Mean(volume[^NewVolume..]), before = Mean(volume[^(NewVolume + OldVolume)..^NewVolume]);
        if (recent <= 0 || before <= 0) return VolumeTrend.Unknown;
        double ratio = recent / before;
        return ratio >= 1 + VolumeBand ? VolumeTrend.Rising : ratio <= 1 - VolumeBand ? VolumeTrend.Falling : VolumeTrend.Steady;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        return sum / values.Length;
    }

    private static List<AnalysisReason> Weigh(
        double price, double sma20, double sma50, Trend trend, double rsi, MacdFigures macd, Bands bands, AdxFigures adx, VolumeTrend volume, double move)
    {
        int direction = trend switch { Trend.Bullish => 1, Trend.Bearish => -1, Trend.Neutral => 0 };
        int stretch = price < bands.Lower ? 1 : price > bands.Upper ? -1 : 0;
        int exhaustion = rsi < Oversold ? 1 : rsi > Overbought ? -1 : 0;
        bool isStrong = adx.Adx >= StrongTrend;
        List<AnalysisReason> reasons =
        [
            new("sma", direction, Text($"The close of {price:0.####} and the 20-bar mean of {sma20:0.####} stand {Place(trend)} the 50-bar mean of {sma50:0.####}.")),
            new("macd", double.Sign(macd.Histogram), Text($"MACD is {macd.Macd:0.####}, its signal {macd.Signal:0.####}: momentum {(macd.Histogram > 0 ? "rises" : "falls")}.")),
            new("rsi", exhaustion, Text($"RSI is {rsi:0.0}: {(exhaustion > 0 ? "oversold" : exhaustion < 0 ? "overbought" : "in between")}.")),
            new("bollinger", stretch, Text($"The close is {(stretch > 0 ? "below" : stretch < 0 ? "above" : "inside")} the bands from {bands.Lower:0.####} to {bands.Upper:0.####}.")),
            new("adx", isStrong ? adx.PlusDi > adx.MinusDi ? 1 : -1 : 0, Text($"ADX is {adx.Adx:0.0}: {(isStrong ? "a strong trend" : "no strong trend")}, +DI {adx.PlusDi:0.0}, −DI {adx.MinusDi:0.0}.")),
        ];
        if (volume != VolumeTrend.Unknown)
        {
            int confirmation = volume == VolumeTrend.Rising ? double.Sign(move) : 0;
            reasons.Add(new("volume", confirmation, Text($"Volume is {volume switch { VolumeTrend.Rising => "rising", VolumeTrend.Falling => "falling", VolumeTrend.Steady => "steady", VolumeTrend.Unknown => "unknown" }} while the price has moved {move:+0.####;-0.####;0} in {NewVolume} bars.")));
        }
        return reasons;
    }

    private static string Place(Trend trend) => trend switch { Trend.Bullish => "above", Trend.Bearish => "below", Trend.Neutral => "on both sides of" };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
