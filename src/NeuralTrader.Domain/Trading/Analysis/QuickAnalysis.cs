using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Analysis;

/// <summary>Which way a market is going.</summary>
public enum Trend
{
    /// <summary>Upwards.</summary>
    Bullish = 1,

    /// <summary>Neither way.</summary>
    Neutral = 2,

    /// <summary>Downwards.</summary>
    Bearish = 3,
}

/// <summary>How volume develops.</summary>
public enum VolumeTrend
{
    /// <summary>The newest 10 bars trade at least 10 % more than the 40 before.</summary>
    Rising = 1,

    /// <summary>Neither rising nor falling.</summary>
    Steady = 2,

    /// <summary>The newest 10 bars trade at least 10 % less than the 40 before.</summary>
    Falling = 3,

    /// <summary>The bars carry no volume.</summary>
    Unknown = 4,
}

/// <summary>What the signs together say.</summary>
public enum Recommendation
{
    /// <summary>The signs for a rise prevail by two or more.</summary>
    Buy = 1,

    /// <summary>The signs balance.</summary>
    Hold = 2,

    /// <summary>The signs for a fall prevail by two or more.</summary>
    Sell = 3,
}

/// <summary>One sign and the figures behind it.</summary>
/// <param name="Indicator">What was looked at.</param>
/// <param name="Points">+1 for a rise, −1 for a fall, 0 for neither.</param>
/// <param name="Text">One sentence with the figures.</param>
[GenerateSerializer, Immutable, Alias("analysis-reason")]
public sealed record AnalysisReason(string Indicator, int Points, string Text);

/// <summary>What a market looks like at its newest bar.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="AsOf">Start of the newest bar, UTC.</param>
/// <param name="Bars">Bars that were read.</param>
/// <param name="Provenance">Where they come from.</param>
/// <param name="Basis">Which corporate actions are in the prices.</param>
/// <param name="Price">Newest close.</param>
/// <param name="Change">Newest close over the one before, less 1.</param>
/// <param name="Trend">Which way it is going.</param>
/// <param name="VolatilityAnnual">Sample deviation of the newest 20 log returns × √(bars per year).</param>
/// <param name="VolumeTrend">How volume develops.</param>
/// <param name="Sma20">Mean of the newest 20 closes.</param>
/// <param name="Sma50">Mean of the newest 50 closes.</param>
/// <param name="Rsi14">Wilder's relative strength index, 0 to 100.</param>
/// <param name="Macd">EMA 12 less EMA 26 of the close.</param>
/// <param name="MacdSignal">EMA 9 of that.</param>
/// <param name="MacdHistogram">MACD less its signal.</param>
/// <param name="BollingerUpper">SMA 20 + 2 population deviations.</param>
/// <param name="BollingerMiddle">SMA 20.</param>
/// <param name="BollingerLower">SMA 20 − 2 population deviations.</param>
/// <param name="Atr14">Wilder's average true range, in price points.</param>
/// <param name="Adx14">Wilder's average directional index, 0 to 100.</param>
/// <param name="Support">Levels below the price at which it turned up before, nearest first.</param>
/// <param name="Resistance">Levels above the price at which it turned down before, nearest first.</param>
/// <param name="Recommendation">What the signs together say.</param>
/// <param name="Score">Sum of the signs' points.</param>
/// <param name="Reasons">The signs.</param>
[GenerateSerializer, Immutable, Alias("quick-analysis")]
public sealed record QuickAnalysis(
    string Symbol, DateTime AsOf, int Bars, Provenance Provenance, PriceBasis Basis, double Price, double Change, Trend Trend,
    double VolatilityAnnual, VolumeTrend VolumeTrend, double Sma20, double Sma50, double Rsi14, double Macd, double MacdSignal, double MacdHistogram,
    double BollingerUpper, double BollingerMiddle, double BollingerLower, double Atr14, double Adx14,
    IReadOnlyList<double> Support, IReadOnlyList<double> Resistance, Recommendation Recommendation, int Score, IReadOnlyList<AnalysisReason> Reasons);
