using NeuralTrader.Tests;

namespace NeuralTrader.Client.Tests.Hosting;

/// <summary>Two silos as processes on one PostgreSQL database, each with a gateway.</summary>
internal sealed class TwoSilos : IDisposable
{
    private readonly string cluster = $"test-{Guid.NewGuid():N}";

    private TwoSilos(string database) => Database = database;

    public string Database { get; }

    public ProgramProcess First { get; private set; } = null!;

    public ProgramProcess Second { get; private set; } = null!;

    /// <summary>What a client is told to find the cluster by its database.</summary>
    public string[] ByDatabase => [.. Keyed, "--ConnectionStrings:neuraltrader", Database, "--Orleans:ClusterId", cluster];

    /// <summary>What a client is told to find the cluster by its gateways.</summary>
    public string[] ByGateways => [.. Keyed, "--NeuralTrader:Client:Gateways:0", Gateways[0], "--NeuralTrader:Client:Gateways:1", Gateways[1], "--Orleans:ClusterId", cluster];

    /// <summary>What a client is told to be let in: an administrator's key.</summary>
    public string[] Keyed { get; private set; } = [];

    public string[] Gateways { get; } = [$"127.0.0.1:{ProgramProcess.FreePort()}", $"127.0.0.1:{ProgramProcess.FreePort()}"];

    public static async Task<TwoSilos> Start(PostgresServer server, CancellationToken cancellationToken)
    {
        TwoSilos silos = new(await server.CreateDatabase());
        silos.First = silos.Silo(0);
        await silos.First.Said("is up after", cancellationToken); // it makes the tables
        using ProgramProcess keys = new("NeuralTrader.Silo.dll", ["keys", "create", "--user", "test", "--role", "admin", .. silos.Common]);
        Assert.Equal(0, await keys.Ended(cancellationToken));
        await keys.Said("ntk_", cancellationToken); // what it wrote may arrive after its end
        silos.Keyed = ["--NeuralTrader:Client:ApiKey", keys.Output.Split('\n').Single(line => line.StartsWith("ntk_", StringComparison.Ordinal))];
        silos.Second = silos.Silo(1);
        await silos.Second.Said("is up after", cancellationToken);
        return silos;
    }

    public void Dispose()
    {
        First.Dispose();
        Second?.Dispose();
    }

    private ProgramProcess Silo(int number) => new(
        "NeuralTrader.Silo.dll",
        [
            .. Common, "--Orleans:Endpoints:SiloPort", ProgramProcess.FreePort(), "--Orleans:Endpoints:GatewayPort", Gateways[number].Split(':')[1],
            "--urls", $"http://127.0.0.1:{ProgramProcess.FreePort()}",
        ]);

    private string[] Common =>
    [
        "--environment", "Development", "--ConnectionStrings:neuraltrader", Database, "--Orleans:ClusterId", cluster, "--NeuralTrader:Security:Pepper", new string('p', 40),
    ];
}
