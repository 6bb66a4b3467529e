using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using NeuralTrader.ServiceDefaults.Telemetry;
using NeuralTrader.Storage.Hosting;

namespace NeuralTrader.Cluster.Tests.Hosting;

public sealed class InsideAccessTests
{
    private static InsideAccess Access(string? url = null) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [InsideAccess.UrlKey] = url }).Build());

    private static DefaultHttpContext Call(string from, string host = "127.0.0.1:5080", int port = 5080, string? header = null)
    {
        DefaultHttpContext http = new();
        (http.Connection.RemoteIpAddress, http.Connection.LocalIpAddress, http.Connection.LocalPort) = (IPAddress.Parse(from), IPAddress.Loopback, port);
        http.Request.Host = new HostString(host);
        if (header is not null) http.Request.Headers[header] = "203.0.113.9";
        return http;
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:5080", null, true)]
    [InlineData("::1", "localhost:5080", null, true)]
    [InlineData("::1", "[::1]:5080", null, true)]
    [InlineData("::ffff:127.0.0.1", "localhost", null, true)]
    [InlineData("10.0.0.7", "127.0.0.1:5080", null, false)]
    [InlineData("127.0.0.1", "trading.example", null, false)] // a proxy that passes on whom it was asked for
    [InlineData("127.0.0.1", "localhost", "X-Forwarded-For", false)]
    [InlineData("127.0.0.1", "localhost", "Forwarded", false)]
    [InlineData("127.0.0.1", "localhost", "Via", false)]
    [InlineData("127.0.0.1", "localhost", "X-Real-IP", false)]
    [InlineData("127.0.0.1", "localhost", "x-forwarded-proto", false)]
    [InlineData("127.0.0.1", "localhost", "CF-Connecting-IP", false)]
    [InlineData("127.0.0.1", "localhost", "X-Original-Host", false)]
    [InlineData("127.0.0.1", "localhost", "User-Agent", true)]
    public void Without_an_address_of_its_own_only_who_is_here_may_look(string from, string host, string? header, bool mayLook) =>
        Assert.Equal(mayLook, Access().MayLook(Call(from, host, header: header)));

    [Theory]
    [InlineData("10.0.0.7", 9464, true)]
    [InlineData("10.0.0.7", 5080, false)]
    [InlineData("127.0.0.1", 5080, false)]
    public void With_one_only_who_asks_there_may_look(string from, int port, bool mayLook) =>
        Assert.Equal(mayLook, Access("http://*:9464").MayLook(Call(from, port: port)));

    [Fact]
    public void A_request_that_came_over_no_connection_may_not_look() => Assert.False(Access().MayLook(new DefaultHttpContext()));

    [Theory]
    [InlineData("9464")]
    [InlineData("http://*:0")]
    [InlineData("http://*:99999")]
    [InlineData("http://unix:/tmp/socket")]
    [InlineData("http://*:9464/metrics")]
    public void What_is_no_address_is_refused_by_name(string url) =>
        Assert.Contains(InsideAccess.UrlKey, Assert.Throws<StartupException>(() => Access(url)).Message, StringComparison.Ordinal);
}
