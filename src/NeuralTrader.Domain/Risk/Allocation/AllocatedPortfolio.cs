namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Which end of a range binds.</summary>
public enum BindingEnd
{
    /// <summary>The least value.</summary>
    Min = 1,

    /// <summary>The largest value.</summary>
    Max = 2,
}

/// <summary>One asset of a portfolio.</summary>
/// <param name="Symbol">The asset.</param>
/// <param name="Weight">Fraction of the portfolio's value, negative for a short position.</param>
/// <param name="CurrentWeight">What is held; not defined where that was not said.</param>
/// <param name="ExpectedReturn">Annual; not defined where none is known.</param>
/// <param name="ExpectedReturnError">Standard error of the mean it is; not defined where the caller gave the return.</param>
/// <param name="Volatility">Annual.</param>
/// <param name="RiskContribution">Share of the portfolio's variance, wᵢ·(Σw)ᵢ / w'Σw; the shares sum to 1.</param>
/// <param name="MarginalRisk">Rise of the annual volatility for a unit more of the asset, (Σw)ᵢ / σ.</param>
/// <param name="ImpliedReturn">Annual, what the market's weights imply before any view, cash rate included; not defined without Black–Litterman.</param>
[GenerateSerializer, Immutable, Alias("allocation-asset")]
public sealed record AllocatedAsset(
    string Symbol, double Weight, double CurrentWeight, double ExpectedReturn, double ExpectedReturnError, double Volatility, double RiskContribution,
    double MarginalRisk, double ImpliedReturn = double.NaN);

/// <summary>A constraint that keeps the portfolio from doing better.</summary>
/// <param name="Name">An asset's symbol for its weight; "the sum of all weights", "group …", "turnover", "gross exposure" or "return".</param>
/// <param name="End">Which end of its range binds.</param>
/// <param name="Limit">Where it binds.</param>
/// <param name="Multiplier">
/// Rise of what is minimised for a unit more of the limit, of either sign: half the variance, half the variance less λ times the return, or the shortfall.
/// </param>
[GenerateSerializer, Immutable, Alias("allocation-binding")]
public sealed record BindingConstraint(string Name, BindingEnd End, double Limit, double Multiplier);

/// <summary>A portfolio on the efficient frontier.</summary>
/// <param name="ExpectedReturn">Annual, after costs.</param>
/// <param name="Volatility">Annual.</param>
/// <param name="Sharpe">Excess return over volatility.</param>
/// <param name="EffectiveAssets">1 / Σw².</param>
/// <param name="Weights">Shape [n], in the order of the assets; null unless asked for.</param>
[GenerateSerializer, Immutable, Alias("allocation-frontier-point")]
public sealed record FrontierPoint(double ExpectedReturn, double Volatility, double Sharpe, double EffectiveAssets, double[]? Weights);

/// <summary>A portfolio with what is expected of it and what proves that it is the best.</summary>
/// <param name="Objective">What it was chosen for.</param>
/// <param name="Assets">Every asset, in the order in which they were given.</param>
/// <param name="Cash">1 less the sum of all weights.</param>
/// <param name="ExpectedReturn">Annual, cash included, after costs; not defined where no returns are known.</param>
/// <param name="ExpectedReturnError">Standard error of it that comes from estimating the means; not defined where the caller gave them.</param>
/// <param name="Volatility">Annual.</param>
/// <param name="Sharpe">Excess return over volatility.</param>
/// <param name="SharpeError">Standard error of an estimated Sharpe ratio for independent normal returns (Lo 2002).</param>
/// <param name="ValueAtRisk">Per period over the scenarios, positive when money is lost; not defined without scenarios.</param>
/// <param name="ExpectedShortfall">Mean of the losses beyond, per period.</param>
/// <param name="Confidence">Of both.</param>
/// <param name="EffectiveAssets">1 / Σw²: n for equal weights, 1 for a single one.</param>
/// <param name="DiversificationRatio">Mean volatility of the assets, by weight, over the portfolio's (Choueifaty and Coignard 2008).</param>
/// <param name="GrossExposure">Σ|w|.</param>
/// <param name="Turnover">Σ|w − current|; not defined where what is held was not said.</param>
/// <param name="Cost">Of the turnover, a fraction of the portfolio's value.</param>
/// <param name="Binding">Constraints that bind; none for risk parity and hierarchical risk parity, which have none.</param>
/// <param name="Frontier">From the least variance to the largest return; empty unless asked for.</param>
/// <param name="KktResidual">Largest relative violation of the conditions of optimality; 0 is perfect.</param>
/// <param name="Observations">Periods that the estimates were made of; 0 where they are the caller's own.</param>
/// <param name="Warnings">What to think of before acting on it.</param>
[GenerateSerializer, Immutable, Alias("allocation")]
public sealed record AllocatedPortfolio(
    AllocationObjective Objective, IReadOnlyList<AllocatedAsset> Assets, double Cash, double ExpectedReturn, double ExpectedReturnError, double Volatility,
    double Sharpe, double SharpeError, double ValueAtRisk, double ExpectedShortfall, double Confidence, double EffectiveAssets, double DiversificationRatio,
    double GrossExposure, double Turnover, double Cost, IReadOnlyList<BindingConstraint> Binding, IReadOnlyList<FrontierPoint> Frontier, double KktResidual,
    int Observations, IReadOnlyList<string> Warnings);
