using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Backtesting;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Analysis;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Domain.Trading.Strategies;
using Orleans.Concurrency;

namespace NeuralTrader.Api.Tests.Fakes;

/// <summary>Answers at once; the symbols SLOW, BROKEN, STUCK and LOST make it slow, fail, hang, and seem to be lost.</summary>
[StatelessWorker, Reentrant]
public sealed class FakeAnalysisGrain : Grain, IAnalysisGrain
{
    private static readonly Provenance Made = new("test", IsSynthetic: true);

    public async ValueTask<Answer<QuickAnalysisAnswer>> QuickAnalysis(QuickAnalysisRequest request, CancellationToken cancellationToken)
    {
        switch (request.Symbol)
        {
            case "SLOW": await Task.Delay(300, cancellationToken); break;
            case "STUCK": await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken); break;
            case "BROKEN": throw new InvalidOperationException("secret connection string");
            case "LOST": throw new TimeoutException("the silo does not answer");
            case "UNKNOWN": return new Refusal(RefusalKind.NoMarketData, "No prices of UNKNOWN.", "symbol");
            default: break;
        }
        QuickAnalysis analysis = new(
            Symbol.Parse(request.Symbol), new DateTime(2020, 1, 31, 0, 0, 0, DateTimeKind.Unspecified), 50, Made, PriceBasis.Raw, 100, 0.01, Trend.Bullish,
            0.2, VolumeTrend.Rising, 1, 2, 55, 1, 1, 0, 3, 2, 1, double.NaN, double.PositiveInfinity, [99], [101], Recommendation.Hold, 0, []);
        return new QuickAnalysisAnswer(analysis, DeviceUsed.Cpu(request.Device));
    }

    public ValueTask<StrategyList> Strategies() => new(new StrategyList([]));

    public ValueTask<StrategyInfo> Strategy(GetStrategyInfoRequest request) => throw new InvalidInputException("strategy", request.Strategy, "momentum");

    public Task<Answer<IndicatorAnswer>> Indicator(CalculateIndicatorRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer<MarketData>> MarketData(GetMarketDataRequest request, CancellationToken cancellationToken)
    {
        string symbol = Symbol.Parse(request.Symbol);
        Bar[] bars = [new(new DateTime(2020, 1, 30, 0, 0, 0, DateTimeKind.Utc), 1, 2, 0.5, 1.5, 1000),
            new(new DateTime(2020, 1, 31, 0, 0, 0, DateTimeKind.Utc), 1.5, 2, 1, double.NaN, 0)];
        return Task.FromResult<Answer<MarketData>>(new MarketData(symbol, request.Kind, request.Interval, request.Basis ?? PriceBasis.Raw, "USD", Made, 2,
            bars));
    }

    public Task<InstrumentList> Instruments(ListInstrumentsRequest request, CancellationToken cancellationToken) => Task.FromResult(new InstrumentList([], []));
}

[StatelessWorker]
public sealed class FakeTradeSimulationGrain : Grain, ITradeSimulationGrain
{
    public Task<Answer<SimulateTradeAnswer>> Simulate(SimulateTradeRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<SimulateTradeAnswer>>(new Refusal(Enum.Parse<RefusalKind>(request.Strategy), "A refusal.", RetryAfterSeconds: 17));
}

public sealed class FakePortfolioGrain : Grain, IPortfolioGrain
{
    public Task<Ownership?> Owner(CancellationToken cancellationToken) => Task.FromResult<Ownership?>(null);

    public Task<Ownership?> AssignOwner(string owner, CancellationToken cancellationToken) => Task.FromResult<Ownership?>(null);

    private static readonly DateTime At = new(2020, 1, 31, 14, 30, 0, DateTimeKind.Utc);

    private Answer<TradeReceipt> Receipt(string? key) => new TradeReceipt(key ?? this.GetPrimaryKeyString(), 1, null, 79228162514264337593543950335m);

    public Task<HaltHeeded> Heed(long version, CancellationToken cancellationToken) => Task.FromResult(new HaltHeeded(0));

    public Task<Answer<TradeReceipt>> Open(CreatePortfolioRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Receipt(request.IdempotencyKey));

    public Task<Answer<TradeReceipt>> MoveCash(MoveCashRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Receipt(request.IdempotencyKey));

    public Task<Answer<TradeReceipt>> Execute(ExecuteTradeRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Receipt(request.IdempotencyKey));

    public Task<Answer<TradeReceipt>> Cancel(CancelOrderRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(Receipt(request.IdempotencyKey));

    public Task<Answer<RebalanceAnswer>> Rebalance(PortfolioRebalanceRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<RebalanceAnswer>>(new Refusal(RefusalKind.PortfolioNotFound, request.IdempotencyKey ?? "no key"));

    public Task<Answer<PortfolioStatus>> Status(GetPortfolioStatusRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<PortfolioStatus>>(new Refusal(RefusalKind.PortfolioNotFound, "No such portfolio.", "portfolioId"));

    public Task<Answer<OrderPage>> Orders(GetOrdersRequest request, CancellationToken cancellationToken)
    {
        bool isFirst = request.Before is null;
        Order order = new(
            isFirst ? "o-2" : "o-1", "=HYPERLINK(\"http://evil\")", "SPY", OrderSide.Buy, OrderType.Market, TimeInForce.Day, 10m, null, null, 100m,
            OrderStatus.Filled,
            10m, 100.5m, 1m, -0.5m, false, "a, \"b\"\r\nc", At, At, At, null);
        return Task.FromResult<Answer<OrderPage>>(new OrderPage([order], isFirst ? "o-2" : null));
    }

    public Task<Answer<ExecutionPage>> Executions(GetExecutionsRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<ExecutionPage>>(new ExecutionPage([], null));
}

public sealed class FakePortfolioIndexGrain : Grain, IPortfolioIndexGrain
{
    public Task<PortfolioList> List(CancellationToken cancellationToken) => Task.FromResult(new PortfolioList(["growth"]));
}

public sealed class FakeImportGrain : Grain, IMarketImportGrain
{
    public Task<Answer<ImportAnswer>> Import(ImportMarketDataRequest request, CancellationToken cancellationToken) => Task.FromResult<Answer<ImportAnswer>>(
        new ImportAnswer([], [], [request.Symbol ?? "", request.FileName ?? "", $"{request.Content?.Length}", $"{request.Strict}"]));

    public Task<Answer<DeleteAnswer>> Delete(DeleteMarketDataRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<DeleteAnswer>>(new Refusal(RefusalKind.NoMarketData, "Nothing is stored.", "symbol"));
}

[Reentrant]
public sealed class FakeBacktestGrain : Grain, IBacktestGrain
{
    public Task<Ownership?> Owner(CancellationToken cancellationToken) => Task.FromResult<Ownership?>(null);

    public Task<Ownership?> AssignOwner(string owner, CancellationToken cancellationToken) => Task.FromResult<Ownership?>(null);

    private JobProgress Progress(int done) =>
        new(this.GetPrimaryKeyString(), done == 3 ? JobState.Completed : JobState.Running, done, 3, done / 3.0, "working");

    public Task<Answer<JobProgress>> Start(RunBacktestRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<JobProgress>>(Progress(0));

    public Task<Answer<Backtest>> Read(CancellationToken cancellationToken)
    {
        if (this.GetPrimaryKeyString() is "missing" or ['o', 'p', 't', ..])
            return Task.FromResult<Answer<Backtest>>(new Refusal(RefusalKind.BacktestNotFound, "No back-test is called missing."));
        RunBacktestRequest request = new("momentum", "SPY");
        return Task.FromResult<Answer<Backtest>>(new Backtest(this.GetPrimaryKeyString(), Progress(3), request, DateTime.UnixEpoch, 1, [], []));
    }

    public Task<Answer<JobProgress>> Cancel(CancellationToken cancellationToken) => Task.FromResult<Answer<JobProgress>>(Progress(3));

    public async IAsyncEnumerable<JobProgress> Watch([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (int done = 1; done <= 3 || this.GetPrimaryKeyString() == "endless"; done++)
        {
            await Task.Delay(20, cancellationToken);
            yield return Progress(done % 4);
        }
    }
}

public sealed class FakeBacktestIndexGrain : Grain, IBacktestIndexGrain
{
    public Task Note(BacktestSummary summary) => Task.CompletedTask;

    public Task<BacktestList> List(ListBacktestsRequest request) => Task.FromResult(new BacktestList([]));
}

[StatelessWorker]
public sealed class FakeWorkerGrain : Grain, IBacktestWorkerGrain
{
    public Task<Answer<BacktestResult>> Run(RunBacktestRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Answer<ComparisonResult>> Compare(CompareBacktestsRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<Answer<ComparisonResult>>(new Refusal(RefusalKind.BacktestNotFound, "No such back-test."));
}

/// <summary>Keeps cookie keys in memory.</summary>
public sealed class FakeCookieKeysGrain : Grain, ICookieKeysGrain
{
    private readonly Dictionary<string, string> keys = [];

    public Task<IReadOnlyList<string>> Read(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. keys.Values]);

    public Task Add(string name, string key, CancellationToken cancellationToken)
    {
        keys[name] = key;
        return Task.CompletedTask;
    }
}
