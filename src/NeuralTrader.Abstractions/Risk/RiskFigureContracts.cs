using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>Asks for value at risk over one period.</summary>
/// <param name="Returns">Simple returns, -1 or more, fractions per period, oldest first; this, a symbol or moments.</param>
/// <param name="Symbol">The instrument whose daily closes give the returns; this, returns or moments.</param>
/// <param name="Moments">Mean, deviation and shape in place of returns; not for historical.</param>
/// <param name="From">First bar to read, UTC; null for the oldest.</param>
/// <param name="To">Last bar to read, UTC; null for the newest.</param>
/// <param name="Confidence">α, strictly between 0 and 1.</param>
/// <param name="Method">The definition.</param>
/// <param name="Quantile">Of a historical value at risk; the first is the definition of value at risk.</param>
/// <param name="DegreesOfFreedom">Of Student's t, above 2; null to fit them.</param>
/// <param name="Value">What is at risk, in money; null for fractions alone.</param>
/// <param name="Currency">ISO 4217 code of the value.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateVar")]
public sealed record CalculateVarRequest(
    IReadOnlyList<double>? Returns = null, string? Symbol = null, TailMoments? Moments = null, DateTime? From = null, DateTime? To = null,
    double Confidence = 0.95,
    TailMethod Method = TailMethod.Historical, QuantileType Quantile = QuantileType.InverseEmpirical, double? DegreesOfFreedom = null, decimal? Value = null,
    string Currency = "USD");

/// <summary>Asks for expected shortfall over one period, also called conditional value at risk.</summary>
/// <param name="Returns">Simple returns, -1 or more, fractions per period, oldest first; this, a symbol or moments.</param>
/// <param name="Symbol">The instrument whose daily closes give the returns; this, returns or moments.</param>
/// <param name="Moments">Mean, deviation and shape in place of returns; not for historical.</param>
/// <param name="From">First bar to read, UTC; null for the oldest.</param>
/// <param name="To">Last bar to read, UTC; null for the newest.</param>
/// <param name="Confidence">α, strictly between 0 and 1.</param>
/// <param name="Method">The definition.</param>
/// <param name="DegreesOfFreedom">Of Student's t, above 2; null to fit them.</param>
/// <param name="Value">What is at risk, in money; null for fractions alone.</param>
/// <param name="Currency">ISO 4217 code of the value.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateCvar")]
public sealed record CalculateCvarRequest(
    IReadOnlyList<double>? Returns = null, string? Symbol = null, TailMoments? Moments = null, DateTime? From = null, DateTime? To = null,
    double Confidence = 0.95,
    TailMethod Method = TailMethod.Historical, double? DegreesOfFreedom = null, decimal? Value = null, string Currency = "USD");

/// <summary>Asks for the Sharpe ratio.</summary>
/// <param name="Returns">Simple returns, -1 or more, fractions per period, oldest first; this or a symbol.</param>
/// <param name="Symbol">The instrument whose daily closes give the returns; this or returns.</param>
/// <param name="From">First bar to read, UTC; null for the oldest.</param>
/// <param name="To">Last bar to read, UTC; null for the newest.</param>
/// <param name="RiskFreeAnnual">Fraction per year.</param>
/// <param name="PeriodsPerYear">0.001 to 1,000,000; null for those of the symbol's own calendar, 252 for returns that came along.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateSharpeRatio")]
public sealed record CalculateSharpeRatioRequest(
    IReadOnlyList<double>? Returns = null, string? Symbol = null, DateTime? From = null, DateTime? To = null, double RiskFreeAnnual = 0,
    double? PeriodsPerYear = null);

/// <summary>Asks for the Sortino ratio, whose downside deviation is divided by all observations.</summary>
/// <param name="Returns">Simple returns, -1 or more, fractions per period, oldest first; this or a symbol.</param>
/// <param name="Symbol">The instrument whose daily closes give the returns; this or returns.</param>
/// <param name="From">First bar to read, UTC; null for the oldest.</param>
/// <param name="To">Last bar to read, UTC; null for the newest.</param>
/// <param name="TargetAnnual">The least acceptable return, a fraction per year.</param>
/// <param name="PeriodsPerYear">0.001 to 1,000,000; null for those of the symbol's own calendar, 252 for returns that came along.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateSortinoRatio")]
public sealed record CalculateSortinoRatioRequest(
    IReadOnlyList<double>? Returns = null, string? Symbol = null, DateTime? From = null, DateTime? To = null, double TargetAnnual = 0,
    double? PeriodsPerYear = null);

/// <summary>Asks how far and how long something was below its highest value.</summary>
/// <param name="Returns">Simple returns, -1 or more, oldest first; this, an equity curve or a symbol.</param>
/// <param name="Equity">Values above 0, oldest first; this, returns or a symbol.</param>
/// <param name="Symbol">The instrument whose daily closes give the curve; this, returns or an equity curve.</param>
/// <param name="From">First bar to read, UTC; null for the oldest.</param>
/// <param name="To">Last bar to read, UTC; null for the newest.</param>
/// <param name="Worst">How many falls to list, 1 to 10,000.</param>
/// <param name="IncludeUnderwater">True adds the depth at every place of the curve.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateDrawdown")]
public sealed record CalculateDrawdownRequest(
    IReadOnlyList<double>? Returns = null, IReadOnlyList<double>? Equity = null, string? Symbol = null, DateTime? From = null, DateTime? To = null,
    int Worst = 5,
    bool IncludeUnderwater = false);

/// <summary>How far and how long something was below its highest value.</summary>
/// <param name="Max">The deepest fall, a fraction, 0 or more.</param>
/// <param name="Current">The fall that the curve ends in.</param>
/// <param name="Mean">Mean depth over all periods.</param>
/// <param name="UlcerIndex">Root mean square depth over all periods.</param>
/// <param name="LongestDuration">Periods of the longest time under water, an unfinished one included.</param>
/// <param name="TimeUnderwater">Fraction of the periods below a peak.</param>
/// <param name="Worst">The deepest falls, deepest first; place 0 is the start of the curve.</param>
/// <param name="Underwater">Depth at every place, where asked for.</param>
[GenerateSerializer, Immutable, Alias("risk.drawdown.answer")]
public sealed record DrawdownAnswer(
    double Max, double Current, double Mean, double UlcerIndex, int LongestDuration, double TimeUnderwater, IReadOnlyList<DatedDrawdown> Worst,
    IReadOnlyList<double>? Underwater);

/// <summary>One fall with its dates.</summary>
/// <param name="Fall">Its depth and places.</param>
/// <param name="PeakDate">Null where the curve came without dates.</param>
/// <param name="TroughDate">Null where the curve came without dates.</param>
/// <param name="RecoveryDate">Null where the curve came without dates, or has not recovered.</param>
[GenerateSerializer, Immutable, Alias("risk.dated-drawdown")]
public sealed record DatedDrawdown(Drawdown Fall, DateTime? PeakDate, DateTime? TroughDate, DateTime? RecoveryDate);

/// <summary>Asks for the most leverage that every given rule allows.</summary>
/// <param name="Rules">What bounds it; at least one rule.</param>
/// <param name="Returns">Simple returns, -1 or more, oldest first; this or a symbol.</param>
/// <param name="Symbol">The instrument whose daily closes give the returns; this or returns.</param>
/// <param name="From">First bar to read, UTC; null for the oldest.</param>
/// <param name="To">Last bar to read, UTC; null for the newest.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateMaxLeverage")]
public sealed record CalculateMaxLeverageRequest(
    LeverageRules Rules, IReadOnlyList<double>? Returns = null, string? Symbol = null, DateTime? From = null, DateTime? To = null);

/// <summary>Asks how much to stake: of a bet with a probability and odds, or on an investment with returns.</summary>
/// <param name="Probability">Of winning, from 0 to 1; with odds.</param>
/// <param name="Odds">Decimal, above 1: what a unit staked returns when it wins.</param>
/// <param name="Returns">Simple returns, -1 or more, oldest first; this, a symbol, or probability and odds.</param>
/// <param name="Symbol">The instrument whose daily closes give the returns.</param>
/// <param name="From">First bar to read, UTC; null for the oldest.</param>
/// <param name="To">Last bar to read, UTC; null for the newest.</param>
/// <param name="Fraction">Of Kelly that is taken, from 0 to 1; 0.5 is half Kelly.</param>
/// <param name="RiskFreeAnnual">Fraction per year, for investments.</param>
/// <param name="PeriodsPerYear">0.001 to 1,000,000; null for those of the symbol's own calendar, 252 for returns that came along; for investments.</param>
/// <param name="Bankroll">What the stake is a part of, in money; null for fractions alone.</param>
/// <param name="Currency">ISO 4217 code of the bankroll.</param>
[GenerateSerializer, Immutable, Alias("risk.calculateKelly")]
public sealed record CalculateKellyRequest(
    double? Probability = null, double? Odds = null, IReadOnlyList<double>? Returns = null, string? Symbol = null, DateTime? From = null, DateTime? To = null,
    double Fraction = 1, double RiskFreeAnnual = 0, double? PeriodsPerYear = null, decimal? Bankroll = null, string Currency = "USD");

/// <summary>How much to stake.</summary>
/// <param name="Bet">Of a bet; null for an investment.</param>
/// <param name="Exposure">To an investment; null for a bet.</param>
/// <param name="Amount">The stake or exposure in money, rounded down; negative is short; null without a bankroll.</param>
/// <param name="Currency">ISO 4217 code of the amount.</param>
/// <param name="Notes">Why there is no amount where a bankroll was given.</param>
[GenerateSerializer, Immutable, Alias("risk.kelly.answer")]
public sealed record KellyAnswer(KellyBet? Bet, KellyExposure? Exposure, decimal? Amount, string Currency, IReadOnlyList<string> Notes);

/// <summary>Asks how many units to hold.</summary>
/// <param name="Sizing">The rule and its figures.</param>
[GenerateSerializer, Immutable, Alias("risk.calculatePositionSize")]
public sealed record CalculatePositionSizeRequest(SizingInput Sizing);

/// <summary>Asks whether a position keeps to limits.</summary>
/// <param name="Position">The position and the account it would be in.</param>
/// <param name="Limits">What it must keep to; null for a quarter of equity, no leverage and no short sale.</param>
[GenerateSerializer, Immutable, Alias("risk.validatePosition")]
public sealed record ValidatePositionRequest(PositionPlan Position, PositionLimits? Limits = null);
