using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NeuralTrader.Api.Hosting;

/// <summary>The web server's limits: large enough for ten thousand callers at once, small enough that no caller can tie it up.</summary>
internal static class Kestrel
{
    public static void AddKestrelLimits(this IServiceCollection services)
    {
        services.Configure<SocketTransportOptions>(socket => socket.Backlog = 16_384); // the system cuts it to what it allows
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<ApiOptions>>((server, api) =>
        {
            server.AddServerHeader = false;
            server.RequestHeaderEncodingSelector = _ => Encoding.UTF8; // bytes that are no UTF-8 become U+FFFD, and who reads the header can say what is wrong with it
            server.Limits.MaxRequestBodySize = Math.Max(api.Value.BodyLimit, api.Value.ImportBodyLimit);
            server.Limits.MaxConcurrentConnections = null; // a refused connection cannot be told why; the lanes refuse calls instead
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            server.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(10));
            server.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(15));
        });
    }
}
