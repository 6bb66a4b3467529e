using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Placement;
using NeuralTrader.Grains.Security;
using NeuralTrader.Grains.Security.Audit;
using NeuralTrader.Grains.Trading;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.ServiceDefaults.Audit;
using NeuralTrader.Silo.Backtesting;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Silo.Operations;
using NeuralTrader.Silo.Trading;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Puts the platform's silo into a host.</summary>
public static class SiloHosting
{
    /// <summary>
    /// Opens the platform's storage, in the data directory or in PostgreSQL, and registers journal, market data and grains. Reads
    /// <c>NeuralTrader:DataDirectory</c>, <c>NeuralTrader:Security:Pepper</c>, <c>NeuralTrader:Compute:*</c>, <c>NeuralTrader:Trading:*</c>, <c>NeuralTrader:Markets:*</c> (with <c>ImportFolder</c>,
    /// the folder <c>import</c> of the data directory unless it says otherwise),
    /// <c>ConnectionStrings:neuraltrader</c> and Orleans' own section <c>Orleans</c>.
    /// </summary>
    /// <param name="builder">The host to be.</param>
    /// <exception cref="StartupException">Something is in the way that whoever starts the platform can remove.</exception>
    public static IHostApplicationBuilder AddNeuralTraderSilo(this IHostApplicationBuilder builder)
    {
        PlatformStorage storage = AddStorage(builder);
        SiloDefaults.AddTo(builder.Configuration, storage.Invariant);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<OrderPathWarmup>(); // first, before the silo is anybody's
        builder.Services.AddMarkets(builder.Configuration);
        builder.Services.AddTrading(builder.Configuration);
        builder.Services.AddSingleton<MarketLibrary>();
        builder.Services.AddSingleton<MarketBoard>();
        builder.Services.AddSingleton<MarketMemory>();
        builder.Services.AddSingleton<IMarketMemory, MarketMemories>();
        builder.Services.AddSingleton<AnalysisCache>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("NeuralTrader:Compute").Get<ComputeOptions>() ?? new ComputeOptions());
        builder.Services.AddCompute();
        builder.Services.AddSingleton<ShippedData>();
        builder.Services.AddSingleton<IShippedData, ShippedDataImport>();
        builder.Services.AddOrleansOnDatabase();
        builder.Services.AddHostedService<JobWatch>();
        builder.Services.AddOperations(storage);
        builder.UseOrleans(silo =>
        {
            silo.UseAcceleratorTag();
            silo.UseCluster((storage as PostgresStorage)?.Source, hasGrains: true);
            silo.AddGrainAuthorization();
        });
        builder.Services.AddAuditTrail().AddAuditLog(); // after the silo: they tell it the last things before it stops
        return builder;
    }

    // It is open from here on, and closed by the container after everything that uses it.
    private static PlatformStorage AddStorage(IHostApplicationBuilder builder)
    {
        (IServiceCollection services, IConfigurationManager configuration) = (builder.Services, builder.Configuration);
        byte[]? pepper = PepperText.Parse(configuration["NeuralTrader:Security:Pepper"]);
        PlatformStorage storage = PlatformStorage.Open(configuration, builder.Environment);
        if (pepper is null && storage is PostgresStorage)
        {
            storage.Dispose();
            throw new StartupException($"NeuralTrader:Security:Pepper is missing: all members of a cluster hash API keys with one secret of at least {PepperText.Shortest} characters.");
        }
        try
        {
            if (storage is PostgresStorage cluster) PepperFingerprint.Require(cluster.Source, pepper);
        }
        catch
        {
            storage.Dispose();
            throw;
        }
        if (storage is SqliteStorage) configuration[ClusterDatabase.ConnectionKey] = storage.State.ConnectionString;
        services.AddSingleton(_ => storage);
        services.AddSingleton(all => all.GetRequiredService<PlatformStorage>().Journal);
        services.AddSingleton<IQueueFigures, JournalQueue>().AddSingleton<IStorageFigures, StorageFigures>();
        services.AddSingleton(all => all.GetRequiredService<PlatformStorage>().Bars);
        services.AddSingleton<IBookRemoval>(all => new BookRemoval(all.GetRequiredService<PlatformStorage>().Books));
        services.AddSingleton(new AuditArchive(storage.Directory is { } own ? Path.Combine(own.Path, "audit") : null));
        if (storage.Directory is { } directory)
        {
            configuration[PlatformStorage.DirectoryKey] = directory.Path; // absolute, for whoever else keeps something there
            services.AddSingleton(directory);
        }
        services.AddSingleton(new ImportFolder(configuration["NeuralTrader:Markets:ImportFolder"] ?? Path.Combine(storage.Directory?.Path ?? DataDirectory.Default, "import")));
        byte[] secret = pepper ?? storage.Directory!.Pepper();
        services.AddKeys(secret);
        using Process self = Process.GetCurrentProcess();
        services.AddSingleton(new PlatformFacts(storage.Description, self.StartTime.ToUniversalTime(), OwnsPepper: pepper is null));
        return storage;
    }
}
