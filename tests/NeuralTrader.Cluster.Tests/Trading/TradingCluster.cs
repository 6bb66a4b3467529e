using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;
using NeuralTrader.ServiceDefaults;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(NeuralTrader.Cluster.Tests.Trading.TradingCluster))]

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>One silo with journal and bars in memory, shared by all tests of the assembly.</summary>
public sealed class TradingCluster : IAsyncLifetime
{
    private InProcessTestCluster cluster = null!;

    public MemoryJournal Journal { get; } = new();

    public MemoryBars Bars { get; } = new();

    public MarketBoard Board => cluster.Silos[0].ServiceProvider.GetRequiredService<MarketBoard>();

    public ComputeEngine Engine => cluster.Silos[0].ServiceProvider.GetRequiredService<ComputeEngine>();

    public IGrainFactory Grains => cluster.Client;

    public async ValueTask InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.Services.AddSingleton<IJournal>(Journal).AddSingleton<IBarStore>(Bars).AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<MarketBoard>().AddSingleton<MarketLibrary>().AddSingleton<AnalysisCache>().AddCompute().AddPlacementRules();
            silo.Services.AddSingleton<BrokerDesk>().AddTradingHalts();
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    /// <summary>Shows the silo what the store holds now.</summary>
    public Task Refresh(string symbol) => Board.Refresh(symbol, CancellationToken.None);

    public IPortfolioGrain Portfolio(string id) => Grains.GetGrain<IPortfolioGrain>(id);

    public async Task<IPortfolioGrain> Open(string id, decimal cash = 100_000, TradingCosts? costs = null)
    {
        IPortfolioGrain portfolio = Portfolio(id);
        Answer<TradeReceipt> opened = await portfolio.Open(new CreatePortfolioRequest(id, cash, Costs: costs ?? TradingCosts.Free, IdempotencyKey: "open"), default);
        Assert.Null(opened.Refusal);
        return portfolio;
    }

    public static ExecuteTradeRequest Buy(string id, string symbol, decimal quantity, string key, decimal? limit = null) => new(
        id, "test", symbol, TradeAction.Buy, quantity, limit is null ? OrderType.Market : OrderType.Limit, limit,
        TimeInForce: limit is null ? TimeInForce.Day : TimeInForce.GoodTilCanceled, IdempotencyKey: key);

    /// <summary>Takes a grain out of memory; the next call brings it back from what is stored.</summary>
    public Task Stop(IAddressable grain) => cluster.DeactivateAsync(grain);
}
