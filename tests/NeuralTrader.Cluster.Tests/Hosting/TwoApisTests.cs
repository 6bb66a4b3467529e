using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>Two interfaces of one cluster, as behind a proxy that sends each request to either.</summary>
public sealed class TwoApisTests(TwoApis platform) : IClassFixture<TwoApis>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_signs_in_at_one_is_known_at_the_other_until_the_key_is_revoked_at_the_first()
    {
        using HttpClient admin = platform.First.Client(platform.Cluster.Key);
        JsonNode made = await RealCluster.Call(admin, "security/createApiKey", new JsonObject { ["username"] = "ada", ["role"] = "user" }, null, cancel);
        using HttpClient first = Browser(platform.First), second = Browser(platform.Second);
        Assert.Equal(HttpStatusCode.Redirect, (await second.GetAsync(new Uri("/portfolios", UriKind.Relative), cancel)).StatusCode);
        using FormUrlEncodedContent form = new([KeyValuePair.Create("key", made["key"]!.GetValue<string>())]);
        using HttpResponseMessage entered = await first.PostAsync(new Uri("/signin", UriKind.Relative), form, cancel);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        string cookie = entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        first.DefaultRequestHeaders.Add("Cookie", cookie);
        second.DefaultRequestHeaders.Add("Cookie", cookie);
        foreach (HttpClient one in (HttpClient[])[first, second])
            Assert.Equal(HttpStatusCode.OK, (await one.GetAsync(new Uri("/portfolios", UriKind.Relative), cancel)).StatusCode);

        JsonObject open = new() { ["portfolioId"] = "shared", ["initialCash"] = 500 };
        JsonNode there = await RealCluster.Call(first, "trading/createPortfolio", open, "open-1", cancel);
        JsonNode again = await RealCluster.Call(second, "trading/createPortfolio", open, "open-1", cancel);
        Assert.Equal((false, true, 1L), (there["isRepeat"]!.GetValue<bool>(), again["isRepeat"]!.GetValue<bool>(), again["version"]!.GetValue<long>()));

        await RealCluster.Call(admin, "security/revokeApiKey", new JsonObject { ["keyId"] = made["info"]!["keyId"]!.GetValue<string>() }, null, cancel);
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while ((await second.GetAsync(new Uri("/portfolios", UriKind.Relative), patience.Token)).StatusCode != HttpStatusCode.Redirect) await Task.Delay(200, patience.Token);
    }

    [Fact]
    public async Task An_interface_that_is_killed_takes_no_activation_with_it()
    {
        const int Portfolios = 90; // the stock directory would lose a third
        PlatformProcess victim = platform.Cluster.Api();
        await victim.Healthy(cancel);
        using HttpClient client = platform.First.Client(platform.Cluster.Key);
        await Parallel.ForEachAsync(Enumerable.Range(0, Portfolios), cancel, async (i, stop) =>
            await RealCluster.Call(client, "trading/createPortfolio", new JsonObject { ["portfolioId"] = $"kept-{i}", ["initialCash"] = 1 }, $"kept-{i}", stop));
        using IHost outside = await Outside();
        IManagementGrain management = outside.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        Assert.Equal(Portfolios, await Active(management));
        victim.Kill();
        await victim.Ended(cancel);
        while ((await management.GetHosts(onlyActive: true)).Count > 3) await Task.Delay(200, cancel); // until it is declared dead
        await RealCluster.Call(client, "trading/getPortfolioStatus", new JsonObject { ["portfolioId"] = "kept-0" }, null, cancel);
        Assert.Equal(Portfolios, await Active(management));
        await outside.StopAsync(cancel);
    }

    [Fact]
    public async Task An_interface_outside_needs_a_gateway_and_no_database_and_is_no_member()
    {
        string[] outside = ["--NeuralTrader:Api:Mode", "Client", "--ConnectionStrings:neuraltrader", "", "--NeuralTrader:Api:Gateways"];
        PlatformProcess early = platform.Cluster.Api([.. outside, $"127.0.0.1:{PlatformProcess.FreePort()}"]); // nobody is there
        PlatformProcess api = platform.Cluster.Api([.. outside, $"127.0.0.1:{platform.Gateway}"]);
        await api.Healthy(cancel);
        using HttpClient client = api.Client(platform.Cluster.Key);
        JsonNode health = await RealCluster.Call(client, "system/healthCheck", [], null, cancel);
        Assert.Equal(1, health["silos"]!.GetValue<int>());
        JsonObject open = new() { ["portfolioId"] = "outside", ["initialCash"] = 500 };
        await RealCluster.Call(client, "trading/createPortfolio", open, "outside-1", cancel);
        using HttpClient inside = platform.First.Client(platform.Cluster.Key);
        Assert.True((await RealCluster.Call(inside, "trading/createPortfolio", open, "outside-1", cancel))["isRepeat"]!.GetValue<bool>());
        while ((await early.Ask("/alive", cancel)).Status != HttpStatusCode.OK) await Task.Delay(100, cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await early.Ask("/health", cancel)).Status);
    }

    private static HttpClient Browser(PlatformProcess api) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri(api.Address), DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" }, { "Accept", "text/html" } },
    };

    private async Task<IHost> Outside()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client => client
            .UseStaticClustering(new IPEndPoint(IPAddress.Loopback, platform.Gateway))
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (platform.Cluster.Environment["Orleans__ClusterId"], "neuraltrader")));
        IHost host = builder.Build();
        await host.StartAsync(cancel);
        return host;
    }

    private static async Task<int> Active(IManagementGrain management) =>
        (await management.GetDetailedGrainStatistics()).Count(one => one.GrainId.Key.ToString()!.StartsWith("kept-", StringComparison.Ordinal));
}
