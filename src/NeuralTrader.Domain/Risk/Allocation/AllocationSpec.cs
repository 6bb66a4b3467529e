namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Which portfolio is wanted.</summary>
/// <param name="Objective">What it is chosen for.</param>
/// <param name="Constraints">What weights are allowed; null for long-only and fully invested.</param>
/// <param name="Target">Annual return after costs for a target return, annual volatility for a target risk, least annual return for a least shortfall.</param>
/// <param name="RiskAversion">λ of return − λ/2 · variance, above 0.</param>
/// <param name="RiskFreeRate">Annual; what cash earns and excess returns are measured from.</param>
/// <param name="Confidence">Of value at risk and expected shortfall.</param>
/// <param name="RiskBudgets">Shares of the volatility by symbol, above 0, scaled to sum 1; null for equal ones.</param>
/// <param name="CurrentWeights">What is held, by symbol; what is not named is not held. Null where turnover and costs do not matter.</param>
/// <param name="TransactionCost">What a unit bought or sold costs, a fraction of its value; taken off the first year's return.</param>
/// <param name="FrontierPoints">Portfolios on the efficient frontier, 0 for none, else 2 to 200.</param>
/// <param name="FrontierWeights">True gives the weights of each.</param>
public sealed record AllocationSpec(
    AllocationObjective Objective, AllocationConstraints? Constraints = null, double? Target = null, double RiskAversion = 2.5, double RiskFreeRate = 0,
    double Confidence = 0.95, IReadOnlyDictionary<string, double>? RiskBudgets = null, IReadOnlyDictionary<string, double>? CurrentWeights = null,
    double TransactionCost = 0, int FrontierPoints = 0, bool FrontierWeights = false);
