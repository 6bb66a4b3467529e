using System.Text.Json.Serialization;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading;

/// <summary>What a trade does to a position.</summary>
public enum TradeAction
{
    /// <summary>Opens or adds to a long position.</summary>
    [JsonStringEnumMemberName("buy")] Buy = 1,

    /// <summary>Opens or adds to a short position.</summary>
    [JsonStringEnumMemberName("sell")] Sell = 2,

    /// <summary>Goes flat: nothing is at risk afterwards and only the cost of closing is certain.</summary>
    [JsonStringEnumMemberName("close")] Close = 3,
}

/// <summary>How future paths are made from history.</summary>
public enum PathModel
{
    /// <summary>Stationary bootstrap of historic log returns: blocks of random length keep short dependence. Politis and Romano (1994), JASA 89.</summary>
    [JsonStringEnumMemberName("bootstrap")] Bootstrap = 1,

    /// <summary>Geometric Brownian motion with the mean and deviation of historic log returns.</summary>
    [JsonStringEnumMemberName("gbm")] GeometricBrownian = 2,
}

/// <summary>What trade to simulate, and how.</summary>
/// <param name="Strategy">Name in the catalog; its past signals in the trade's direction are the analogues.</param>
/// <param name="Action">Buy, sell or close.</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="HorizonBars">Bars the position is held, 1 to 10,000.</param>
/// <param name="Parameters">Of the strategy; what is not named takes its default.</param>
/// <param name="Costs">What trading costs; null for nothing.</param>
/// <param name="Model">How paths are made.</param>
/// <param name="Paths">How many, 100 to 1,000,000.</param>
/// <param name="MeanBlock">Mean block length of the bootstrap in bars, 1 or more.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
[GenerateSerializer, Immutable, Alias("trade-simulation-spec")]
public sealed record TradeSimulationSpec(
    string Strategy, TradeAction Action, double Quantity, int HorizonBars = 21, IReadOnlyDictionary<string, double>? Parameters = null,
    TradingCosts? Costs = null, PathModel Model = PathModel.Bootstrap, int Paths = 10_000, double MeanBlock = 5, int Seed = 1);

/// <summary>Times in history when the strategy turned to the trade's direction, and what the trade would have made from there.</summary>
/// <param name="Count">How many, with a whole horizon after them; they may overlap.</param>
/// <param name="MeanReturn">Mean return after costs over the horizon from the next open, in the trade's direction; NaN without any.</param>
/// <param name="WinRate">Part with a return above 0; NaN without any.</param>
/// <param name="Worst">Lowest of the returns; NaN without any.</param>
/// <param name="Best">Highest of them; NaN without any.</param>
/// <param name="LastSignal">When the strategy last turned that way, UTC; null where it never did.</param>
/// <param name="CurrentTarget">The strategy's target at the last bar, −1 to 1; NaN while it warms up.</param>
[GenerateSerializer, Immutable, Alias("trade-analogues")]
public sealed record TradeAnalogues(
    int Count, double MeanReturn, double WinRate, double Worst, double Best, DateTime? LastSignal, double CurrentTarget);

/// <summary>What a trade would have done over many futures drawn from history.</summary>
/// <param name="Spec">What was simulated.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Provenance">Where its bars come from.</param>
/// <param name="AsOf">The bar whose close is the entry price, UTC.</param>
/// <param name="EntryPrice">That close, before costs.</param>
/// <param name="Notional">Quantity · entry price, money.</param>
/// <param name="ExpectedProfit">Mean profit after costs, money.</param>
/// <param name="StandardError">Of the expected profit: sample deviation over √paths.</param>
/// <param name="Deviation">Sample deviation of the profit, money.</param>
/// <param name="ExpectedReturn">Expected profit over notional, a fraction over the horizon.</param>
/// <param name="Median">Median profit.</param>
/// <param name="Levels">Levels of the quantiles: 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99.</param>
/// <param name="Quantiles">Profits at those levels, linear between order statistics, shape [7].</param>
/// <param name="ProbabilityOfProfit">Part of the paths with a profit above 0 after costs.</param>
/// <param name="ValueAtRisk95">Loss at the edge of the worst 5 % of paths, money, positive when money is lost.</param>
/// <param name="ExpectedShortfall95">Mean loss in the worst 5 % of paths, money.</param>
/// <param name="RiskScore">
/// 0 to 1: r / (1 + r), where r is expected shortfall (0 where it is a gain) over the loss that would be called medium, 10 % of notional;
/// so 0.5 is an expected shortfall of 10 % and 0.75 of 30 %.
/// </param>
/// <param name="RoundTripCost">Mean cost in money: entry and exit commission, slippage, and borrow fee of a short.</param>
/// <param name="Analogues">What happened after the strategy gave this signal; null for a close.</param>
/// <param name="Warnings">What a reader should know.</param>
[GenerateSerializer, Immutable, Alias("trade-simulation-result")]
public sealed record TradeSimulationResult(
    TradeSimulationSpec Spec, string Symbol, Provenance Provenance, DateTime AsOf, double EntryPrice, double Notional,
    double ExpectedProfit, double StandardError, double Deviation, double ExpectedReturn, double Median, double[] Levels, double[] Quantiles,
    double ProbabilityOfProfit, double ValueAtRisk95, double ExpectedShortfall95, double RiskScore, double RoundTripCost,
    TradeAnalogues? Analogues, string[] Warnings);
