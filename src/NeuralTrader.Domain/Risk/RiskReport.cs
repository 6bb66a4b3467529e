namespace NeuralTrader.Domain.Risk;

/// <summary>A loss in money and as a fraction.</summary>
/// <param name="Amount">In the portfolio's currency, positive when money is lost, rounded to its smallest unit; null where it is not defined.</param>
/// <param name="Fraction">Of the portfolio's equity; null where equity is not above 0.</param>
/// <param name="StandardError">Of the amount, for independent periods or paths; null where the method gives none.</param>
[GenerateSerializer, Immutable, Alias("risk-amount")]
public sealed record RiskAmount(decimal? Amount, double? Fraction, decimal? StandardError);

/// <summary>What one position adds to the risk.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Value">What it is worth; negative when short.</param>
/// <param name="Weight">Value as a fraction of equity; null where equity is not above 0.</param>
/// <param name="ComponentVar">Its part of the value at risk; the parts sum to it. Negative where it hedges.</param>
/// <param name="ComponentEs">Its part of the expected shortfall; the parts sum to it.</param>
/// <param name="MarginalVar">What one unit of money more in the position adds to the value at risk, before rounding; null for a value of 0.</param>
/// <param name="ShareOfVar">ComponentVar over the value at risk.</param>
/// <param name="VolatilityAnnual">Of the instrument, a fraction per year.</param>
/// <param name="LiquidityDays">Days to trade out of it at the participation rate; null where its turnover is not known.</param>
[GenerateSerializer, Immutable, Alias("risk-component")]
public sealed record RiskComponent(
    string Symbol, decimal Value, double? Weight, decimal? ComponentVar, decimal? ComponentEs, double? MarginalVar, double? ShareOfVar,
    double? VolatilityAnnual,
    double? LiquidityDays);

/// <summary>A position that a figure does not hold.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Value">What it is worth.</param>
/// <param name="Reason">Why it is left out.</param>
[GenerateSerializer, Immutable, Alias("left-out")]
public sealed record LeftOut(string Symbol, decimal Value, string Reason);

/// <summary>The risk of a portfolio's present positions. A figure is null where the data do not define it.</summary>
/// <param name="Method">Where the distribution comes from.</param>
/// <param name="Confidence">α.</param>
/// <param name="HorizonDays">Trading days.</param>
/// <param name="Horizon">How the horizon was reached.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Equity">Positions and cash.</param>
/// <param name="GrossValue">Sum of the absolute values of the positions that are in the figures.</param>
/// <param name="ValueAtRisk">The loss that is passed with probability 1 − α.</param>
/// <param name="ExpectedShortfall">The mean loss of the worst 1 − α.</param>
/// <param name="VolatilityAnnual">Of the present weights over the past days, a fraction of equity per year.</param>
/// <param name="Sharpe">Annual, for independent days.</param>
/// <param name="SharpeStandardError">Of it: Lo (2002).</param>
/// <param name="Sortino">Annual, target the risk-free rate, divisor N.</param>
/// <param name="MaxDrawdown">Deepest fall of the present weights over the past days, a fraction.</param>
/// <param name="Beta">To the benchmark; null without one.</param>
/// <param name="BetaReason">Why there is no beta; null where there is one.</param>
/// <param name="Concentration">Herfindahl–Hirschman index: sum of squared shares of the gross value, from 1/n to 1.</param>
/// <param name="EffectivePositions">1 / concentration.</param>
/// <param name="LiquidityDays">Days until the slowest position is traded out; null where any position's turnover is not known.</param>
/// <param name="Observations">Days of returns used.</param>
/// <param name="PeriodsPerYear">Such days in a year, of their own calendar, to annualise; 252 for returns without dates.</param>
/// <param name="From">First of them; null where the returns came without dates.</param>
/// <param name="To">Last of them.</param>
/// <param name="PositionCount">Positions in the figures.</param>
/// <param name="Components">What the largest risks are made of, greatest part of the value at risk first.</param>
/// <param name="LeftOut">Positions that are not in the figures.</param>
/// <param name="Notes">What a reader should know.</param>
[GenerateSerializer, Immutable, Alias("risk-report")]
public sealed record RiskReport(
    RiskMethod Method, double Confidence, int HorizonDays, string Horizon, string Currency, decimal Equity, decimal GrossValue, RiskAmount ValueAtRisk,
    RiskAmount ExpectedShortfall, double? VolatilityAnnual, double? Sharpe, double? SharpeStandardError, double? Sortino, double? MaxDrawdown,
    BetaEstimate? Beta,
    string? BetaReason, double? Concentration, double? EffectivePositions, double? LiquidityDays, int Observations, double PeriodsPerYear, DateTime? From, DateTime? To,
    int PositionCount,
    IReadOnlyList<RiskComponent> Components, IReadOnlyList<LeftOut> LeftOut, IReadOnlyList<string> Notes);
