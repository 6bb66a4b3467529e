using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>A silo with a gateway and two interfaces, as real processes.</summary>
public sealed class TwoApis(PostgresServer server) : IAsyncLifetime
{
    private RealCluster? cluster;

    internal RealCluster Cluster => cluster!;

    internal PlatformProcess First { get; private set; } = null!;

    internal PlatformProcess Second { get; private set; } = null!;

    internal int Gateway { get; } = int.Parse(PlatformProcess.FreePort(), System.Globalization.CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        cluster = await RealCluster.Create(server, cancel);
        PlatformProcess silo = cluster.Silo("--Orleans:Endpoints:GatewayPort", Gateway.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (First, Second) = (cluster.Api(), cluster.Api());
        await silo.Healthy(cancel);
        await Task.WhenAll(First.Healthy(cancel), Second.Healthy(cancel));
    }

    public ValueTask DisposeAsync()
    {
        cluster?.Dispose();
        return ValueTask.CompletedTask;
    }
}
