using System.Net;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Hosting;
using NeuralTrader.Silo.Tests.Markets;
using static NeuralTrader.Silo.Tests.Markets.LocalServer;

namespace NeuralTrader.Silo.Tests.Hosting;

public sealed class OutboundGateTests
{
    private const string Prices = "Date,Open,High,Low,Close,Volume\r\n2020-01-02,10,12,9,11,100\r\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_on_this_machine_is_not_called_unless_that_is_allowed()
    {
        await using LocalServer server = new(Text(Prices));
        MarketDataException refused = await Assert.ThrowsAsync<MarketDataException>(
            () => server.Provider("Stooq", null, ("NeuralTrader:Outbound:AllowPrivate", "false")).DailyBars("A", cancellationToken: Stop));
        Assert.Contains("loopback", refused.Message, StringComparison.Ordinal);
        Assert.Contains("NeuralTrader:Outbound:AllowPrivate", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.Calls);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data"), InlineData("http://10.0.0.1/"), InlineData("http://[::1]/"), InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[fd00:ec2::254]/"), InlineData("http://0.0.0.0/"), InlineData("http://[64:ff9b::7f00:1]/")]
    public async Task An_address_of_no_public_server_is_not_called_however_it_is_written(string address)
    {
        using HttpMessageInvoker caller = new(new OutboundGate(new Uri(address), new OutboundOptions()).Handler(followsRedirects: true));
        Assert.IsType<OutboundRefusedException>((await Assert.ThrowsAsync<HttpRequestException>(() => Ask(caller, address))).InnerException);
    }

    [Theory, InlineData("10.0.0.7"), InlineData("8.8.8.8 127.0.0.1"), InlineData("::1")]
    public async Task A_name_that_leads_inside_by_any_of_its_addresses_is_not_called(string addresses)
    {
        OutboundGate gate = new(new Uri("http://prices.example"), new OutboundOptions(), (_, _) => Task.FromResult(addresses.Split(' ').Select(IPAddress.Parse).ToArray()));
        using HttpMessageInvoker caller = new(gate.Handler(followsRedirects: true));
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => Ask(caller, "http://prices.example/"));
        Assert.IsType<OutboundRefusedException>(refused.InnerException);
    }

    [Fact]
    public async Task A_name_is_resolved_once_for_a_connection_so_that_it_cannot_change_its_mind_in_between()
    {
        await using LocalServer server = new(Text("one"), Text("two"));
        int asked = 0;
        Uri address = new($"http://prices.example:{server.Address.Port}/");
        OutboundGate gate = new(address, new OutboundOptions { AllowPrivate = true }, (_, _) =>
            Task.FromResult(Interlocked.Increment(ref asked) == 1 ? new[] { IPAddress.Loopback } : throw new InvalidOperationException("asked again")));
        using HttpMessageInvoker caller = new(gate.Handler(followsRedirects: true));
        (await Ask(caller, address.ToString())).EnsureSuccessStatusCode();
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task A_redirect_leads_to_no_host_that_was_not_named()
    {
        await using LocalServer elsewhere = new(Text("secret"));
        string target = $"http://elsewhere.example:{elsewhere.Address.Port}/";
        await using LocalServer server = new(answer =>
        {
            answer.Redirect(target);
            return Task.CompletedTask;
        });
        Func<string, CancellationToken, Task<IPAddress[]>> here = (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        using HttpMessageInvoker caller = new(new OutboundGate(server.Address, new OutboundOptions { AllowPrivate = true }, here).Handler(followsRedirects: true));
        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(() => Ask(caller, server.Address.ToString()));
        Assert.Contains("elsewhere.example is not among the hosts", refused.InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(0, elsewhere.Calls);
        using HttpMessageInvoker named = new(new OutboundGate(server.Address, new OutboundOptions { AllowPrivate = true, Hosts = "elsewhere.example" }, here).Handler(followsRedirects: true));
        Assert.Equal("secret", await (await Ask(named, server.Address.ToString())).Content.ReadAsStringAsync(Stop));
    }

    private static async Task<HttpResponseMessage> Ask(HttpMessageInvoker caller, string address)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        return await caller.SendAsync(request, Stop);
    }
}
