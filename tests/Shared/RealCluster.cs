using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace NeuralTrader.Tests;

/// <summary>A cluster of real processes on a PostgreSQL database of its own: silos with grains, interfaces without.</summary>
internal sealed class RealCluster : IDisposable
{
    private static readonly string Pepper = new('p', 40);
    private static readonly ConditionalWeakTable<PostgresServer, Lazy<Task<(string Database, string Key)>>> Prepared = [];
    private readonly List<PlatformProcess> all = [];

    private RealCluster(string connection, string key)
    {
        (Environment, Key) = (Settings(connection), key);
        Environment["Orleans__ClusterId"] = Guid.NewGuid().ToString("N");
    }

    /// <summary>What all processes are told.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <summary>The database's connection string.</summary>
    public string Database => Environment["ConnectionStrings__neuraltrader"];

    /// <summary>An administrator's key.</summary>
    public string Key { get; }

    /// <summary>A database with tables and a first key, a copy of one that is made once on each server.</summary>
    public static async Task<RealCluster> Create(PostgresServer server, CancellationToken cancellationToken)
    {
        Lazy<Task<(string Database, string Key)>> prepared = Prepared.GetValue(server, _ => new(() => Prepare(server)));
        (string template, string key) = await prepared.Value.WaitAsync(cancellationToken);
        return new RealCluster(await server.CreateDatabase(template), key);
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

    // As an operator does.
    private static async Task<(string Database, string Key)> Prepare(PostgresServer server)
    {
        string database = await server.CreateDatabase();
        Dictionary<string, string> settings = Settings(database);
        (int code, string said, string complaint) = await PlatformProcess.Run("Silo", ["migrate"], settings, CancellationToken.None);
        Assert.True(code == 0, $"{said}\n{complaint}");
        (code, said, complaint) = await PlatformProcess.Run("Silo", ["keys", "create", "--user", "tests", "--role", "admin"], settings, CancellationToken.None);
        Assert.True(code == 0, complaint);
        return (database, said);
    }

    private static Dictionary<string, string> Settings(string connection) => new()
    {
        ["ConnectionStrings__neuraltrader"] = connection, ["NeuralTrader__Security__Pepper"] = Pepper,
    };

    private PlatformProcess Start(string program, string[] more)
    {
        PlatformProcess started = new(program, more, Environment);
        all.Add(started);
        return started;
    }
}
