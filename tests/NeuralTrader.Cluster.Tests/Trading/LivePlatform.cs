using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Brokers;
using NeuralTrader.Domain.Trading.Portfolios;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Storage.Markets;
using Orleans.TestingHost;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>A silo that can be killed and started again on the same journal, beside a broker that lives on.</summary>
public sealed class LivePlatform(ScriptedBroker broker) : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private InProcessTestCluster? cluster;
    private SqliteJournal? journal;
    private BarStore? bars;

    public bool IsOn { get; set; } = true;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public NeuralTraderClient Client => new(cluster!.Client);

    public IJournal Journal => journal!;

    public async Task Start()
    {
        journal = new SqliteJournal(Path.Combine(folder.FullName, "journal.db"));
        bars = BarStore.OnSqlite(Path.Combine(folder.FullName, "markets.db"));
        await bars.Upsert([BarSeries.FromBars(
            new SeriesKey("SPY", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("by hand", false, "MIT"),
            [.. Enumerable.Range(0, 5).Select(day => new Bar(new DateTime(2025, 12, 1 + day, 0, 0, 0, DateTimeKind.Utc), 100, 101, 99, 100, 1_000_000))])]);
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.AddSingleton<IJournal>(journal);
            silo.Services.AddSingleton<IBarStore>(bars);
            silo.Services.AddSingleton<MarketLibrary>();
            silo.Services.AddCompute().AddPlacementRules();
            silo.Services.AddSingleton<MarketBoard>();
            silo.Services.AddSingleton<IBroker>(broker);
            silo.Services.AddSingleton<BrokerDesk>().AddTradingHalts();
            silo.Services.AddSingleton(Options.Create(new TradingOptions { LiveTrading = IsOn }));
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    /// <summary>Nothing is said goodbye to; what the journal has on disk is all that is left.</summary>
    public async Task KillAndStart()
    {
        await cluster!.KillSiloAsync(cluster.Silos[0]);
        Close();
        await Start();
    }

    /// <summary>A portfolio of 10,000 at the broker.</summary>
    public static async Task<LivePlatform> WithPortfolio(ScriptedBroker broker)
    {
        LivePlatform platform = new(broker);
        await platform.Start();
        await platform.Client.CreatePortfolioAsync(new CreatePortfolioRequest("growth", 10_000, Broker: BrokerKind.Alpaca, IdempotencyKey: "open"), TestContext.Current.CancellationToken);
        return platform;
    }

    public Task<TradeReceipt> Buy(string key = "buy", bool live = true, string portfolio = "growth") => Client.ExecuteTradeAsync(
        new ExecuteTradeRequest(portfolio, "manual", "SPY", TradeAction.Buy, 10, Live: live, IdempotencyKey: key), TestContext.Current.CancellationToken);

    /// <summary>The only order and the cash, some seconds later.</summary>
    public async Task<(Order Order, decimal Cash)> Later(TimeSpan? later = null)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        Clock.Advance(later ?? TimeSpan.FromSeconds(5));
        Order order = Assert.Single((await Client.GetOrdersAsync(new GetOrdersRequest("growth"), stop)).Orders);
        return (order, (await Client.GetPortfolioStatusAsync(new GetPortfolioStatusRequest("growth"), stop)).Cash);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.DisposeAsync();
        Close();
        folder.Delete(recursive: true);
    }

    private void Close()
    {
        journal?.Dispose();
        bars?.Dispose();
    }
}
