using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Domain.Trading.Strategies;

namespace NeuralTrader.Abstractions;

/// <summary>One portfolio; its key is the portfolio's id. It owns the portfolio's book and is its only writer.</summary>
[Alias("grain.portfolio")]
public interface IPortfolioGrain : IOwnedGrain
{
    /// <summary>Opens the portfolio.</summary>
    [Alias("open"), Needs(Role.User)] Task<Answer<TradeReceipt>> Open(CreatePortfolioRequest request, CancellationToken cancellationToken);

    /// <summary>Pays cash in or takes it out.</summary>
    [Alias("cash"), Needs(Role.User)] Task<Answer<TradeReceipt>> MoveCash(MoveCashRequest request, CancellationToken cancellationToken);

    /// <summary>Places an order.</summary>
    [Alias("execute"), Needs(Role.User)] Task<Answer<TradeReceipt>> Execute(ExecuteTradeRequest request, CancellationToken cancellationToken);

    /// <summary>Takes an order back.</summary>
    [Alias("cancel"), Needs(Role.User)] Task<Answer<TradeReceipt>> Cancel(CancelOrderRequest request, CancellationToken cancellationToken);

    /// <summary>Shows, and if told to places, the trades that lead to target weights.</summary>
    [Alias("rebalance"), Needs(Role.User)] Task<Answer<RebalanceAnswer>> Rebalance(PortfolioRebalanceRequest request, CancellationToken cancellationToken);

    /// <summary>What the portfolio is, holds and earned.</summary>
    [Alias("status"), Repeatable, Needs(Role.ReadOnly)] Task<Answer<PortfolioStatus>> Status(GetPortfolioStatusRequest request, CancellationToken cancellationToken);

    /// <summary>A page of orders.</summary>
    [Alias("orders"), Repeatable, Needs(Role.ReadOnly)] Task<Answer<OrderPage>> Orders(GetOrdersRequest request, CancellationToken cancellationToken);

    /// <summary>A page of fills.</summary>
    [Alias("executions"), Repeatable, Needs(Role.ReadOnly)] Task<Answer<ExecutionPage>> Executions(GetExecutionsRequest request, CancellationToken cancellationToken);

    /// <summary>Takes note of the halts up to an entry of their audit, if it has not yet.</summary>
    [Alias("heed"), Repeatable, MembersOnly] Task<HaltHeeded> Heed(long version, CancellationToken cancellationToken);
}

/// <summary>The list of portfolios; a stateless reader of the journal.</summary>
[Alias("grain.portfolio-index"), Repeatable, Needs(Role.ReadOnly)]
public interface IPortfolioIndexGrain : IGrainWithIntegerKey
{
    /// <summary>Ids of all portfolios.</summary>
    [Alias("list")] Task<PortfolioList> List(CancellationToken cancellationToken);
}

/// <summary>Answers questions about markets that need no state of their own.</summary>
[Alias("grain.analysis"), Repeatable, Needs(Role.ReadOnly)]
public interface IAnalysisGrain : IGrainWithIntegerKey
{
    /// <summary>Every strategy.</summary>
    [Alias("strategies")] ValueTask<StrategyList> Strategies();

    /// <summary>One strategy.</summary>
    [Alias("strategy")] ValueTask<StrategyInfo> Strategy(GetStrategyInfoRequest request);

    /// <summary>What a market looks like now.</summary>
    [Alias("quick"), ResponseTimeout("00:00:30")] ValueTask<Answer<QuickAnalysisAnswer>> QuickAnalysis(QuickAnalysisRequest request, CancellationToken cancellationToken);

    /// <summary>An indicator over stored bars.</summary>
    [Alias("indicator"), ResponseTimeout("00:00:30")] Task<Answer<IndicatorAnswer>> Indicator(CalculateIndicatorRequest request, CancellationToken cancellationToken);

    /// <summary>Stored market data.</summary>
    [Alias("data"), ResponseTimeout("00:00:30")] Task<Answer<MarketData>> MarketData(GetMarketDataRequest request, CancellationToken cancellationToken);

    /// <summary>What instruments and series are loaded.</summary>
    [Alias("instruments")] Task<InstrumentList> Instruments(ListInstrumentsRequest request, CancellationToken cancellationToken);
}

/// <summary>Brings market data in; one writer for the whole platform, key 0.</summary>
[Alias("grain.market-import"), Needs(Role.Admin)]
public interface IMarketImportGrain : IGrainWithIntegerKey
{
    /// <summary>Imports a file, a folder, a provider's bars or synthetic bars.</summary>
    [Alias("import"), ResponseTimeout("00:10:00")] Task<Answer<ImportAnswer>> Import(ImportMarketDataRequest request, CancellationToken cancellationToken);

    /// <summary>Removes stored bars.</summary>
    [Alias("delete"), ResponseTimeout("00:02:30")] Task<Answer<DeleteAnswer>> Delete(DeleteMarketDataRequest request, CancellationToken cancellationToken);
}

/// <summary>One back-test; its key is the back-test's id.</summary>
[Alias("grain.backtest-job")]
public interface IBacktestGrain : IOwnedGrain
{
    /// <summary>Starts the test; the same request twice is the same test.</summary>
    [Alias("start"), Repeatable, ResponseTimeout("00:00:30"), Needs(Role.User)] Task<Answer<JobProgress>> Start(RunBacktestRequest request, CancellationToken cancellationToken);

    /// <summary>The test with its results so far.</summary>
    [Alias("read"), Repeatable, ResponseTimeout("00:00:30"), Needs(Role.ReadOnly)] Task<Answer<Backtest>> Read(CancellationToken cancellationToken);

    /// <summary>Stops the test.</summary>
    [Alias("cancel"), Repeatable, Needs(Role.User)] Task<Answer<JobProgress>> Cancel(CancellationToken cancellationToken);

    /// <summary>Progress as it is made, until the test ends.</summary>
    [Alias("watch"), Needs(Role.ReadOnly)] IAsyncEnumerable<JobProgress> Watch(CancellationToken cancellationToken);
}

/// <summary>What one account of a back-test found; its key is the test's id, a colon and the account's place.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // grains call it, applications do not
[Alias("grain.backtest-result"), MembersOnly]
public interface IBacktestResultGrain : IGrainWithStringKey
{
    /// <summary>Keeps the result.</summary>
    [Alias("keep"), Repeatable] Task Keep([Immutable] BacktestResult result);

    /// <summary>The result; null when there is none.</summary>
    [Alias("read"), Repeatable] Task<BacktestResult?> Read();
}

/// <summary>Runs one account of a back-test on whatever silo has room.</summary>
[Alias("grain.backtest-worker"), Repeatable]
public interface IBacktestWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>Runs one account.</summary>
    [Alias("run"), ResponseTimeout("00:02:30"), MembersOnly] Task<Answer<BacktestResult>> Run(RunBacktestRequest request, CancellationToken cancellationToken);

    /// <summary>Sets finished tests side by side.</summary>
    [Alias("compare"), ResponseTimeout("00:02:30"), Needs(Role.ReadOnly)] Task<Answer<ComparisonResult>> Compare(CompareBacktestsRequest request, CancellationToken cancellationToken);
}

/// <summary>The list of back-tests, newest first; key 0.</summary>
[Alias("grain.backtest-index"), Repeatable]
public interface IBacktestIndexGrain : IGrainWithIntegerKey
{
    /// <summary>Adds a test or replaces its line.</summary>
    [Alias("note"), MembersOnly] Task Note(BacktestSummary summary);

    /// <summary>The newest tests.</summary>
    [Alias("list"), Needs(Role.ReadOnly)] Task<BacktestList> List(ListBacktestsRequest request);
}

/// <summary>One API key; its grain key is the key's visible head.</summary>
[Alias("grain.api-key")]
public interface IApiKeyGrain : IGrainWithStringKey
{
    /// <summary>Keeps a new key's hash.</summary>
    [Alias("create"), MembersOnly] Task<ApiKeyInfo> Create(CreateApiKeyRequest request, byte[] hash, CancellationToken cancellationToken);

    /// <summary>Keeps the hash of a key that takes another's place, with all that the other one was.</summary>
    [Alias("succeed"), MembersOnly] Task<ApiKeyInfo> Succeed(ApiKeyInfo before, byte[] hash, CancellationToken cancellationToken);

    /// <summary>Ends the key at a time, because another has its place.</summary>
    [Alias("replace"), Repeatable, MembersOnly] Task<ApiKeyInfo> Replace(string by, DateTime at, CancellationToken cancellationToken);

    /// <summary>What is known of the key; null when it was never made.</summary>
    [Alias("find"), Repeatable, MembersOnly] Task<ApiKeyInfo?> Find(CancellationToken cancellationToken);

    /// <summary>Whether a presented key's hash is this key's, and the key works.</summary>
    [Alias("validate"), Repeatable, MembersOnly] Task<ApiKeyValidity> Validate(byte[] hash, CancellationToken cancellationToken);

    /// <summary>Stops the key from working.</summary>
    [Alias("revoke"), Repeatable, Needs(Role.Admin)] Task<Answer<ApiKeyInfo>> Revoke(CancellationToken cancellationToken);
}

/// <summary>The list of API keys; key 0.</summary>
[Alias("grain.api-key-index")]
public interface IApiKeyIndexGrain : IGrainWithIntegerKey
{
    /// <summary>Makes a key and notes it.</summary>
    [Alias("create"), Needs(Role.Admin)] Task<CreatedApiKey> Create(CreateApiKeyRequest request, CancellationToken cancellationToken);

    /// <summary>Makes a key that takes another's place.</summary>
    [Alias("rotate"), Needs(Role.Admin)] Task<Answer<CreatedApiKey>> Rotate(RotateApiKeyRequest request, CancellationToken cancellationToken);

    /// <summary>Makes the first key of an empty platform; null when there are keys already.</summary>
    [Alias("first"), MembersOnly] Task<CreatedApiKey?> CreateFirst(CancellationToken cancellationToken);

    /// <summary>Whether a presented key works.</summary>
    [Alias("validate"), Repeatable, Needs(Role.Admin)] Task<ApiKeyValidity> Validate(ValidateApiKeyRequest request, CancellationToken cancellationToken);

    /// <summary>Whether the caller, or for an administrator another key, may do what needs a role, with what belongs to somebody.</summary>
    [Alias("authorize"), Repeatable, Needs(Role.ReadOnly)]
    Task<Answer<AuthorizationVerdict>> Authorize(CheckAuthorizationRequest request, Role needed, bool orService, CancellationToken cancellationToken);

    /// <summary>All keys.</summary>
    [Alias("list"), Repeatable, Needs(Role.Admin)] Task<ApiKeyList> List(CancellationToken cancellationToken);
}

/// <summary>The platform itself.</summary>
[Alias("grain.system")]
public interface ISystemGrain : IGrainWithIntegerKey
{
    /// <summary>Whether anybody answers.</summary>
    [Alias("ping"), Repeatable, OpenToAll] ValueTask<Pong> Ping();

    /// <summary>Which version runs.</summary>
    [Alias("version"), Repeatable, OpenToAll] ValueTask<VersionInfo> Version();

    /// <summary>What the platform is made of and what works, functions left for the caller to count.</summary>
    [Alias("info"), Repeatable, Needs(Role.ReadOnly)] Task<SystemInfo> Info(CancellationToken cancellationToken);

    /// <summary>Whether everything is well.</summary>
    [Alias("health"), Repeatable, OpenToAll] Task<HealthReport> Health(CancellationToken cancellationToken);

    /// <summary>What can compute, on every silo.</summary>
    [Alias("devices"), Repeatable, Needs(Role.ReadOnly)] Task<DeviceList> Devices(CancellationToken cancellationToken);

    /// <summary>Brings the shipped data in and says what the platform is ready for.</summary>
    [Alias("init"), Repeatable, ResponseTimeout("00:10:00"), Needs(Role.User)] Task<InitAnswer> Init(CancellationToken cancellationToken);

    /// <summary>Stops the silo that this runs on.</summary>
    [Alias("shutdown"), Needs(Role.Admin)] Task<ShutdownAnswer> Shutdown(CancellationToken cancellationToken);
}
