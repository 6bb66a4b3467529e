using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>Every strategy, with its parameters.</summary>
    public Task<StrategyList> ListStrategiesAsync(ListStrategiesRequest request, CancellationToken cancellationToken = default) =>
        Analysis.Strategies().AsTask();

    /// <summary>One strategy; an unknown name is answered with the nearest ones.</summary>
    public Task<StrategyInfo> GetStrategyInfoAsync(GetStrategyInfoRequest request, CancellationToken cancellationToken = default) =>
        Analysis.Strategy(request).AsTask();

    /// <summary>What a market looks like now: trend, indicators, levels and a recommendation with its reasons.</summary>
    public Task<QuickAnalysisAnswer> QuickAnalysisAsync(QuickAnalysisRequest request, CancellationToken cancellationToken = default) =>
        Analysis.QuickAnalysis(request, cancellationToken).Value();

    /// <summary>What a trade would have done: the distribution of its outcomes after costs.</summary>
    public Task<SimulateTradeAnswer> SimulateTradeAsync(SimulateTradeRequest request, CancellationToken cancellationToken = default) =>
        Long(token => grains.GetGrain<ITradeSimulationGrain>(Any).Simulate(request, token).Value(), cancellationToken);

    /// <summary>An indicator over stored bars.</summary>
    public Task<IndicatorAnswer> CalculateIndicatorAsync(CalculateIndicatorRequest request, CancellationToken cancellationToken = default) =>
        Analysis.Indicator(request, cancellationToken).Value();

    /// <summary>Opens a portfolio with cash in it.</summary>
    public Task<TradeReceipt> CreatePortfolioAsync(CreatePortfolioRequest request, CancellationToken cancellationToken = default) =>
        Portfolio(request.PortfolioId).Open(Keyed(request), cancellationToken).Value();

    /// <summary>Every portfolio there is.</summary>
    public Task<PortfolioList> ListPortfoliosAsync(ListPortfoliosRequest request, CancellationToken cancellationToken = default) =>
        Named(grains.GetGrain<IPortfolioIndexGrain>(Any)).List(cancellationToken);

    /// <summary>What a portfolio is, holds and earned.</summary>
    public Task<PortfolioStatus> GetPortfolioStatusAsync(GetPortfolioStatusRequest request, CancellationToken cancellationToken = default) =>
        Portfolio(request.PortfolioId).Status(request, cancellationToken).Value();

    /// <summary>Pays cash into a portfolio or takes it out.</summary>
    public Task<TradeReceipt> MoveCashAsync(MoveCashRequest request, CancellationToken cancellationToken = default) =>
        Portfolio(request.PortfolioId).MoveCash(Keyed(request), cancellationToken).Value();

    /// <summary>Places an order; the same key twice is one order.</summary>
    public Task<TradeReceipt> ExecuteTradeAsync(ExecuteTradeRequest request, CancellationToken cancellationToken = default) =>
        Portfolio(request.PortfolioId).Execute(Keyed(request), cancellationToken).Value();

    /// <summary>Takes an open order back.</summary>
    public Task<TradeReceipt> CancelOrderAsync(CancelOrderRequest request, CancellationToken cancellationToken = default) =>
        Portfolio(request.PortfolioId).Cancel(Keyed(request), cancellationToken).Value();

    /// <summary>A portfolio's orders, newest first.</summary>
    public Task<OrderPage> GetOrdersAsync(GetOrdersRequest request, CancellationToken cancellationToken = default) =>
        Portfolio(request.PortfolioId).Orders(request, cancellationToken).Value();

    /// <summary>A portfolio's fills, newest first.</summary>
    public Task<ExecutionPage> GetExecutionsAsync(GetExecutionsRequest request, CancellationToken cancellationToken = default) =>
        Portfolio(request.PortfolioId).Executions(request, cancellationToken).Value();

    /// <summary>The trades that lead to target weights, shown or placed.</summary>
    public Task<RebalanceAnswer> PortfolioRebalanceAsync(PortfolioRebalanceRequest request, CancellationToken cancellationToken = default) =>
        Portfolio(request.PortfolioId)
            .Rebalance(request.Execute && request.IdempotencyKey is null ? request with { IdempotencyKey = NewKey() } : request, cancellationToken).Value();
}
