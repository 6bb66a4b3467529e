using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults;

/// <summary>As what a member is known to the others unless it is configured: in a container as what its host name stands for, elsewhere on this machine alone.</summary>
internal static class OwnAddress
{
    /// <summary>Configuration's name for it.</summary>
    public const string Key = "Orleans:Endpoints:AdvertisedIPAddress";

    private const string Loopback = "127.0.0.1", ListenKey = "Orleans:Endpoints:SiloListeningEndpoint", GatewayKey = "Orleans:Endpoints:GatewayListeningEndpoint";

    /// <summary>
    /// The address that is configured, or else this one's own. Orleans takes the machine's first address for one it cannot read, and would listen where
    /// nobody meant it to: the ports of members ask for no password.
    /// </summary>
    /// <exception cref="StartupException">What is configured is no address, or none of this machine, which then must be told where to listen.</exception>
    public static string Choose(IConfiguration configuration)
    {
        foreach (string key in (string[])[ListenKey, GatewayKey])
            if (configuration[key] is { } listen && !(IPEndPoint.TryParse(listen, out IPEndPoint? place) && place.Port > 0))
                throw new StartupException($"{key} is '{listen}'; allowed: an address with a port, such as 10.0.0.1:11111.");
        if (configuration[Key] is not { } asked) return Find();
        if (!IPAddress.TryParse(asked, out IPAddress? address) || (address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != asked))
            throw new StartupException($"{Key} is '{asked}'; allowed: an IP address of this machine, such as {Loopback}.");
        return configuration[ListenKey] is not null || IsHere(address) ? asked : throw new StartupException(
            $"{Key} is '{asked}', which is no address of this machine; allowed: one of them, or with {ListenKey} one that leads here.");
    }

    private static bool IsHere(IPAddress address) => IPAddress.IsLoopback(address) || NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses).Any(own => own.Address.Equals(address));

    private static string Find() => Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1" ? OfHost() ?? Loopback : Loopback;

    private static string? OfHost()
    {
        try
        {
            return Dns.GetHostAddresses(Dns.GetHostName(), AddressFamily.InterNetwork).FirstOrDefault(address => !IPAddress.IsLoopback(address))?.ToString();
        }
        catch (SocketException)
        {
            return null; // a container without a network
        }
    }
}
