using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Abstractions;
using NeuralTrader.Client.Security;
using NeuralTrader.Domain;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Serialization;

namespace NeuralTrader.Client.Hosting;

/// <summary>Puts <see cref="NeuralTraderClient"/> into a process that is no member of the cluster: it calls through the silos' gateways.</summary>
public static class NeuralTraderClientHosting
{
    private const string Database = "neuraltrader";
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromSeconds(5), Refresh = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Registers <see cref="NeuralTraderClient"/>; the host's start connects it. Reads the sections <c>NeuralTrader:Client</c>, <c>NeuralTrader:Tls</c> and
    /// <c>Orleans</c>, and <c>ConnectionStrings:neuraltrader</c>. Where gateways are to be found in PostgreSQL, the application references
    /// Microsoft.Orleans.Clustering.AdoNet and Npgsql.
    /// </summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="configure">Changes what the configuration says.</param>
    /// <param name="orleans">Changes the Orleans client, for instance what it logs and measures.</param>
    /// <exception cref="InvalidInputException">A setting is malformed; the sentence names it.</exception>
    public static IHostApplicationBuilder UseNeuralTraderClient(
        this IHostApplicationBuilder builder, Action<NeuralTraderClientOptions>? configure = null, Action<IClientBuilder>? orleans = null)
    {
        builder.Services.AddNeuralTraderClient(builder.Configuration, configure, orleans);
        return builder;
    }

    /// <summary>
    /// Registers <see cref="NeuralTraderClient"/> as <see cref="UseNeuralTraderClient"/> does, where services are all there is. A process without a host starts
    /// and stops the <see cref="IHostedService"/> among them itself.
    /// </summary>
    /// <param name="services">The application's.</param>
    /// <param name="configuration">Where the settings are.</param>
    /// <param name="configure">Changes what the configuration says.</param>
    /// <param name="orleans">Changes the Orleans client.</param>
    /// <exception cref="InvalidInputException">A setting is malformed; the sentence names it.</exception>
    public static IServiceCollection AddNeuralTraderClient(
        this IServiceCollection services, IConfiguration configuration, Action<NeuralTraderClientOptions>? configure = null, Action<IClientBuilder>? orleans = null)
    {
        NeuralTraderClientOptions options = new();
        IConfigurationSection section = configuration.GetSection(NeuralTraderClientOptions.Section);
        section.Bind(options);
        foreach (string gateway in (section[nameof(options.Gateways)] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            options.Gateways.Add(gateway);
        configure?.Invoke(options);
        IPEndPoint[] gateways = Checked(options);
        services.TryAddSingleton(configuration); // the provider of its cluster asks there for the connection string
        IConfiguration known = new ConfigurationBuilder().AddInMemoryCollection(Defaults(configuration, gateways)).AddConfiguration(configuration).Build();
        return services.AddOrleansClient(known, client =>
        {
            if (gateways.Length > 0) client.UseStaticClustering(gateways);
            Configure(client, options);
            orleans?.Invoke(client);
        });
    }

    private static void UseApiKey(this IClientBuilder client, NeuralTraderClientOptions options)
    {
        if (options is { ApiKey: null or "", ApiKeyFile: null or "" }) return;
        if (options is { ApiKey.Length: > 0, ApiKeyFile.Length: > 0 }) throw Require.Invalid("apiKeyFile", options.ApiKeyFile, "one of ApiKey and ApiKeyFile");
        client.Services.AddSingleton<IOutgoingGrainCallFilter>(all => new KeyedCalls(all.GetRequiredService<IClusterClient>, options));
    }

    private static IPEndPoint[] Checked(NeuralTraderClientOptions options)
    {
        if (options.ResponseTimeout <= TimeSpan.Zero || options.ResponseTimeout > LongestTimeout)
            throw Require.Invalid("responseTimeout", options.ResponseTimeout.ToString("c"), "more than 0 and at most 5 s");
        foreach ((string name, TimeSpan value) in (ReadOnlySpan<(string, TimeSpan)>)[("patience", options.Patience), ("connectPatience", options.ConnectPatience)])
            if (value < TimeSpan.Zero || value > TimeSpan.FromDays(1)) throw Require.Invalid(name, value.ToString("c"), "0 to a day");
        return [.. options.Gateways.SelectMany(GatewayAddress.Parse).Distinct()];
    }

    // They are the keys that Orleans itself reads, at the lowest rank, and the same as the silos'.
    private static Dictionary<string, string?> Defaults(IConfiguration configuration, IPEndPoint[] gateways)
    {
        Dictionary<string, string?> defaults = new() { ["Orleans:ClusterId"] = "neuraltrader", ["Orleans:ServiceId"] = "neuraltrader" };
        if (gateways.Length == 0 && !configuration.GetSection("Orleans:Clustering").Exists())
        {
            if (configuration.GetConnectionString(Database) is not { Length: > 0 })
                throw new InvalidInputException(
                    "gateways", null, $"gateways as host:port in {NeuralTraderClientOptions.Section}:Gateways, or the cluster's database in ConnectionStrings:{Database}");
            (defaults["Orleans:Clustering:ProviderType"], defaults["Orleans:Clustering:Invariant"], defaults["Orleans:Clustering:ConnectionName"]) = ("AdoNet", "Npgsql", Database);
        }
        return defaults;
    }

    private static void Configure(IClientBuilder client, NeuralTraderClientOptions options)
    {
        SiloLosses losses = new();
        client.UseClusterTls();
        client.Configure<ClientMessagingOptions>(messaging => messaging.ResponseTimeout = options.ResponseTimeout);
        client.Configure<GatewayOptions>(gateway => gateway.GatewayListRefreshPeriod = Refresh); // a silo that came back is used again
        client.UseConnectionRetryFilter(new FirstConnection(options).ShouldTryAgain);
        client.AddOutgoingGrainCallFilter(new GatewayCalls(options));
        client.UseApiKey(options);
        client.AddGatewayCountChangedHandler((_, count) => losses.Note(count.PreviousNumberOfConnectedGateways, count.NumberOfConnectedGateways));
        client.Services.AddSerializer(serializer => serializer.AddAssembly(typeof(IPortfolioGrain).Assembly).AddAssembly(typeof(Refusal).Assembly));
        client.Services.AddSingleton(services => new NeuralTraderClient(services.GetRequiredService<IClusterClient>(), losses));
    }
}
