using System.Text.Json.Serialization;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>Who carries out a portfolio's orders.</summary>
public enum BrokerKind
{
    /// <summary>The platform itself, against its own market data; no real money.</summary>
    Paper = 1,

    /// <summary>Alpaca Markets, over its REST interface.</summary>
    Alpaca = 2,
}

/// <summary>Limits that every order is checked against before it is accepted.</summary>
/// <param name="MaxLeverage">Largest gross exposure, long and short, as a multiple of equity. Purchases are paid from cash in full whatever it is.</param>
/// <param name="AllowShort">True when a sale may exceed what is held.</param>
/// <param name="MaxPositionFraction">Largest position in one instrument as a fraction of equity; null for no limit.</param>
/// <param name="MaxDailyLoss">Loss of one session, as a fraction of equity, after which only reducing orders are taken; null for no limit.</param>
/// <param name="PriceCollar">How far on the costly side of the market a limit price may lie, as a fraction of it.</param>
[GenerateSerializer, Immutable, Alias("risk-limits")]
public sealed record RiskLimits(
    decimal MaxLeverage = 1, bool AllowShort = false, decimal? MaxPositionFraction = null, decimal? MaxDailyLoss = null, decimal PriceCollar = 0.2m)
{
    /// <summary>Refuses limits that make no sense.</summary>
    /// <exception cref="InvalidInputException">A limit is out of range.</exception>
    public RiskLimits Validated()
    {
        Require.Between(MaxLeverage, 0.01m, 20m);
        if (MaxPositionFraction is { } position) Require.Between(position, 0.0001m, 20m, nameof(MaxPositionFraction));
        if (MaxDailyLoss is { } loss) Require.Between(loss, 0.0001m, 1m, nameof(MaxDailyLoss));
        Require.Between(PriceCollar, 0m, 10m);
        return this;
    }
}

/// <summary>Something that happened to a portfolio. A portfolio is the fold of its events.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PortfolioOpened), "opened")]
[JsonDerivedType(typeof(CashMoved), "cash-moved")]
[JsonDerivedType(typeof(OrderAccepted), "order-accepted")]
[JsonDerivedType(typeof(OrderTriggered), "order-triggered")]
[JsonDerivedType(typeof(OrderFilled), "order-filled")]
[JsonDerivedType(typeof(OrderClosed), "order-closed")]
[JsonDerivedType(typeof(CancelRequested), "cancel-requested")]
[JsonDerivedType(typeof(SplitApplied), "split-applied")]
[JsonDerivedType(typeof(DividendPaid), "dividend-paid")]
[JsonDerivedType(typeof(BorrowCharged), "borrow-charged")]
[JsonDerivedType(typeof(RebalancePlanned), "rebalance-planned")]
[JsonDerivedType(typeof(OrdersSuspended), "orders-suspended")]
[JsonDerivedType(typeof(OrdersReleased), "orders-released")]
public abstract record PortfolioEvent
{
    /// <summary>Who ordered it, on the first event of a command; null on the others, on what the platform did by itself, and in entries of older builds.</summary>
    public string? OrderedBy { get; init; }
}

/// <summary>The portfolio was opened.</summary>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Currency">ISO 4217; every account is kept in it.</param>
/// <param name="Broker">Who carries out its orders.</param>
/// <param name="Limits">Checked before every order.</param>
/// <param name="Costs">What trading costs; applies to paper fills.</param>
/// <param name="At">UTC.</param>
/// <param name="Owner">Whose it is, a username; null for administrators alone, as in books of older builds.</param>
public sealed record PortfolioOpened(
    string Name, string Currency, BrokerKind Broker, RiskLimits Limits, TradingCosts Costs, DateTime At, string? Owner = null) : PortfolioEvent;

/// <summary>The owner paid in or took out cash.</summary>
/// <param name="Amount">Positive in, negative out.</param>
/// <param name="At">UTC.</param>
public sealed record CashMoved(decimal Amount, DateTime At) : PortfolioEvent;

/// <summary>An order was accepted and works from now on.</summary>
/// <param name="OrderId">Unique over all portfolios.</param>
/// <param name="Strategy">What it was placed for.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Which way it trades.</param>
/// <param name="Type">When it may trade.</param>
/// <param name="TimeInForce">How long it works.</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="LimitPrice">Worst acceptable price; null where the type has none.</param>
/// <param name="StopPrice">Trigger; null where the type has none.</param>
/// <param name="ReferencePrice">Newest price at acceptance.</param>
/// <param name="WorkingFrom">Start of the newest bar at acceptance; later bars may fill the order.</param>
/// <param name="At">UTC.</param>
/// <param name="Live">True when it trades real money at the portfolio's broker.</param>
public sealed record OrderAccepted(
    string OrderId, string Strategy, string Symbol, OrderSide Side, OrderType Type, TimeInForce TimeInForce,
    decimal Quantity, decimal? LimitPrice, decimal? StopPrice, decimal ReferencePrice, DateTime WorkingFrom, DateTime At, bool Live = false) : PortfolioEvent;

/// <summary>An order's stop price traded.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="MarketTime">Start of the bar that traded it.</param>
public sealed record OrderTriggered(string OrderId, DateTime MarketTime) : PortfolioEvent;

/// <summary>Part or all of an order traded.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Quantity">Units, positive.</param>
/// <param name="Price">Per unit, spread and slippage included.</param>
/// <param name="Value">Quantity × price, brought to the currency's smallest unit: up when bought, down when sold.</param>
/// <param name="Commission">Brought up to the currency's smallest unit.</param>
/// <param name="Slippage">What spread and slippage cost against the undisturbed price, for the whole fill.</param>
/// <param name="MarketTime">Start of the bar that filled it.</param>
/// <param name="Source">Where the price came from.</param>
/// <param name="At">UTC.</param>
public sealed record OrderFilled(
    string OrderId, decimal Quantity, decimal Price, decimal Value, decimal Commission, decimal Slippage,
    DateTime MarketTime, string Source, DateTime At) : PortfolioEvent;

/// <summary>An order stopped working before it was filled.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Status">Canceled, rejected or expired.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="At">UTC.</param>
public sealed record OrderClosed(string OrderId, OrderStatus Status, string Reason, DateTime At) : PortfolioEvent;

/// <summary>The owner wants an order back that works at a broker; it ends when the broker says so.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="At">UTC.</param>
public sealed record CancelRequested(string OrderId, DateTime At) : PortfolioEvent;

/// <summary>A split changed the number of units held and ordered.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Ratio">New units for one old unit.</param>
/// <param name="ExDate">First date that trades after the split.</param>
public sealed record SplitApplied(string Symbol, decimal Ratio, DateTime ExDate) : PortfolioEvent;

/// <summary>A dividend was received, or paid on a short position.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="PerUnit">Cash per unit held.</param>
/// <param name="Amount">Positive when received; rounded to the currency's smallest unit.</param>
/// <param name="ExDate">First date that trades without it.</param>
public sealed record DividendPaid(string Symbol, decimal PerUnit, decimal Amount, DateTime ExDate) : PortfolioEvent;

/// <summary>Borrowed units cost a fee.</summary>
/// <param name="Symbol">The instrument held short.</param>
/// <param name="Amount">Not negative; rounded to the currency's smallest unit.</param>
/// <param name="Through">Charged up to this market date.</param>
public sealed record BorrowCharged(string Symbol, decimal Amount, DateTime Through) : PortfolioEvent;

/// <summary>A rebalance was decided; the orders that follow carry it out.</summary>
/// <param name="Plan">The trades and what they were to lead to.</param>
/// <param name="At">UTC.</param>
public sealed record RebalancePlanned(RebalanceResult Plan, DateTime At) : PortfolioEvent;

/// <summary>Trading was halted: from here on no order is taken and none fills.</summary>
/// <param name="Through">Place of the newest entry of the halts' audit that was taken note of.</param>
/// <param name="HaltId">The halt.</param>
/// <param name="Reason">Why it was ordered.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="IsEverywhere">True where the whole platform is halted.</param>
/// <param name="At">When this portfolio took note of it, UTC.</param>
public sealed record OrdersSuspended(long Through, long HaltId, string Reason, string By, bool IsEverywhere, DateTime At) : PortfolioEvent;

/// <summary>Trading goes on.</summary>
/// <param name="Through">Place of the newest entry of the halts' audit that was taken note of.</param>
/// <param name="WorkingFrom">By order: start of the newest bar that came in before this; only later ones fill it. Orders without new bars are left out.</param>
/// <param name="At">When this portfolio took note of it, UTC.</param>
public sealed record OrdersReleased(long Through, IReadOnlyDictionary<string, DateTime> WorkingFrom, DateTime At) : PortfolioEvent;
