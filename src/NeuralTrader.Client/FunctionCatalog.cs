using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Client;

/// <summary>Every function that works, once. What is announced but does not work yet is in <see cref="Unavailable"/>.</summary>
public static partial class FunctionCatalog
{
    private const bool Accelerated = true;

    /// <summary>Functions that work, by subject and name.</summary>
    public static IReadOnlyList<Function> All { get; } = Ordered(
    [
        Of<ListStrategiesRequest, StrategyList>("listStrategies", Subject.Trading, Role.ReadOnly,
            "Every strategy with its parameters.", (c, r, ct) => c.ListStrategiesAsync(r, ct)),
        Of<GetStrategyInfoRequest, StrategyInfo>("getStrategyInfo", Subject.Trading, Role.ReadOnly,
            "One strategy with its parameters.", (c, r, ct) => c.GetStrategyInfoAsync(r, ct)),
        Of<QuickAnalysisRequest, QuickAnalysisAnswer>("quickAnalysis", Subject.Trading, Role.ReadOnly,
            "Trend, indicators, levels and a recommendation with its reasons.", (c, r, ct) => c.QuickAnalysisAsync(r, ct), Accelerated),
        Of<SimulateTradeRequest, SimulateTradeAnswer>("simulateTrade", Subject.Trading, Role.ReadOnly,
            "The distribution of what a trade would make, after costs.", (c, r, ct) => c.SimulateTradeAsync(r, ct), Accelerated),
        Of<CreatePortfolioRequest, TradeReceipt>("createPortfolio", Subject.Trading, Role.User,
            "Opens a portfolio with cash in it.", (c, r, ct) => c.CreatePortfolioAsync(r, ct)),
        Of<ListPortfoliosRequest, PortfolioList>("listPortfolios", Subject.Trading, Role.ReadOnly,
            "Every portfolio there is.", (c, r, ct) => c.ListPortfoliosAsync(r, ct)),
        Of<GetPortfolioStatusRequest, PortfolioStatus>("getPortfolioStatus", Subject.Trading, Role.ReadOnly,
            "Value, cash, positions, profit and, if asked for, risk figures.", (c, r, ct) => c.GetPortfolioStatusAsync(r, ct)),
        Of<MoveCashRequest, TradeReceipt>("moveCash", Subject.Trading, Role.User,
            "Pays cash in or takes it out.", (c, r, ct) => c.MoveCashAsync(r, ct)),
        Of<ExecuteTradeRequest, TradeReceipt>("executeTrade", Subject.Trading, Role.User,
            "Places an order; the same key twice is one order.", (c, r, ct) => c.ExecuteTradeAsync(r, ct)),
        Of<CancelOrderRequest, TradeReceipt>("cancelOrder", Subject.Trading, Role.User,
            "Takes an open order back.", (c, r, ct) => c.CancelOrderAsync(r, ct)),
        Of<GetOrdersRequest, OrderPage>("getOrders", Subject.Trading, Role.ReadOnly,
            "A portfolio's orders, newest first.", (c, r, ct) => c.GetOrdersAsync(r, ct)),
        Of<GetExecutionsRequest, ExecutionPage>("getExecutions", Subject.Trading, Role.ReadOnly,
            "A portfolio's fills, newest first.", (c, r, ct) => c.GetExecutionsAsync(r, ct)),
        Of<PortfolioRebalanceRequest, RebalanceAnswer>("portfolioRebalance", Subject.Trading, Role.User,
            "The trades that lead to target weights, shown or placed.", (c, r, ct) => c.PortfolioRebalanceAsync(r, ct)),
        Of<RunBacktestRequest, Backtest>("runBacktest", Subject.Trading, Role.User,
            "Runs a strategy over history.", (c, r, ct) => c.RunBacktestAsync(r, ct), Accelerated),
        Of<GetBacktestRequest, Backtest>("getBacktest", Subject.Trading, Role.ReadOnly,
            "A back-test by its id.", (c, r, ct) => c.GetBacktestAsync(r, ct)),
        Of<CancelBacktestRequest, JobProgress>("cancelBacktest", Subject.Trading, Role.User,
            "Stops a running back-test.", (c, r, ct) => c.CancelBacktestAsync(r, ct)),
        Of<ListBacktestsRequest, BacktestList>("listBacktests", Subject.Trading, Role.ReadOnly,
            "The newest back-tests.", (c, r, ct) => c.ListBacktestsAsync(r, ct)),
        Of<CompareBacktestsRequest, ComparisonResult>("compareBacktests", Subject.Trading, Role.ReadOnly,
            "Back-tests side by side, with a test of the difference.", (c, r, ct) => c.CompareBacktestsAsync(r, ct)),
        Of<ListInstrumentsRequest, InstrumentList>("listInstruments", Subject.Trading, Role.ReadOnly,
            "What instruments and series are loaded.", (c, r, ct) => c.ListInstrumentsAsync(r, ct)),
        Of<GetMarketDataRequest, MarketData>("getMarketData", Subject.Trading, Role.ReadOnly,
            "Stored bars, ticks, splits and dividends.", (c, r, ct) => c.GetMarketDataAsync(r, ct)),
        Of<ImportMarketDataRequest, ImportAnswer>("importMarketData", Subject.Trading, Role.Admin,
            "Brings market data in from a file, a folder, a provider or a generator.", (c, r, ct) => c.ImportMarketDataAsync(r, ct)),
        Of<DeleteMarketDataRequest, DeleteAnswer>("deleteMarketData", Subject.Trading, Role.Admin,
            "Removes stored bars.", (c, r, ct) => c.DeleteMarketDataAsync(r, ct)),
        Of<PingRequest, Pong>("ping", Subject.System, Role.ReadOnly,
            "Whether anybody answers.", (c, r, ct) => c.PingAsync(r, ct)),
        Of<GetVersionRequest, VersionInfo>("getVersion", Subject.System, Role.ReadOnly,
            "Which version runs.", (c, r, ct) => c.GetVersionAsync(r, ct)),
        Of<GetSystemInfoRequest, SystemInfo>("getSystemInfo", Subject.System, Role.ReadOnly,
            "What the platform is made of and what works.", (c, r, ct) => c.GetSystemInfoAsync(r, ct)),
        Of<HealthCheckRequest, HealthReport>("healthCheck", Subject.System, Role.ReadOnly,
            "Whether everything is well.", (c, r, ct) => c.HealthCheckAsync(r, ct)),
        Of<GetDevicesRequest, DeviceList>("getDevices", Subject.System, Role.ReadOnly,
            "What can compute on every silo: devices, their tests and speeds, queues and the answer cache.", (c, r, ct) => c.GetDevicesAsync(r, ct)),
        Of<InitNeuralTraderRequest, InitAnswer>("initNeuralTrader", Subject.System, Role.User,
            "Brings the shipped data in and says what the platform is ready for.", (c, r, ct) => c.InitNeuralTraderAsync(r, ct)),
        Of<ShutdownRequest, ShutdownAnswer>("shutdown", Subject.System, Role.Admin,
            "Stops the platform in good order.", (c, r, ct) => c.ShutdownAsync(r, ct)),
        .. ForecastingFunctions(),
        .. RiskFunctions(),
        .. PortfolioRiskFunctions(),
        .. OptimizationFunctions(),
        .. ProtectionFunctions(),
        .. KeyFunctions(),
        .. CheckFunctions(),
        .. AuditFunctions(),
        .. OwnFunctions().Concat(OwnAuditFunctions()).Select(function => function with { IsOwn = true }),
    ]);

    /// <summary>How many functions of the announced interface work.</summary>
    public static int Working => All.Count(function => !function.IsOwn);

    /// <summary>How many functions the announced interface has.</summary>
    public static int Announced => Working + Unavailable.Count;

    private static Function<TRequest, TAnswer> Of<TRequest, TAnswer>(
        string name, Subject subject, Role role, string summary,
        Func<NeuralTraderClient, TRequest, CancellationToken, Task<TAnswer>> call, bool isAccelerated = false)
        where TRequest : class => new(name, subject, role, isAccelerated, summary, call);

    private static Function[] Ordered(Function[] functions) =>
        [.. functions.OrderBy(function => function.Subject).ThenBy(function => function.Name, StringComparer.Ordinal)];
}
