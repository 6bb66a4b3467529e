using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Client.Hosting;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Storage.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace NeuralTrader.Api.Hosting;

/// <summary>
/// How this process reaches the grains: as a member of the cluster without grains of its own, which is told at once when a silo dies; or, outside the
/// trust border, as a client through gateways, which finds out by waiting.
/// </summary>
internal static class ApiCluster
{
    private const string ModeKey = $"{ApiOptions.Section}:{nameof(ApiOptions.Mode)}", GatewaysKey = $"{NeuralTraderClientOptions.Section}:{nameof(NeuralTraderClientOptions.Gateways)}";
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromSeconds(1); // whoever waits at HTTP waits no longer

    /// <summary>Connects a host to be; says in words to what.</summary>
    /// <exception cref="StartupException">Something is in the way that whoever starts it can remove.</exception>
    public static string AddCluster(this IHostApplicationBuilder builder)
    {
        IConfigurationManager configuration = builder.Configuration;
        string mode = configuration[ModeKey] ?? nameof(ApiMode.Silo);
        if (!Enum.TryParse(mode, ignoreCase: true, out ApiMode asked) || !Enum.IsDefined(asked))
            throw new StartupException($"{ModeKey} is '{mode}'; allowed: Silo, Client.");
        bool hasGateways = configuration.GetSection(GatewaysKey) is var gateways && (gateways.Value is { Length: > 0 } || gateways.GetChildren().Any());
        if (hasGateways && asked != ApiMode.Client) throw new StartupException($"{GatewaysKey} is for {ModeKey}=Client; a member has no use for gateways.");
        if (asked == ApiMode.Client) RequireKey(configuration);
        if (hasGateways) return AddClient(builder, null);
        NpgsqlDataSource database = Database(configuration, builder.Environment);
        builder.Services.AddSingleton(_ => database);
        return asked == ApiMode.Client ? AddClient(builder, database) : AddMember(builder, database);
    }

    private static string AddMember(IHostApplicationBuilder builder, NpgsqlDataSource database)
    {
        Dictionary<string, string?> defaults = ClusterDefaults.OfMember(builder.Configuration, role: "api");
        defaults.AddAdoNet(builder.Configuration, ClusterDatabase.InvariantName, "Orleans:Clustering", "Orleans:Reminders");
        defaults.PutUnder(builder.Configuration);
        builder.UseOrleans(silo => silo.UseCluster(database, hasGrains: false).UseSiloMetadata(Tags(builder.Configuration)));
        return $"a member without grains of the cluster on {ClusterDatabase.Describe(database)}";
    }

    private static string AddClient(IHostApplicationBuilder builder, NpgsqlDataSource? database)
    {
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true); // it answers /alive and /health while no gateway is there
        NeuralTraderClientOptions used = null!;
        builder.UseNeuralTraderClient(
            options => (used = options).Patience = TimeSpan.FromSeconds(double.Min(options.Patience.TotalSeconds, MostPatience.TotalSeconds)),
            client =>
            {
                client.Services.AddOptions<AdoNetClusteringClientOptions>().PostConfigure(options =>
                {
                    if (database is not null) (options.DataSource, options.ConnectionString) = (database, null);
                });
                client.UseConnectionRetryFilter(async (_, stop) =>
                {
                    await Task.Delay(Pause, stop);
                    return true;
                });
            });
        return database is null ? $"a client of the gateways {string.Join(", ", used.Gateways)}" : $"a client of the cluster on {ClusterDatabase.Describe(database)}";
    }

    // Without one it could neither sign a browser in, nor put on record who was let in, nor hear which addresses are blocked.
    private static void RequireKey(IConfiguration configuration)
    {
        if (((string[])[nameof(NeuralTraderClientOptions.ApiKey), nameof(NeuralTraderClientOptions.ApiKeyFile)]).Any(name => configuration[$"{NeuralTraderClientOptions.Section}:{name}"] is { Length: > 0 })) return;
        throw new StartupException(
            $"{ModeKey}=Client needs {NeuralTraderClientOptions.Section}:{nameof(NeuralTraderClientOptions.ApiKeyFile)} (or {nameof(NeuralTraderClientOptions.ApiKey)}): a key for what the interface asks in its own name. Make one by `nt keys create interface --role service`.");
    }

    private static NpgsqlDataSource Database(IConfiguration configuration, IHostEnvironment environment) =>
        configuration[ClusterDatabase.ConnectionKey] is { Length: > 0 } named && ClusterDatabase.IsMeant(named)
        ? ClusterDatabase.Open(named, environment)
        : throw new StartupException(
            $"{ClusterDatabase.ConnectionKey} names no PostgreSQL database, and a cluster meets at one. On SQLite run NeuralTrader.Standalone, which has this interface in it.");

    // An accelerator is not claimed here: nothing is computed in this process.
    private static Dictionary<string, string> Tags(IConfiguration configuration) => configuration.GetSection("Orleans:Metadata").GetChildren()
        .Where(tag => tag is { Key: not Abstractions.Placement.AcceleratorPreference.Tag, Value: not null }).ToDictionary(tag => tag.Key, tag => tag.Value!);
}
