using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Hosting;

/// <summary>The cluster as a whole; any silo can tell.</summary>
[Alias("grain.cluster-status"), Repeatable, Needs(Role.User)]
public interface IClusterStatusGrain : IGrainWithIntegerKey
{
    /// <summary>What the cluster is made of and how its members are.</summary>
    [Alias("read")] Task<ClusterStatus> Read(CancellationToken cancellationToken);
}

/// <summary>One silo about itself; the key is the silo's address.</summary>
[Alias("grain.silo-report"), Repeatable, MembersOnly]
public interface ISiloReportGrain : IGrainWithStringKey
{
    /// <summary>How it is.</summary>
    [Alias("read")] Task<SiloReport> Read();
}
