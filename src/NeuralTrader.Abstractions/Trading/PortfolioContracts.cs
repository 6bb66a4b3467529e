using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Abstractions.Trading;

/// <summary>Opens a portfolio.</summary>
/// <param name="PortfolioId">1 to 100 characters of A–Z a–z 0–9 _ -.</param>
/// <param name="InitialCash">Paid in at once, in the portfolio's currency; 0 or more.</param>
/// <param name="Currency">ISO 4217; every account is kept in it.</param>
/// <param name="Name">What its owner calls it; null for its id.</param>
/// <param name="Limits">Checked before every order; null for the defaults.</param>
/// <param name="Costs">What paper trading costs; null for ten basis points of slippage and no commission, {} for nothing.</param>
/// <param name="Broker">Who carries out its orders.</param>
/// <param name="IdempotencyKey">The caller's key for this intention.</param>
/// <param name="Owner">Whose it is to be, a username; for administrators who open it for somebody. Left out, the caller's own.</param>
[GenerateSerializer, Immutable, Alias("trading.createPortfolio")]
public sealed record CreatePortfolioRequest(
    string PortfolioId, decimal InitialCash, string Currency = "USD", string? Name = null, RiskLimits? Limits = null, TradingCosts? Costs = null,
    BrokerKind Broker = BrokerKind.Paper, string? IdempotencyKey = null, string? Owner = null) : IIdempotentRequest<CreatePortfolioRequest>
{
    /// <inheritdoc/>
    public CreatePortfolioRequest WithIdempotencyKey(string key) => this with { IdempotencyKey = key };
}

/// <summary>Asks for every portfolio.</summary>
[GenerateSerializer, Immutable, Alias("trading.listPortfolios")]
public sealed record ListPortfoliosRequest;

/// <summary>Every portfolio there is.</summary>
/// <param name="PortfolioIds">In order.</param>
[GenerateSerializer, Immutable, Alias("trading.portfolios")]
public sealed record PortfolioList(IReadOnlyList<string> PortfolioIds);

/// <summary>Asks what a portfolio is, holds and earned.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="IncludeAnalytics">True adds risk figures of what it holds now.</param>
/// <param name="Benchmark">Symbol that beta is estimated against; read with <paramref name="IncludeAnalytics"/>.</param>
[GenerateSerializer, Immutable, Alias("trading.getPortfolioStatus")]
public sealed record GetPortfolioStatusRequest(string PortfolioId, bool IncludeAnalytics = false, string? Benchmark = null);

/// <summary>Pays cash in or takes it out.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="Amount">Positive in, negative out, in the portfolio's currency, at most its smallest unit precise.</param>
/// <param name="IdempotencyKey">The caller's key for this intention.</param>
[GenerateSerializer, Immutable, Alias("trading.moveCash")]
public sealed record MoveCashRequest(string PortfolioId, decimal Amount, string? IdempotencyKey = null) : IIdempotentRequest<MoveCashRequest>
{
    /// <inheritdoc/>
    public MoveCashRequest WithIdempotencyKey(string key) => this with { IdempotencyKey = key };
}

/// <summary>Places an order.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="Strategy">What it is placed for, 1 to 64 characters; "manual" where no strategy is behind it.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Action">Buy, sell or close.</param>
/// <param name="Quantity">Units, positive, at most 8 decimals; may be left out to close the whole position.</param>
/// <param name="OrderType">When it may trade.</param>
/// <param name="LimitPrice">Needed for limit and stop-limit orders, refused for others.</param>
/// <param name="StopPrice">Needed for stop and stop-limit orders, refused for others.</param>
/// <param name="TimeInForce">How long it works.</param>
/// <param name="Live">True to trade real money at the portfolio's broker; the second of the two switches.</param>
/// <param name="IdempotencyKey">The caller's key for this intention; the same key twice is one order.</param>
[GenerateSerializer, Immutable, Alias("trading.executeTrade")]
public sealed record ExecuteTradeRequest(
    string PortfolioId, string Strategy, string Symbol, TradeAction Action, decimal? Quantity = null, OrderType OrderType = OrderType.Market,
    decimal? LimitPrice = null, decimal? StopPrice = null, TimeInForce TimeInForce = TimeInForce.Day, bool Live = false,
    string? IdempotencyKey = null) : IIdempotentRequest<ExecuteTradeRequest>
{
    /// <inheritdoc/>
    public ExecuteTradeRequest WithIdempotencyKey(string key) => this with { IdempotencyKey = key };
}

/// <summary>Takes an order back.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="OrderId">The order.</param>
/// <param name="IdempotencyKey">The caller's key for this intention.</param>
[GenerateSerializer, Immutable, Alias("trading.cancelOrder")]
public sealed record CancelOrderRequest(string PortfolioId, string OrderId, string? IdempotencyKey = null) : IIdempotentRequest<CancelOrderRequest>
{
    /// <inheritdoc/>
    public CancelOrderRequest WithIdempotencyKey(string key) => this with { IdempotencyKey = key };
}

/// <summary>What became of a command that changed a portfolio.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="Version">Number of journal entries when the command was booked.</param>
/// <param name="Order">The order as the command left it; null for cash movements and openings.</param>
/// <param name="Cash">Cash when the command was booked.</param>
/// <param name="IsRepeat">True when the key was known and the first answer is given again.</param>
[GenerateSerializer, Immutable, Alias("trading.receipt")]
public sealed record TradeReceipt(string PortfolioId, long Version, Order? Order, decimal Cash, bool IsRepeat = false);

/// <summary>Asks for a portfolio's orders, newest first.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="Status">Only those that stand so; null for all.</param>
/// <param name="Symbol">Only those of one instrument; null for all.</param>
/// <param name="Before">Only those older than this order: the last id of the page before.</param>
/// <param name="Limit">Most orders to return, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("trading.getOrders")]
public sealed record GetOrdersRequest(
    string PortfolioId, OrderStatus? Status = null, string? Symbol = null, string? Before = null, int Limit = 100);

/// <summary>A page of orders.</summary>
/// <param name="Orders">Newest first.</param>
/// <param name="NextBefore">Give it as `before` for the next page; null on the last.</param>
[GenerateSerializer, Immutable, Alias("trading.orders")]
public sealed record OrderPage(IReadOnlyList<Order> Orders, string? NextBefore);

/// <summary>Asks for a portfolio's fills, newest first.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="OrderId">Only those of one order; null for all.</param>
/// <param name="Symbol">Only those of one instrument; null for all.</param>
/// <param name="Before">Only those older than this fill: the last id of the page before.</param>
/// <param name="Limit">Most fills to return, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("trading.getExecutions")]
public sealed record GetExecutionsRequest(
    string PortfolioId, string? OrderId = null, string? Symbol = null, string? Before = null, int Limit = 100);

/// <summary>A page of fills.</summary>
/// <param name="Executions">Newest first.</param>
/// <param name="NextBefore">Give it as `before` for the next page; null on the last.</param>
[GenerateSerializer, Immutable, Alias("trading.executions")]
public sealed record ExecutionPage(IReadOnlyList<Execution> Executions, string? NextBefore);

/// <summary>Asks for the trades that lead to target weights, and places them when told to.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="Target">Weights by symbol, sum 1 ± 0.0001; the symbol CASH keeps that part uninvested. What is held and not named is sold.</param>
/// <param name="WholeUnits">True trades whole units only.</param>
/// <param name="DriftThreshold">An instrument within this distance of its target is left alone.</param>
/// <param name="Execute">True places the trades as market orders; false only shows them.</param>
/// <param name="IdempotencyKey">The caller's key; needed when the trades are placed.</param>
[GenerateSerializer, Immutable, Alias("trading.portfolioRebalance")]
public sealed record PortfolioRebalanceRequest(
    string PortfolioId, IReadOnlyDictionary<string, decimal> Target, bool WholeUnits = true, decimal DriftThreshold = 0, bool Execute = false,
    string? IdempotencyKey = null) : IKeyedRequest;

/// <summary>The trades that lead to target weights.</summary>
/// <param name="Plan">Trades, weights before and after, cost, and whether the target is reached.</param>
/// <param name="Orders">The orders placed; empty when the trades were only shown.</param>
[GenerateSerializer, Immutable, Alias("trading.rebalance.answer")]
public sealed record RebalanceAnswer(RebalanceResult Plan, IReadOnlyList<Order> Orders);
