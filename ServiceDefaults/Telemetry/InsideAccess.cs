using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.ServiceDefaults.Telemetry;

/// <summary>
/// Who may look inside a process: read its metrics, and how each of its parts is. There is no key for it; where one asks decides. With
/// <c>NeuralTrader:Metrics:Url</c> the process listens there too, and answers such questions there and nowhere else. Without it they are answered to
/// callers on the same machine that came straight: neither from elsewhere nor, as far as can be seen, through a proxy.
/// </summary>
public sealed class InsideAccess
{
    /// <summary>Configuration's name for the address of one's own.</summary>
    public const string UrlKey = "NeuralTrader:Metrics:Url";

    private readonly int? port;

    /// <summary>Reads <c>NeuralTrader:Metrics:Url</c>.</summary>
    /// <exception cref="StartupException">It is no address.</exception>
    public InsideAccess(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration[UrlKey] is not { Length: > 0 } url) return;
        try
        {
            BindingAddress address = BindingAddress.Parse(url);
            if (address.IsUnixPipe || address.IsNamedPipe || address.PathBase.Length > 0 || address.Port is <= 0 or > IPEndPoint.MaxPort) throw new FormatException();
            (Url, port) = (url, address.Port);
        }
        catch (FormatException)
        {
            throw new StartupException($"{UrlKey} is '{url}'; allowed: an address with a port, such as http://*:9464.");
        }
    }

    /// <summary>The address of one's own; null for none.</summary>
    public string? Url { get; }

    /// <summary>Whether a request came in at the address of one's own.</summary>
    public bool IsOwn(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return port == http.Connection.LocalPort;
    }

    /// <summary>Whether the caller may look inside.</summary>
    public bool MayLook(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (port is not null) return IsOwn(http);
        return IsHere(http.Connection.RemoteIpAddress) && IsHere(http.Connection.LocalIpAddress) && !http.Request.Headers.Keys.Any(IsOfProxy)
            && (http.Request.Host.Host is "localhost" or "[::1]" || (IPAddress.TryParse(http.Request.Host.Host, out IPAddress? named) && IPAddress.IsLoopback(named)));
    }

    // Forwarded (RFC 7239), Via (RFC 9110), and what proxies write of their own: X-Forwarded-For, X-Real-IP, X-Original-Host, True-Client-IP, X-Envoy-….
    private static bool IsOfProxy(string header) =>
        header.Contains("Forwarded", StringComparison.OrdinalIgnoreCase) || header.EndsWith("-IP", StringComparison.OrdinalIgnoreCase)
        || header.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase) || header.StartsWith("X-Envoy-", StringComparison.OrdinalIgnoreCase)
        || header.Equals("Via", StringComparison.OrdinalIgnoreCase);

    private static bool IsHere(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
