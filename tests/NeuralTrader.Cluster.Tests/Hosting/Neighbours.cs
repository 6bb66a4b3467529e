using System.Net.Http.Headers;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>
/// Two platforms of one cluster and a third that does not know of them, all on one database; for all tests that leave them as they were.
/// </summary>
[CollectionDefinition(nameof(Neighbours))]
public sealed class Neighbours(PostgresServer server) : ICollectionFixture<Neighbours>, IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly List<StandaloneProcess> all = [];

    internal StandaloneProcess One => all[0];

    internal StandaloneProcess Two => all[1];

    internal StandaloneProcess Stranger => all[2];

    internal string Database { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        Database = await server.CreateDatabase();
        await Start("one", "together").Up(cancel); // it makes the tables and the key
        await Task.WhenAll(Start("two", "together").Up(cancel), Start("stranger", "apart").Up(cancel));
    }

    /// <summary>A client of each of them.</summary>
    internal HttpClient Client() => new()
    {
        Timeout = TimeSpan.FromSeconds(60),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(folder.FullName, "one", "first-api-key")).Trim()) },
    };

    public ValueTask DisposeAsync()
    {
        foreach (StandaloneProcess one in all) one.Dispose();
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private StandaloneProcess Start(string name, string cluster)
    {
        StandaloneProcess started = new(
            Path.Combine(folder.FullName, name), "--environment", "Development", "--ConnectionStrings:neuraltrader", Database, "--Orleans:ClusterId", folder.Name + cluster,
            "--Orleans:Endpoints:SiloPort", PlatformProcess.FreePort(), "--NeuralTrader:Security:Pepper", new string('p', 40));
        all.Add(started);
        return started;
    }
}
