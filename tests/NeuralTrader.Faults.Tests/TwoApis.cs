using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>A silo with a gateway and two interfaces, as real processes, for all tests that leave them as they were.</summary>
[CollectionDefinition(nameof(TwoApis))]
public sealed class TwoApis(PostgresServer server) : ICollectionFixture<TwoApis>, IAsyncLifetime
{
    private RealCluster? cluster;

    internal RealCluster Cluster => cluster!;

    internal PlatformProcess Silo { get; private set; } = null!;

    internal PlatformProcess First { get; private set; } = null!;

    internal PlatformProcess Second { get; private set; } = null!;

    internal int Gateway { get; } = int.Parse(PlatformProcess.FreePort(), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        cluster = await RealCluster.Create(server, cancel);
        Silo = cluster.Silo("--Orleans:Endpoints:GatewayPort", Gateway.ToString(System.Globalization.CultureInfo.InvariantCulture));
        string[] behindProxy = ["--NeuralTrader:Api:TrustedProxies", "127.0.0.1"]; // so that a test can come from anywhere
        (First, Second) = (cluster.Api(behindProxy), cluster.Api(behindProxy));
        await Silo.Healthy(cancel);
        await Task.WhenAll(First.Healthy(cancel), Second.Healthy(cancel));
    }

    public ValueTask DisposeAsync()
    {
        cluster?.Dispose();
        return ValueTask.CompletedTask;
    }
}
