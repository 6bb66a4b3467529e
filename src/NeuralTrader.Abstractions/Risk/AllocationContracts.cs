using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk.Allocation;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>Asks for the best weights of a portfolio.</summary>
/// <param name="Symbols">The assets, 1 to 2,000, each once; null for what the portfolio named by portfolioId holds.</param>
/// <param name="Objective">What the portfolio is chosen for.</param>
/// <param name="Target">Annual return after costs for target_return, annual volatility for target_risk, least annual return for min_shortfall.</param>
/// <param name="Constraints">What weights are allowed; null for long-only and fully invested. The number of assets held cannot be limited.</param>
/// <param name="RiskAversion">λ of return − λ/2 · variance, for utility and black_litterman.</param>
/// <param name="RiskFreeRate">Annual; what cash earns and excess returns are measured from.</param>
/// <param name="Confidence">Of value at risk and expected shortfall, 0.5 to 0.9999.</param>
/// <param name="RiskBudgets">Shares of the volatility by symbol for risk_parity, all above 0; null for equal ones.</param>
/// <param name="BlackLitterman">The market's weights and the caller's views; with them any objective works on the returns they imply.</param>
/// <param name="CurrentWeights">What is held, by symbol; needed for turnover and costs. With portfolioId they are read from the portfolio.</param>
/// <param name="PortfolioId">A portfolio whose weights are the current ones; the answer then shows the trades that would lead to the new ones.</param>
/// <param name="TransactionCost">What a unit bought or sold costs, a fraction of its value; taken off the first year's return.</param>
/// <param name="FrontierPoints">Portfolios on the efficient frontier, 0 for none, else 2 to 200.</param>
/// <param name="FrontierWeights">True gives the weights of each.</param>
/// <param name="Estimator">How covariances are estimated from returns.</param>
/// <param name="Decay">λ of exponential weights, strictly between 0 and 1.</param>
/// <param name="ExpectedReturns">Annual, one a symbol, in the place of the historical means; null for these.</param>
/// <param name="Covariance">Of annual returns, rows [n][n]; with it, or with scenarios, no stored prices are read. Over HTTP
/// a body holds 1 MiB, some 220 assets of 17 digits: round them, or name stored symbols for more.</param>
/// <param name="Scenarios">Returns per period, rows [scenarios][n]; without a covariance matrix it is estimated from them.</param>
/// <param name="PeriodsPerYear">Of the scenarios.</param>
/// <param name="Interval">Which stored bars to read.</param>
/// <param name="From">First bar, UTC; null for the first that all symbols have.</param>
/// <param name="To">Last bar, UTC; null for the newest that all symbols have.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("risk.optimizePortfolio")]
public sealed record OptimizePortfolioRequest(
    IReadOnlyList<string>? Symbols = null, AllocationObjective Objective = AllocationObjective.MinVariance, double? Target = null,
    AllocationConstraints? Constraints = null, double RiskAversion = 2.5, double RiskFreeRate = 0, double Confidence = 0.95,
    IReadOnlyDictionary<string, double>? RiskBudgets = null, MarketViews? BlackLitterman = null, IReadOnlyDictionary<string, double>? CurrentWeights = null,
    string? PortfolioId = null, double TransactionCost = 0, int FrontierPoints = 0, bool FrontierWeights = false,
    CovarianceEstimator Estimator = CovarianceEstimator.LedoitWolf, double Decay = 0.94, IReadOnlyList<double>? ExpectedReturns = null,
    IReadOnlyList<double[]>? Covariance = null, IReadOnlyList<double[]>? Scenarios = null, double PeriodsPerYear = 252, BarInterval Interval = BarInterval.Day,
    DateTime? From = null, DateTime? To = null, DevicePreference Device = DevicePreference.Auto);

/// <summary>The best weights of a portfolio.</summary>
/// <param name="Portfolio">Weights, figures, binding constraints and the frontier.</param>
/// <param name="Data">What the estimates were made of; null where the caller gave all of them.</param>
/// <param name="Target">The weights as portfolioRebalance takes them, rounded to six digits, CASH for what is not invested.</param>
/// <param name="Trades">The trades that would lead there, as portfolioRebalance plans them; null without a portfolio, or where it refuses them.</param>
/// <param name="TradesRefused">Why there are no trades; null where there are, or no portfolio was named.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("risk.optimizePortfolio.answer")]
public sealed record OptimizePortfolioAnswer(
    AllocatedPortfolio Portfolio, AllocationData? Data, IReadOnlyDictionary<string, decimal> Target, RebalanceResult? Trades, string? TradesRefused, DeviceUsed Device);
