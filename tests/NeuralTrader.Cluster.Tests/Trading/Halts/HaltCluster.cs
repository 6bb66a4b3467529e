using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Client;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;
using Orleans.TestingHost;

namespace NeuralTrader.Cluster.Tests.Trading.Halts;

/// <summary>Two silos with one journal in memory.</summary>
internal sealed class HaltCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster cluster;

    private HaltCluster(InProcessTestCluster cluster, MemoryJournal journal, MemoryBars bars) => (this.cluster, Journal, Bars) = (cluster, journal, bars);

    public MemoryJournal Journal { get; }

    public MemoryBars Bars { get; }

    public NeuralTraderClient Client => new(cluster.Client);

    public InProcessTestCluster Silos => cluster;

    public static async Task<HaltCluster> Start(MemoryJournal? before = null)
    {
        (MemoryJournal journal, MemoryBars bars) = (before ?? new MemoryJournal(), new MemoryBars());
        bars.Flat("SPY", 100);
        InProcessTestClusterBuilder builder = new(2);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryGrainStorageAsDefault();
            silo.Services.AddSingleton<IJournal>(journal).AddSingleton<IBarStore>(bars).AddSingleton(TimeProvider.System);
            silo.Services.AddSingleton<MarketBoard>().AddSingleton<MarketLibrary>().AddSingleton<AnalysisCache>().AddCompute().AddPlacementRules();
            silo.Services.AddSingleton<BrokerDesk>().AddTradingHalts();
        });
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return new HaltCluster(cluster, journal, bars);
    }

    public Task<TradeReceipt> Open(string id) => Client.CreatePortfolioAsync(new CreatePortfolioRequest(id, 100_000, Costs: TradingCosts.Free, IdempotencyKey: "open"));

    /// <summary>Buys one unit: at the market, or at a price below it, where the order rests.</summary>
    public Task<TradeReceipt> Buy(string id, string key, decimal? limit = null) => Client.ExecuteTradeAsync(TradingCluster.Buy(id, "SPY", 1, key, limit));

    /// <summary>One more day of prices, seen by both silos.</summary>
    public async Task Day(params double[] closes)
    {
        Bars.Flat("SPY", closes);
        foreach (InProcessSiloHandle silo in cluster.Silos) await silo.ServiceProvider.GetRequiredService<MarketBoard>().Refresh("SPY", CancellationToken.None);
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
