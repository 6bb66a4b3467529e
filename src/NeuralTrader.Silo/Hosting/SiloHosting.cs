using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Compute.Devices;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Hosting;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Grains.Placement;
using NeuralTrader.Grains.Security;
using NeuralTrader.Grains.Trading;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Silo.Trading;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Puts the platform's silo into a host.</summary>
public static class SiloHosting
{
    private const string DirectoryKey = "NeuralTrader:DataDirectory";
    private const string ConnectionKey = "ConnectionStrings:neuraltrader";
    private const int ShortestPepper = 32;

    /// <summary>
    /// Takes the data directory, brings its files to this build's form, and registers journal, market data and grains. Reads
    /// <c>NeuralTrader:DataDirectory</c>, <c>NeuralTrader:Security:Pepper</c>, <c>NeuralTrader:Compute:*</c>, <c>NeuralTrader:Trading:*</c>, <c>NeuralTrader:Markets:*</c> (with <c>ImportFolder</c>,
    /// the folder <c>import</c> of the data directory unless it says otherwise),
    /// <c>ConnectionStrings:neuraltrader</c> and Orleans' own section <c>Orleans</c>.
    /// </summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="configure">What else the silo gets, such as the dashboard.</param>
    /// <exception cref="StartupException">Something is in the way that whoever starts the platform can remove.</exception>
    public static IHostApplicationBuilder AddNeuralTraderSilo(this IHostApplicationBuilder builder, Action<ISiloBuilder>? configure = null)
    {
        SiloDefaults.AddTo(builder.Configuration);
        AddStorage(builder.Services, builder.Configuration);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddMarkets(builder.Configuration);
        builder.Services.AddTrading(builder.Configuration);
        builder.Services.AddSingleton<MarketLibrary>();
        builder.Services.AddSingleton<MarketBoard>();
        builder.Services.AddSingleton<AnalysisCache>();
        builder.Services.AddSingleton(builder.Configuration.GetSection("NeuralTrader:Compute").Get<ComputeOptions>() ?? new ComputeOptions());
        builder.Services.AddCompute();
        builder.Services.AddSingleton<ShippedData>();
        builder.Services.AddSingleton<IShippedData, ShippedDataImport>();
        builder.Services.AddOrleansOnSqlite();
        builder.UseOrleans(silo =>
        {
            silo.UseAcceleratorTag();
            configure?.Invoke(silo);
        });
        return builder;
    }

    // The files are open from here on, and closed by the container after everything that uses them.
    private static void AddStorage(IServiceCollection services, IConfigurationManager configuration)
    {
        byte[]? pepper = ConfiguredPepper(configuration["NeuralTrader:Security:Pepper"]);
        string path = configuration[DirectoryKey] is { Length: > 0 } named ? named : DataDirectory.Default;
        PlatformStorage storage = PlatformStorage.Open(DataDirectory.Take(path), configuration[ConnectionKey]);
        configuration[ConnectionKey] = storage.State.ConnectionString;
        configuration[DirectoryKey] = storage.Directory.Path; // absolute, for whoever else keeps something there
        services.AddSingleton(_ => storage);
        services.AddSingleton(all => all.GetRequiredService<PlatformStorage>().Directory);
        services.AddSingleton(all => all.GetRequiredService<PlatformStorage>().State);
        services.AddSingleton<IJournal>(all => all.GetRequiredService<PlatformStorage>().Journal);
        services.AddSingleton<IBarStore>(all => all.GetRequiredService<PlatformStorage>().Bars);
        services.AddSingleton(new ImportFolder(configuration["NeuralTrader:Markets:ImportFolder"] ?? Path.Combine(storage.Directory.Path, "import")));
        services.AddSingleton(new ApiKeyHasher(pepper ?? storage.Directory.Pepper()));
        using Process self = Process.GetCurrentProcess();
        services.AddSingleton(new PlatformFacts($"SQLite in {storage.Directory.Path}", self.StartTime.ToUniversalTime(), OwnsPepper: pepper is null));
    }

    private static byte[]? ConfiguredPepper(string? text) => text switch
    {
        null or "" => null,
        { Length: < ShortestPepper } => throw new StartupException($"NeuralTrader:Security:Pepper is too short; allowed: a secret of at least {ShortestPepper} characters."),
        _ => Encoding.UTF8.GetBytes(text),
    };
}
