using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Cluster.Tests.Hosting;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Faults;

/// <summary>Processes that are one cluster on one PostgreSQL, or one alone on SQLite, and a careful client of those that speak HTTP.</summary>
/// <param name="database">The connection string; null for SQLite.</param>
internal sealed class ProcessCluster(string? database) : IAsyncDisposable
{
    /// <summary>Configuration's name for a member's own directory.</summary>
    public const string DataDirectory = "NeuralTrader:DataDirectory";

    private const string Door = "NeuralTrader.Standalone", Inside = "NeuralTrader.Silo";
    private static readonly string Pepper = new('p', 40);
    private static readonly string? Logs = Environment.GetEnvironmentVariable("NEURALTRADER_TEST_LOGS"); // a folder for what the members wrote

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly SocketsHttpHandler handler = new() { ConnectTimeout = TimeSpan.FromSeconds(1), MaxConnectionsPerServer = 20_000 };
    private readonly List<MemberProcess> all = [];
    private HttpClient? client;

    /// <summary>The members that speak HTTP and are meant to answer.</summary>
    public IReadOnlyList<MemberProcess> Doors { get; private set; } = [];

    /// <summary>The tables in PostgreSQL.</summary>
    public NpgsqlDataSource Database { get; } = NpgsqlDataSource.Create(database ?? "Host=127.0.0.1");

    /// <summary>A folder that is gone afterwards.</summary>
    public string Folder => folder.FullName;

    private HttpClient Client => client ?? throw new InvalidOperationException("Open comes first.");

    /// <summary>Starts a member that calls go to; the first one makes tables and key.</summary>
    public async Task<MemberProcess> Open(CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        string data = settings.Where(setting => setting.Key == DataDirectory).Select(setting => setting.Value).FirstOrDefault() ?? Path.Combine(folder.FullName, $"data-{all.Count}");
        MemberProcess door = Start(Door, [("environment", "Development"), (DataDirectory, data), .. settings]);
        await door.Up(cancellationToken);
        if (client is null)
        {
            client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
            string key = (await File.ReadAllTextAsync(Path.Combine(data, "first-api-key"), cancellationToken)).Trim();
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
        Doors = [.. Doors, door];
        return door;
    }

    /// <summary>Starts a member that only its like can call.</summary>
    public async Task<MemberProcess> Join(CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        MemberProcess silo = StartSilo(settings);
        await silo.Up(cancellationToken);
        return silo;
    }

    /// <summary>Starts such a member without waiting for it.</summary>
    public MemberProcess StartSilo(params (string Key, string Value)[] settings) => Start(Inside, settings);

    /// <summary>Sends no more calls there.</summary>
    public void Close(MemberProcess door) => Doors = [.. Doors.Where(other => other != door)];

    /// <summary>One call as it is answered, or not.</summary>
    public async Task<Answered> Send(MemberProcess door, string function, JsonObject request, string? key, CancellationToken cancellationToken)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, new Uri(door.Address, $"/api/v1/{function}")) { Content = JsonContent.Create(request) };
        if (key is not null) message.Headers.Add("Idempotency-Key", key);
        long start = Stopwatch.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await Client.SendAsync(message, cancellationToken);
            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            return new Answered(response.StatusCode, text, response.Headers.RetryAfter?.Delta, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Answered(null, fault.Message, null, Stopwatch.GetElapsedTime(start));
        }
    }

    /// <summary>What the member says of its health: the status of /health, and whether the process is alive.</summary>
    public async Task<(HttpStatusCode Ready, HttpStatusCode Alive)> Health(MemberProcess member, CancellationToken cancellationToken)
    {
        using HttpResponseMessage ready = await Client.GetAsync(new Uri(member.Address, "/health"), cancellationToken);
        using HttpResponseMessage alive = await Client.GetAsync(new Uri(member.Address, "/alive"), cancellationToken);
        return (ready.StatusCode, alive.StatusCode);
    }

    /// <summary>An answer that must come, whatever it takes within a minute.</summary>
    public async Task<JsonNode> Call(string function, JsonObject request, string? key, CancellationToken cancellationToken)
    {
        Answered last = default;
        long start = Stopwatch.GetTimestamp();
        for (int attempt = Random.Shared.Next(100); Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1); attempt++)
        {
            last = await Send(Doors[attempt % Doors.Count], function, request, key, cancellationToken);
            if (last.IsSuccess) return JsonNode.Parse(last.Text)!;
            Assert.True(last.IsTransient, $"{function} {request.ToJsonString()}: {last}");
            await Task.Delay(50, cancellationToken);
        }
        throw new InvalidOperationException($"{function} with key {key}: {last}");
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((int i, MemberProcess member) in all.Index())
        {
            if (Logs is { } logs) await File.WriteAllTextAsync(Path.Combine(logs, $"{folder.Name}-{i}.log"), member.Output);
            member.Dispose();
        }
        client?.Dispose();
        handler.Dispose();
        await Database.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private MemberProcess Start(string program, (string Key, string Value)[] settings)
    {
        Dictionary<string, string> keys = new()
        {
            ["Orleans:ClusterId"] = folder.Name, ["Orleans:Endpoints:SiloPort"] = StandaloneProcess.FreePort(),
            ["NeuralTrader:Security:Pepper"] = Pepper,
        };
        if (database is not null) keys["ConnectionStrings:neuraltrader"] = database;
        foreach ((string key, string value) in settings) keys[key] = value;
        MemberProcess member = new(program, keys);
        all.Add(member);
        return member;
    }
}

/// <summary>How a call ended.</summary>
/// <param name="Status">Null when nobody answered.</param>
/// <param name="Text">The body, or why there is none.</param>
/// <param name="RetryAfter">When the client is asked to come back.</param>
/// <param name="Took">How long it took.</param>
internal readonly record struct Answered(HttpStatusCode? Status, string Text, TimeSpan? RetryAfter, TimeSpan Took)
{
    /// <summary>Whether it did what was asked.</summary>
    public bool IsSuccess => Status is HttpStatusCode.OK;

    /// <summary>Whether the same request is to be sent again: nobody answered, or not yet.</summary>
    public bool IsTransient => Status is null or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests;
}
