using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Client;
using NeuralTrader.Client.Security;
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
    private const string ModeKey = $"{ApiOptions.Section}:{nameof(ApiOptions.Mode)}", GatewaysKey = $"{ApiOptions.Section}:{nameof(ApiOptions.Gateways)}";
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(5), Pause = TimeSpan.FromSeconds(1);

    /// <summary>Connects a host to be; says in words to what.</summary>
    /// <exception cref="StartupException">Something is in the way that whoever starts it can remove.</exception>
    public static string AddCluster(this IHostApplicationBuilder builder)
    {
        IConfigurationManager configuration = builder.Configuration;
        string mode = configuration[ModeKey] ?? nameof(ApiMode.Silo);
        if (!Enum.TryParse(mode, ignoreCase: true, out ApiMode asked) || !Enum.IsDefined(asked))
            throw new StartupException($"{ModeKey} is '{mode}'; allowed: Silo, Client.");
        IPEndPoint[] gateways = Gateways(configuration[GatewaysKey]);
        if (gateways.Length > 0 && asked != ApiMode.Client) throw new StartupException($"{GatewaysKey} is for {ModeKey}=Client; a member has no use for gateways.");
        if (gateways.Length > 0) return AddClient(builder, null, gateways);
        NpgsqlDataSource database = Database(configuration, builder.Environment);
        builder.Services.AddSingleton(_ => database);
        return asked == ApiMode.Client ? AddClient(builder, database, []) : AddMember(builder, database);
    }

    private static string AddMember(IHostApplicationBuilder builder, NpgsqlDataSource database)
    {
        Dictionary<string, string?> defaults = ClusterDefaults.OfMember(builder.Configuration, role: "api");
        defaults.AddAdoNet(builder.Configuration, ClusterDatabase.InvariantName, "Orleans:Clustering", "Orleans:Reminders");
        defaults.PutUnder(builder.Configuration);
        builder.UseOrleans(silo => silo.UseCluster(database, hasGrains: false).UseSiloMetadata(Tags(builder.Configuration)));
        return $"a member without grains of the cluster on {ClusterDatabase.Describe(database)}";
    }

    private static string AddClient(IHostApplicationBuilder builder, NpgsqlDataSource? database, IPEndPoint[] gateways)
    {
        Dictionary<string, string?> defaults = ClusterDefaults.OfAll();
        if (database is not null) defaults.AddAdoNet(builder.Configuration, ClusterDatabase.InvariantName, "Orleans:Clustering");
        defaults.PutUnder(builder.Configuration);
        builder.Services.Configure<HostOptions>(host => host.ServicesStartConcurrently = true); // it answers /alive and /health while no gateway is there
        builder.UseOrleansClient(client =>
        {
            client.UseClusterTls();
            if (gateways.Length > 0) client.UseStaticClustering(gateways);
            client.Services.AddOptions<AdoNetClusteringClientOptions>().PostConfigure(options =>
            {
                if (database is not null) (options.DataSource, options.ConnectionString) = (database, null);
            });
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = LongestAnswer); // a client is not told that a silo died
            client.AddOutgoingGrainCallFilter<RepeatedCalls>();
            client.UseConnectionRetryFilter(async (_, stop) =>
            {
                await Task.Delay(Pause, stop);
                return true;
            });
        });
        return database is null ? $"a client of the gateways {string.Join(", ", gateways.AsEnumerable())}" : $"a client of the cluster on {ClusterDatabase.Describe(database)}";
    }

    private static NpgsqlDataSource Database(IConfiguration configuration, IHostEnvironment environment) =>
        configuration[ClusterDatabase.ConnectionKey] is { Length: > 0 } named && ClusterDatabase.IsMeant(named)
        ? ClusterDatabase.Open(named, environment)
        : throw new StartupException(
            $"{ClusterDatabase.ConnectionKey} names no PostgreSQL database, and a cluster meets at one. On SQLite run NeuralTrader.Standalone, which has this interface in it.");

    // An accelerator is not claimed here: nothing is computed in this process.
    private static Dictionary<string, string> Tags(IConfiguration configuration) => configuration.GetSection("Orleans:Metadata").GetChildren()
        .Where(tag => tag is { Key: not Abstractions.Placement.AcceleratorPreference.Tag, Value: not null }).ToDictionary(tag => tag.Key, tag => tag.Value!);

    private static IPEndPoint[] Gateways(string? list) =>
    [
        .. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text =>
            IPEndPoint.TryParse(text, out IPEndPoint? one) && one.Port > 0
                ? one : throw new StartupException($"{GatewaysKey} has '{text}'; allowed: addresses with ports, such as 10.0.0.1:30000, commas between them.")),
    ];
}
