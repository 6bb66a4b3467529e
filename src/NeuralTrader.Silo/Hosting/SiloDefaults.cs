using Microsoft.Extensions.Configuration;
using NeuralTrader.ServiceDefaults;

namespace NeuralTrader.Silo.Hosting;

/// <summary>
/// What a platform is unless configuration says otherwise. On SQLite: one process, no cluster, no open port beyond this machine. On PostgreSQL:
/// a member of the cluster whose other members are listed there.
/// </summary>
internal static class SiloDefaults
{
    /// <summary>Puts the defaults under everything that is configured.</summary>
    /// <param name="configuration">The host's.</param>
    /// <param name="invariant">Orleans' name of the database that state is kept in.</param>
    public static void AddTo(IConfigurationManager configuration, string invariant)
    {
        Dictionary<string, string?> defaults = ClusterDefaults.OfMember(configuration, role: "core");
        defaults.AddAdoNet(configuration, invariant, "Orleans:GrainStorage:Default", "Orleans:Reminders");
        if (invariant == ClusterDatabase.InvariantName) defaults.AddAdoNet(configuration, invariant, "Orleans:Clustering");
        else defaults["Orleans:Clustering:ProviderType"] = "Development";
        defaults.PutUnder(configuration);
    }
}
