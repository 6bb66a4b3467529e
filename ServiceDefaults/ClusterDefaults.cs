using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults;

/// <summary>What a process of a cluster is unless configuration says otherwise. They are the keys that Orleans itself reads, at the lowest rank.</summary>
public static class ClusterDefaults
{
    private const string SiloPortKey = "Orleans:Endpoints:SiloPort";
    private const int FirstPort = 11111;
    private const int LastPort = 11999;
    private static readonly List<FileStream> claims = [];

    /// <summary>Those of a member: known on this machine alone, on the first free port, without a gateway.</summary>
    /// <param name="configuration">The host's.</param>
    /// <param name="role">What it says of itself in its metadata, such as core or api.</param>
    /// <exception cref="StartupException">The address that is configured is none, or not this machine's; the port is none, or in use; or none is free.</exception>
    public static Dictionary<string, string?> OfMember(IConfiguration configuration, string role) => new(OfAll())
    {
        [OwnAddress.Key] = OwnAddress.Choose(configuration),
        [SiloPortKey] = SiloPort(configuration[SiloPortKey]).ToString(CultureInfo.InvariantCulture),
        ["Orleans:Endpoints:GatewayPort"] = "0", // the only door is HTTP
        ["Orleans:Metadata:role"] = role,
        ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error", // 100405 asks for server garbage collection, which is slower on small machines
        ["Logging:LogLevel:Orleans.Runtime.Watchdog"] = "Error", // 10.4.2 takes the machine's uptime for a stall at start
        ["Logging:LogLevel:NeuralTrader.ServiceDefaults.MembershipWatch"] = "Information", // who came and went, a line each; so these need not say it with traces:
        ["Logging:LogLevel:Orleans.Runtime.CallbackData"] = "Error",
        ["Logging:LogLevel:Orleans.Runtime.GrainCallCancellationManager"] = "Critical",
        ["Logging:LogLevel:Orleans.Runtime.MembershipService.SiloHealthMonitor"] = "Error",
        ["Logging:LogLevel:Orleans.Runtime.MembershipService.MembershipSystemTarget"] = "Error",
        ["Logging:LogLevel:Orleans.Runtime.Messaging.ConnectionManager"] = "Error",
        ["Logging:LogLevel:Polly"] = "Error",
    };

    /// <summary>Those of members and clients: which cluster it is.</summary>
    public static Dictionary<string, string?> OfAll() => new()
    {
        ["Orleans:ClusterId"] = "neuraltrader",
        ["Orleans:ServiceId"] = "neuraltrader",
        ["Logging:LogLevel:Default"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host"] = "Critical", // why it does not start is said in a sentence; a part that ends it later is Critical
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error", // it warns of keys without encryption, which the platform encrypts itself
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection.KeyManagement.KeyRingProvider"] = "None", // before a silo is there it fails; who needs a key then is told
    };

    /// <summary>Adds an ADO.NET provider for a section of Orleans' configuration, where none is configured.</summary>
    /// <param name="defaults">Where to.</param>
    /// <param name="configuration">The host's.</param>
    /// <param name="invariant">Orleans' name of the database.</param>
    /// <param name="sections">Such as Orleans:Clustering.</param>
    public static void AddAdoNet(this Dictionary<string, string?> defaults, IConfiguration configuration, string invariant, params ReadOnlySpan<string> sections)
    {
        foreach (string section in sections)
        {
            if (configuration.GetSection(section).Exists()) continue;
            defaults[$"{section}:ProviderType"] = "AdoNet";
            defaults[$"{section}:Invariant"] = invariant;
            defaults[$"{section}:ConnectionName"] = "neuraltrader";
        }
    }

    /// <summary>Puts defaults under everything that is configured.</summary>
    public static void PutUnder(this Dictionary<string, string?> defaults, IConfigurationManager configuration) =>
        ((IConfigurationBuilder)configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });

    // A silo listens long after it has chosen; another that starts at the same time would choose the same port, and each would take the other for a
    // former self. The file is this process's as long as it lives.
    private static bool Claim(int port)
    {
        try
        {
            string file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"neuraltrader-silo-port-{port}"));
            claims.Add(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A port that was asked for must be free; one that nobody asked for may be any.
    private static int SiloPort(string? asked)
    {
        HashSet<int> taken = [.. IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(listener => listener.Port)];
        if (asked is null)
            return Enumerable.Range(FirstPort, LastPort - FirstPort + 1).Where(port => !taken.Contains(port) && Claim(port)).Cast<int?>().FirstOrDefault()
                ?? throw new StartupException($"No port from {FirstPort} to {LastPort} is free: name one with {SiloPortKey}.");
        if (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is 0 or > IPEndPoint.MaxPort)
            throw new StartupException($"{SiloPortKey} is '{asked}'; allowed: a port from 1 to {IPEndPoint.MaxPort}.");
        return taken.Contains(port) ? throw new StartupException($"Port {port} is in use: stop who uses it, or name another with {SiloPortKey}.") : port;
    }
}
