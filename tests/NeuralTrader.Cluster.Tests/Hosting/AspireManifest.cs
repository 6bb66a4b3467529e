using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>deploy/aspire-manifest.json with everything filled in that a deployer fills in: a PostgreSQL server, ports, secrets.</summary>
/// <param name="server">A database of the server that stands for the manifest's container.</param>
internal sealed partial class AspireManifest(NpgsqlConnectionStringBuilder server)
{
    private readonly JsonObject resources = Read()["resources"]!.AsObject();
    private readonly Dictionary<string, string> ports = [];

    /// <summary>The repository's root.</summary>
    public static string Root => AppContext.BaseDirectory[..AppContext.BaseDirectory.IndexOf("/tests/", StringComparison.Ordinal)];

    /// <summary>As it stands in the repository.</summary>
    public static JsonObject Read() => JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "deploy", "aspire-manifest.json")))!.AsObject();

    /// <summary>Where the processes will look for their database.</summary>
    public string Connection => Fill("{neuraltrader.connectionString}");

    /// <summary>The secret that it is given.</summary>
    public string Pepper => Fill("{pepper.value}");

    /// <summary>Makes the user and the database that the container would have.</summary>
    public async Task MakeDatabase(CancellationToken cancellationToken)
    {
        NpgsqlConnectionStringBuilder wanted = new(Connection);
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(server);
        await using NpgsqlCommand user = source.CreateCommand($"CREATE ROLE {wanted.Username} SUPERUSER LOGIN");
        await using NpgsqlCommand database = source.CreateCommand($"CREATE DATABASE {wanted.Database}");
        await user.ExecuteNonQueryAsync(cancellationToken);
        await database.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a project that ends by itself, in exactly its environment.</summary>
    public Task<(int Code, string Out, string Error)> Run(string name, CancellationToken cancellationToken) =>
        PlatformProcess.Run(Program(name), Arguments(name), Environment(name), cancellationToken);

    /// <summary>Starts a project in exactly its environment; each time on ports of its own, as replicas have.</summary>
    public PlatformProcess Start(string name)
    {
        ports.Clear();
        Dictionary<string, string> environment = Environment(name);
        return new PlatformProcess(Program(name), Arguments(name), environment, int.Parse(environment["HTTP_PORTS"], CultureInfo.InvariantCulture));
    }

    private string Program(string name) =>
        Path.GetFileNameWithoutExtension(resources[name]!["path"]!.GetValue<string>()).Replace("NeuralTrader.", "", StringComparison.Ordinal);

    private IEnumerable<string> Arguments(string name) => resources[name]!["args"]?.AsArray().Select(argument => Fill(argument!.GetValue<string>())) ?? [];

    private Dictionary<string, string> Environment(string name) =>
        resources[name]!["env"]!.AsObject().ToDictionary(variable => variable.Key, variable => Fill(variable.Value!.GetValue<string>()));

    private string Fill(string text) => Placeholder().Replace(text, match => match.Groups[1].Value.Split('.') switch
    {
        ["postgres", "bindings", "tcp", "host"] => server.Host!,
        ["postgres", "bindings", "tcp", "port"] => server.Port.ToString(CultureInfo.InvariantCulture),
        [string name, "bindings", string binding, "targetPort"] when resources[name]!["bindings"]![binding] is not null =>
            ports.TryGetValue($"{name}/{binding}", out string? port) ? port : ports[$"{name}/{binding}"] = PlatformProcess.FreePort(),
        [string name, "connectionString"] => Fill(resources[name]!["connectionString"]!.GetValue<string>()),
        [string name, "value"] => Fill(resources[name]!["value"]!.GetValue<string>()),
        [string name, "inputs", "value"] => new string('s', resources[name]!["inputs"]!["value"]!["default"]!["generate"]!["minLength"]!.GetValue<int>()),
        _ => throw new InvalidOperationException($"Nobody can fill in {match.Value}."),
    });

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Placeholder();
}
