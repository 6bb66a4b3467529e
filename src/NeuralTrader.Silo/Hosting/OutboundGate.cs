using System.Net;
using System.Net.Sockets;
using NeuralTrader.Domain.Security.Addresses;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Where calls to other people's servers may go. Section <c>NeuralTrader:Outbound</c>.</summary>
public sealed class OutboundOptions
{
    /// <summary>Hosts besides the configured servers themselves, commas between them: where a server sends its callers on to.</summary>
    public string? Hosts { get; set; }

    /// <summary>True lets servers be on this machine and in private networks, such as a simulation of one's own.</summary>
    public bool AllowPrivate { get; set; }
}

/// <summary>
/// Opens the connections of one server's client: to that server, or a host that the configuration names, and to no private address, whatever a redirect
/// or the name service says. A name is resolved once; all of its addresses are looked at, and the connection goes to one of those.
/// </summary>
/// <param name="server">The server's address.</param>
/// <param name="options">What is allowed besides.</param>
/// <param name="resolve">The name service; null for the machine's.</param>
internal sealed class OutboundGate(Uri? server, OutboundOptions options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    private const int MostRedirects = 3;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10), Lifetime = TimeSpan.FromMinutes(2);

    private readonly HashSet<string> hosts = new(
        (options.Hosts ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Concat(server is null ? [] : [server.IdnHost]),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A handler whose connections all go through here. A proxy of the environment is not used: it would connect to what is not seen here.</summary>
    /// <param name="followsRedirects">False where keys travel in headers, which a redirect would take elsewhere.</param>
    public SocketsHttpHandler Handler(bool followsRedirects) => new()
    {
        AllowAutoRedirect = followsRedirects, MaxAutomaticRedirections = MostRedirects, UseProxy = false, ConnectTimeout = ConnectTimeout, PooledConnectionLifetime = Lifetime,
        ConnectCallback = (context, stop) => Connect(context.DnsEndPoint, stop),
    };

    private async ValueTask<Stream> Connect(DnsEndPoint asked, CancellationToken cancellationToken)
    {
        string host = asked.Host.Trim('[', ']');
        if (!hosts.Contains(asked.Host) && !hosts.Contains(host)) throw new OutboundRefusedException($"{asked.Host} is not among the hosts that may be called; NeuralTrader:Outbound:Hosts adds some");
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal) ? [literal]
            : await (resolve?.Invoke(host, cancellationToken) ?? Dns.GetHostAddressesAsync(host, cancellationToken)).ConfigureAwait(false);
        if (!options.AllowPrivate && addresses.Select(address => (address, Purpose: SpecialAddresses.Purpose(address))).FirstOrDefault(one => one.Purpose is not null) is { Purpose: { } purpose } wrong)
            throw new OutboundRefusedException($"{asked.Host} is at {wrong.address}, which is no public server's ({purpose}); NeuralTrader:Outbound:AllowPrivate lets it be called");
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, asked.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A call was to go where none may.</summary>
/// <param name="sentence">Where, and why not.</param>
internal sealed class OutboundRefusedException(string sentence) : IOException(sentence);
