using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NeuralTrader.Domain;

namespace NeuralTrader.Client.Hosting;

/// <summary>A gateway as people write it.</summary>
internal static class GatewayAddress
{
    /// <summary>The addresses behind host:port; a name may stand for several.</summary>
    /// <exception cref="InvalidInputException">It is malformed, or the name is unknown.</exception>
    public static IEnumerable<IPEndPoint> Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        if (colon < 1 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port is 0 or > IPEndPoint.MaxPort)
            throw Require.Invalid("gateways", text, "host:port, such as 127.0.0.1:30000");
        string host = text[..colon].Trim('[', ']');
        try
        {
            IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? address) ? [address] : Dns.GetHostAddresses(host);
            return addresses.Select(found => new IPEndPoint(found, port));
        }
        catch (Exception fault) when (fault is SocketException or ArgumentException)
        {
            throw Require.Invalid("gateways", text, "a host whose name can be resolved");
        }
    }
}
