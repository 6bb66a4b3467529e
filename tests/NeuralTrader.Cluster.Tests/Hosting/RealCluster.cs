using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>A cluster of real processes on a PostgreSQL database of its own: silos with grains, interfaces without.</summary>
internal sealed class RealCluster : IDisposable
{
    private static readonly string Pepper = new('p', 40);
    private readonly List<PlatformProcess> all = [];

    private RealCluster(string connection)
    {
        Environment = new Dictionary<string, string>
        {
            ["ConnectionStrings__neuraltrader"] = connection,
            ["NeuralTrader__Security__Pepper"] = Pepper,
            ["Orleans__ClusterId"] = Guid.NewGuid().ToString("N"),
        };
    }

    /// <summary>What all processes are told.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>The database's connection string.</summary>
    public string Database => Environment["ConnectionStrings__neuraltrader"];

    /// <summary>An administrator's key.</summary>
    public string Key { get; private set; } = "";

    /// <summary>Makes database, tables and first key, as an operator does.</summary>
    public static async Task<RealCluster> Create(PostgresServer server, CancellationToken cancellationToken)
    {
        RealCluster cluster = new(await server.CreateDatabase());
        (int code, string said, string complaint) = await PlatformProcess.Run("Silo", ["migrate"], cluster.Environment, cancellationToken);
        Assert.True(code == 0, $"{said}\n{complaint}");
        (code, said, complaint) = await PlatformProcess.Run("Silo", ["keys", "create", "--user", "tests", "--role", "admin"], cluster.Environment, cancellationToken);
        Assert.True(code == 0, complaint);
        cluster.Key = said;
        return cluster;
    }

    /// <summary>Starts one more silo with grains.</summary>
    public PlatformProcess Silo(params string[] more) => Start("Silo", more);

    /// <summary>Starts one more interface.</summary>
    public PlatformProcess Api(params string[] more) => Start("Api", more);

    /// <summary>Calls a function, which must succeed.</summary>
    public static async Task<JsonNode> Call(HttpClient client, string route, JsonObject request, string? key, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, $"/api/v1/{route}") { Content = System.Net.Http.Json.JsonContent.Create(request) };
        if (key is not null) message.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage response = await client.SendAsync(message, cancellationToken);
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{route}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public void Dispose()
    {
        foreach (PlatformProcess one in all) one.Dispose();
    }

    private PlatformProcess Start(string program, string[] more)
    {
        PlatformProcess started = new(program, more, Environment);
        all.Add(started);
        return started;
    }
}
