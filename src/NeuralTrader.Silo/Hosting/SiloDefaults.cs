using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Silo.Hosting;

/// <summary>
/// What a platform is unless configuration says otherwise. On SQLite: one process, no cluster, no open port beyond this machine. On PostgreSQL:
/// a member of the cluster whose other members are listed there. They are the keys that Orleans itself reads, at the lowest rank.
/// </summary>
internal static class SiloDefaults
{
    private const string SiloPortKey = "Orleans:Endpoints:SiloPort";
    private const int FirstPort = 11111;
    private const int LastPort = 11999;

    /// <summary>Puts the defaults under everything that is configured.</summary>
    /// <param name="configuration">The host's.</param>
    /// <param name="invariant">Orleans' name of the database that state is kept in.</param>
    public static void AddTo(IConfigurationManager configuration, string invariant)
    {
        bool isCluster = invariant == PostgresStorage.InvariantName;
        Dictionary<string, string?> defaults = new()
        {
            ["Orleans:ClusterId"] = "neuraltrader",
            ["Orleans:ServiceId"] = "neuraltrader",
            ["Orleans:Endpoints:AdvertisedIPAddress"] = "127.0.0.1",
            [SiloPortKey] = SiloPort(configuration[SiloPortKey]).ToString(CultureInfo.InvariantCulture),
            ["Orleans:Endpoints:GatewayPort"] = "0", // the only door is HTTP
            ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error", // 100405 asks for server garbage collection, which is slower on small machines
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error", // 10.4.2 takes the machine's uptime for a stall at start
        };
        if (!isCluster) defaults["Orleans:Clustering:ProviderType"] = "Development";
        foreach (string section in (string[])["Orleans:GrainStorage:Default", "Orleans:Reminders", .. isCluster ? ["Orleans:Clustering"] : Array.Empty<string>()])
        {
            if (configuration.GetSection(section).Exists()) continue;
            defaults[$"{section}:ProviderType"] = "AdoNet";
            defaults[$"{section}:Invariant"] = invariant;
            defaults[$"{section}:ConnectionName"] = "neuraltrader";
        }
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });
    }

    // A port that was asked for must be free; one that nobody asked for may be any.
    private static int SiloPort(string? asked)
    {
        HashSet<int> taken = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port)];
        if (asked is null)
            return Enumerable.Range(FirstPort, LastPort - FirstPort + 1).Where(port => !taken.Contains(port)).Cast<int?>().FirstOrDefault()
                ?? throw new StartupException($"No port from {FirstPort} to {LastPort} is free: name one with {SiloPortKey}.");
        if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is 0 or > IPEndPoint.MaxPort)
            throw new StartupException($"{SiloPortKey} is '{asked}'; allowed: a port from 1 to {IPEndPoint.MaxPort}.");
        return taken.Contains(port) ? throw new StartupException($"Port {port} is in use: stop who uses it, or name another with {SiloPortKey}.") : port;
    }
}
