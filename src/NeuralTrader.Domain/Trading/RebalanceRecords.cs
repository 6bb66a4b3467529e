namespace NeuralTrader.Domain.Trading;

/// <summary>One instrument held.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units; negative where short.</param>
/// <param name="Price">Current price, positive, in the account's currency.</param>
[GenerateSerializer, Immutable, Alias("rebalance-holding")]
public sealed record RebalanceHolding(string Symbol, decimal Quantity, decimal Price);

/// <summary>What a portfolio is and should become.</summary>
/// <param name="Targets">Weights by symbol, sum 1 ± 0.0001. The symbol "CASH" keeps that part uninvested.</param>
/// <param name="Holdings">Positions, and with quantity 0 the prices of what is to be bought.</param>
/// <param name="Cash">Uninvested money, 0 or more.</param>
/// <param name="Costs">What trading costs; null for nothing.</param>
/// <param name="WholeUnits">True trades whole units only.</param>
/// <param name="DriftThreshold">An instrument within this distance of its target weight is left alone; 0 trades every difference.</param>
/// <param name="AllowShort">True permits negative weights.</param>
[GenerateSerializer, Immutable, Alias("rebalance-spec")]
public sealed record RebalanceSpec(
    IReadOnlyDictionary<string, decimal> Targets, RebalanceHolding[] Holdings, decimal Cash,
    TradingCosts? Costs = null, bool WholeUnits = true, decimal DriftThreshold = 0, bool AllowShort = false);

/// <summary>One trade of a rebalance; they are listed in the order to be done.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="Price">Current price, before spread and slippage.</param>
/// <param name="Value">Quantity · price.</param>
/// <param name="EstimatedCost">Commission, spread and slippage at an unknown volume.</param>
/// <param name="CashAfter">Cash when this trade and those before it are done, never negative.</param>
[GenerateSerializer, Immutable, Alias("rebalance-trade")]
public sealed record RebalanceTrade(
    string Symbol, OrderSide Side, decimal Quantity, decimal Price, decimal Value, decimal EstimatedCost, decimal CashAfter);

/// <summary>An instrument before and after.</summary>
/// <param name="Symbol">The instrument, or "CASH".</param>
/// <param name="Current">Weight before, a fraction of the portfolio's value.</param>
/// <param name="Target">Weight wanted.</param>
/// <param name="After">Weight after the trades, of the value that is left after costs.</param>
[GenerateSerializer, Immutable, Alias("rebalance-weight")]
public sealed record RebalanceWeight(string Symbol, decimal Current, decimal Target, decimal After);

/// <summary>How to get from a portfolio to its target.</summary>
/// <param name="Trades">Sells before buys.</param>
/// <param name="Weights">Every instrument held or wanted, and cash, by name.</param>
/// <param name="ValueBefore">Cash and positions.</param>
/// <param name="ValueAfter">Value before less the estimated cost.</param>
/// <param name="EstimatedCost">Of all trades.</param>
/// <param name="CashAfter">Uninvested money at the end, never negative.</param>
/// <param name="TargetReached">
/// True when no weight is further from its target than 0.0001; or, for what was left alone, than the drift threshold; or, in whole units, than
/// one unit that is at most <see cref="Rebalancing.LargestRounding"/> of the portfolio.
/// </param>
/// <param name="ResidualDrift">Half the sum of |after − target| over instruments and cash: the part that is in the wrong place.</param>
/// <param name="Reasons">Why the target is not reached, by instrument; empty where it is.</param>
[GenerateSerializer, Immutable, Alias("rebalance-result")]
public sealed record RebalanceResult(
    RebalanceTrade[] Trades, RebalanceWeight[] Weights, decimal ValueBefore, decimal ValueAfter, decimal EstimatedCost, decimal CashAfter,
    bool TargetReached, decimal ResidualDrift, string[] Reasons);
