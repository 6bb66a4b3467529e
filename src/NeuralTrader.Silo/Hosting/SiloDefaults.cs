using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;

namespace NeuralTrader.Silo.Hosting;

/// <summary>
/// What a platform of one process is unless configuration says otherwise: no cluster, no open port beyond this machine, state in SQLite.
/// They are the keys that Orleans itself reads, at the lowest rank; a cluster sets the same keys to PostgreSQL.
/// </summary>
internal static class SiloDefaults
{
    /// <summary>Orleans' name for SQLite; it loads Microsoft.Data.Sqlite for it.</summary>
    public const string SqliteInvariant = "System.Data.SQLite";

    private const string SiloPortKey = "Orleans:Endpoints:SiloPort";
    private const int FirstPort = 11111;
    private const int LastPort = 11999;

    /// <summary>Puts the defaults under everything that is configured.</summary>
    public static void AddTo(IConfigurationManager configuration)
    {
        Dictionary<string, string?> defaults = new()
        {
            ["Orleans:ClusterId"] = "neuraltrader",
            ["Orleans:ServiceId"] = "neuraltrader",
            ["Orleans:Clustering:ProviderType"] = "Development",
            ["Orleans:Endpoints:AdvertisedIPAddress"] = "127.0.0.1",
            [SiloPortKey] = SiloPort(configuration[SiloPortKey]).ToString(CultureInfo.InvariantCulture),
            ["Orleans:Endpoints:GatewayPort"] = "0", // the only door is HTTP
            ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error", // 100405 asks for server garbage collection, which is slower on small machines
            ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error", // 10.4.2 takes the machine's uptime for a stall at start
        };
        foreach (string section in (string[])["Orleans:GrainStorage:Default", "Orleans:Reminders"])
        {
            if (configuration.GetSection(section).Exists()) continue;
            defaults[$"{section}:ProviderType"] = "AdoNet";
            defaults[$"{section}:Invariant"] = SqliteInvariant;
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
