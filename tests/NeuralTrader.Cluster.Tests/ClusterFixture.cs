using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Client;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Security;
using NeuralTrader.Grains.Security.Audit;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Audit;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Storage.Markets;
using Orleans.TestingHost;

namespace NeuralTrader.Cluster.Tests;

/// <summary>One silo in this process: state in memory, journal and market data in files, a clock that the tests move.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private InProcessTestCluster? cluster;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public FaultyStorage Storage { get; } = new();

    public IGrainFactory Grains => cluster!.Client;

    public NeuralTraderClient Client => new(Grains);

    public async ValueTask InitializeAsync()
    {
        InProcessTestClusterBuilder builder = new(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton<Orleans.Storage.IGrainStorage>(Storage); // the default one
            silo.Services.AddKeyedSingleton<Orleans.Storage.IGrainStorage>("Default", (_, _) => Storage);
            silo.Services.AddSingleton<TimeProvider>(Clock);
            silo.Services.AddSingleton(new ComputeOptions { CudaLibrary = "libnothing.so.1" }).AddCompute().AddPlacementRules();
            silo.Services.AddSingleton<IJournal>(_ => new SqliteJournal(Path.Combine(folder.FullName, "journal.db")));
            silo.Services.AddSingleton<IBarStore>(_ => BarStore.OnSqlite(Path.Combine(folder.FullName, "markets.db")));
            silo.Services.AddSingleton<IShippedData, NoShippedData>();
            silo.Services.AddKeys(new byte[32]);
            silo.Services.AddSingleton(new AuditArchive(null)).AddAuditTrail();
            silo.Services.AddSingleton(new PlatformFacts("memory", Clock.GetUtcNow().UtcDateTime, OwnsPepper: false));
        });
        cluster = builder.Build();
        await cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await cluster!.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class NoShippedData : IShippedData
    {
        public Task Import(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
