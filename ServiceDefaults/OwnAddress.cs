using System.Net;
using System.Net.Sockets;

namespace NeuralTrader.ServiceDefaults;

/// <summary>As what a member is known to the others unless it is configured: in a container as what its host name stands for, elsewhere on this machine alone.</summary>
internal static class OwnAddress
{
    private const string Loopback = "127.0.0.1";

    /// <summary>The address, IPv4.</summary>
    public static string Find() => Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1" ? OfHost() ?? Loopback : Loopback;

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
