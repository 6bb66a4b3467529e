using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Cluster.Tests.Trading;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Security;
using NeuralTrader.Grains.Security.Audit;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Grains.Trading.Halts;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Audit;
using NeuralTrader.Storage.Ledger;
using Orleans.TestingHost;

namespace NeuralTrader.Cluster.Tests.Security.Audit;

/// <summary>A silo with the audit log on a real journal, and a clock that can be put on.</summary>
public sealed class AuditCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster cluster;
    private readonly MovedClock clock;

    private AuditCluster(InProcessTestCluster cluster, MovedClock clock) => (this.cluster, this.clock) = (cluster, clock);

    public IGrainFactory Grains => cluster.Client;

    public NeuralTraderClient Client => new NeuralTraderClient(cluster.Client).As(new Caller("alice (ntk_alice000)", Role.Admin));

    public IAuditLogGrain Writer => cluster.Client.GetGrain<IAuditLogGrain>(0);

    /// <param name="store">The journal.</param>
    /// <param name="state">What grains keep; the same one again for a restart.</param>
    /// <param name="archive">Where cleared days go; null for nowhere.</param>
    /// <param name="carries">False for a silo that tells the audit log of no order, as one that is killed at once.</param>
    public static async Task<AuditCluster> Start(AuditStore store, FaultyStorage state, string? archive = null, bool carries = true, TimeSpan ahead = default)
    {
        MemoryBars bars = new();
        bars.Flat("SPY", 100);
        MovedClock clock = new() { Ahead = ahead };
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<Orleans.Storage.IGrainStorage>(state);
            silo.Services.AddKeyedSingleton<Orleans.Storage.IGrainStorage>("Default", (_, _) => state);
            silo.Services.AddSingleton(store.Journal).AddSingleton<IBarStore>(bars).AddSingleton<TimeProvider>(clock);
            silo.Services.AddSingleton<MarketBoard>().AddSingleton<MarketLibrary>().AddSingleton<AnalysisCache>().AddCompute().AddPlacementRules();
            silo.Services.AddSingleton<BrokerDesk>().AddTradingHalts();
            silo.Services.AddSingleton(new SecretSeal(new byte[32])).AddSingleton(new AuditArchive(archive)).AddSingleton<IBookRemoval>(new BookRemoval(store.Source));
            silo.Services.AddAuditTrail();
            if (carries) silo.Services.AddAuditLog();
        });
        InProcessTestCluster cluster = builder.Build();
        await cluster.DeployAsync();
        return new AuditCluster(cluster, clock);
    }

    public void NextDay() => clock.Ahead += TimeSpan.FromDays(1);

    public TimeSpan Ahead => clock.Ahead;

    /// <summary>Events, one entry of the log for each.</summary>
    public async Task Log(int events)
    {
        for (int i = 0; i < events; i++)
            await Client.LogAuditEventAsync(new LogAuditEventRequest("model.deploy", Domain.Security.Audit.AuditCategory.System, Resource: $"model/{i}"));
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.StopAllSilosAsync();
        await cluster.DisposeAsync();
    }

    private sealed class MovedClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
