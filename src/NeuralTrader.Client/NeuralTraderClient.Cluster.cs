using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>What the cluster is made of and how its members are: silos, activations, queues, deaths, storage, halts.</summary>
    public Task<ClusterStatus> GetClusterStatusAsync(GetClusterStatusRequest request, CancellationToken cancellationToken = default) =>
        grains.GetGrain<IClusterStatusGrain>(Any).Read(cancellationToken);
}
