using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Client.Hosting;
using NeuralTrader.Tests;
using Orleans.Runtime;

namespace NeuralTrader.Faults.Tests;

/// <summary>Two interfaces of one cluster, as behind a proxy that sends each request to either.</summary>
[Collection(nameof(TwoApis))]
public sealed class TwoApisTests(TwoApis platform)
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
        await Task.Delay(KeyWatch.Lease, cancel);
        foreach (HttpClient one in (HttpClient[])[first, second])
            Assert.Equal(HttpStatusCode.Redirect, (await one.GetAsync(new Uri("/portfolios", UriKind.Relative), cancel)).StatusCode);
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
        int members = (await management.GetHosts(onlyActive: true)).Count;
        victim.Kill();
        await victim.Ended(cancel);
        while ((await management.GetHosts(onlyActive: true)).Count >= members) await Task.Delay(200, cancel); // until it is declared dead
        await RealCluster.Call(client, "trading/getPortfolioStatus", new JsonObject { ["portfolioId"] = "kept-0" }, null, cancel);
        Assert.Equal(Portfolios, await Active(management));
        await outside.StopAsync(cancel);
    }

    [Fact]
    public async Task An_interface_outside_needs_a_gateway_and_no_database_and_is_no_member()
    {
        using HttpClient inside = platform.First.Client(platform.Cluster.Key);
        JsonNode key = await RealCluster.Call(inside, "security/createApiKey", new JsonObject { ["username"] = "interface", ["role"] = "service" }, null, cancel);
        string[] outside = ["--NeuralTrader:Client:ApiKey", (string)key["key"]!, "--NeuralTrader:Api:Mode", "Client", "--ConnectionStrings:neuraltrader", "", "--NeuralTrader:Client:Gateways"];
        PlatformProcess early = platform.Cluster.Api([.. outside, $"127.0.0.1:{PlatformProcess.FreePort()}"]); // nobody is there
        PlatformProcess api = platform.Cluster.Api([.. outside, $"127.0.0.1:{platform.Gateway}"]);
        await api.Healthy(cancel);
        using HttpClient client = api.Client(platform.Cluster.Key);
        JsonNode health = await RealCluster.Call(client, "system/healthCheck", [], null, cancel);
        Assert.Equal(1, health["silos"]!.GetValue<int>());
        JsonObject open = new() { ["portfolioId"] = "outside", ["initialCash"] = 500 };
        await RealCluster.Call(client, "trading/createPortfolio", open, "outside-1", cancel);
        using HttpClient browser = Browser(api);
        using FormUrlEncodedContent form = new([KeyValuePair.Create("key", platform.Cluster.Key)]);
        using HttpResponseMessage signedIn = await browser.PostAsync(new Uri("/signin", UriKind.Relative), form, cancel);
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        browser.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri("/portfolios", UriKind.Relative), cancel)).StatusCode);
        Assert.True((await RealCluster.Call(inside, "trading/createPortfolio", open, "outside-1", cancel))["isRepeat"]!.GetValue<bool>());
        while ((await early.Ask("/alive", cancel)).Status != HttpStatusCode.OK) await Task.Delay(100, cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await early.Ask("/health", cancel)).Status);
    }

    [Fact]
    public async Task An_interface_that_is_told_to_stop_is_not_ready_at_once_but_takes_work_until_it_is_drained_and_finishes_what_runs()
    {
        PlatformProcess api = platform.Cluster.Api("--NeuralTrader:Drain", "00:00:03");
        await api.Healthy(cancel);
        using HttpClient client = api.Client(platform.Cluster.Key);
        await RealCluster.Call(client, "system/ping", [], null, cancel);
        api.Terminate();
        while ((await api.Ask("/health", cancel)) is var (status, text) && (status, text) != (HttpStatusCode.ServiceUnavailable, "Unhealthy: this process is leaving."))
            Assert.True(status == HttpStatusCode.OK, $"{(int)status} {text}");
        Assert.Equal((HttpStatusCode.OK, "alive"), await api.Ask("/alive", cancel));
        await RealCluster.Call(client, "system/ping", [], null, cancel);
        JsonObject work = new() { ["parameters"] = new JsonObject { ["drift"] = 0.05, ["volatility"] = 0.2 }, ["paths"] = 1_000_000, ["steps"] = 100, ["seed"] = 7 };
        Task<JsonNode> running = RealCluster.Call(client, "risk/monteCarloSimulation", work, null, cancel); // it takes its time
        Assert.Equal(0, await api.Ended(cancel));
        Assert.NotNull((await running)["device"]);
    }

    private static HttpClient Browser(PlatformProcess api) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri(api.Address), DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" }, { "Accept", "text/html" } },
    };

    private async Task<IHost> Outside()
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddCommandLine(["--Orleans:ClusterId", platform.Cluster.Environment["Orleans__ClusterId"]]);
        builder.UseNeuralTraderClient(options =>
        {
            options.Gateways.Add($"127.0.0.1:{platform.Gateway}");
            options.ApiKey = platform.Cluster.Key; // an administrator's: what Orleans tells of itself is for nobody else
        });
        IHost host = builder.Build();
        await host.StartAsync(cancel);
        return host;
    }

    private static async Task<int> Active(IManagementGrain management) =>
        (await management.GetDetailedGrainStatistics()).Count(one => one.GrainId.Key.ToString()!.StartsWith("kept-", StringComparison.Ordinal));
}
