using System.Diagnostics;
using System.Text.Json.Nodes;
using NeuralTrader.Client.Security;
using NeuralTrader.Cluster.Tests.Hosting;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>Real processes with certificates: who belongs to them meets, who does not stays outside, and the cluster goes on.</summary>
public sealed class EncryptedClusterTests(PostgresServer server) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("nt-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Members_of_the_authority_are_a_cluster_and_others_stay_outside()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        using TestAuthority authority = new(folder, "authority"), foreign = new(folder, "foreign");
        string gateway = PlatformProcess.FreePort();
        PlatformProcess one = cluster.Silo([.. Tls(authority.Member("one")), "--Orleans:Endpoints:GatewayPort", gateway]);
        await one.Up(cancel);
        string metrics = $"http://127.0.0.1:{PlatformProcess.FreePort()}";
        PlatformProcess two = cluster.Silo([.. Tls(authority.Member("two")), "--NeuralTrader:Metrics:Url", metrics]), api = cluster.Api(Tls(authority.Member("api")));
        await Task.WhenAll(two.Up(cancel), api.Healthy(cancel));
        using HttpClient inside = api.Client(cluster.Key);
        await Told(inside, silos: 2);

        PlatformProcess[] outside = [cluster.Silo(Tls(foreign.Member("stranger"))), cluster.Silo()];
        foreach (string reason in (string[])["CN=stranger is not believed", "frame"]) await Said(reason, one, two, api);
        Assert.All(outside, process => Assert.DoesNotContain("is up after", process.Output, StringComparison.Ordinal));
        await Told(inside, silos: 2);
        await RealCluster.Call(inside, "trading/createPortfolio", new JsonObject { ["portfolioId"] = "p", ["initialCash"] = 1000 }, "open", cancel);

        JsonNode key = await RealCluster.Call(inside, "security/createApiKey", new JsonObject { ["username"] = "door", ["role"] = "service" }, null, cancel);
        PlatformProcess door = cluster.Api(
            [.. Tls(authority.Client()), "--NeuralTrader:Client:ApiKey", (string)key["key"]!, "--NeuralTrader:Api:Mode", "Client", "--NeuralTrader:Client:Gateways", $"127.0.0.1:{gateway}"]);
        await door.Healthy(cancel);
        using HttpClient caller = door.Client(cluster.Key);
        await Told(caller, silos: 2);

        using HttpClient reader = new();
        PrometheusFamily remaining = PrometheusText.Parse(await reader.GetStringAsync(new Uri($"{metrics}/metrics"), cancel))["neuraltrader_tls_certificate_remaining_seconds"];
        Assert.InRange(remaining.Samples.Single().Value, TimeSpan.FromHours(23).TotalSeconds, TimeSpan.FromDays(1).TotalSeconds);
    }

    [Fact]
    public async Task Files_that_nobody_would_believe_are_refused_in_a_sentence_at_start()
    {
        using TestAuthority authority = new(folder, "authority");
        Dictionary<string, string> environment = new()
        {
            ["ConnectionStrings__neuraltrader"] = await server.CreateDatabase(), ["NeuralTrader__Security__Pepper"] = new string('p', 40),
        };
        foreach (string program in (string[])["Silo", "Api"])
        {
            (int code, _, string complaint) = await PlatformProcess.Run(
                program, ["--environment", "Development", .. Tls(authority.Member(daysFrom: -2, daysUntil: -1))], environment, cancel);
            Assert.Equal(1, code);
            Assert.StartsWith("NeuralTrader:Tls:Certificate is '", complaint, StringComparison.Ordinal);
            Assert.Contains("allowed: a certificate that is valid now (this one is from ", complaint, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', complaint);
        }
    }

    private static string[] Tls(TlsFiles files) =>
        ["--NeuralTrader:Tls:Certificate", files.Certificate, "--NeuralTrader:Tls:Key", files.Key, "--NeuralTrader:Tls:Authority", files.Authority];

    // Until this many silos, and no more, tell of their devices; each is asked.
    private async Task Told(HttpClient client, int silos)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            JsonNode answer = await RealCluster.Call(client, "system/getDevices", [], null, cancel);
            int told = answer["devices"]!.AsArray().Select(device => device!["silo"]!.GetValue<string>()).Distinct().Count();
            if (told == silos && answer["unreachable"]!.AsArray().Count == 0) return;
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, answer.ToJsonString());
            await Task.Delay(200, cancel);
        }
    }

    private async Task Said(string text, params PlatformProcess[] by)
    {
        long start = Stopwatch.GetTimestamp();
        while (!by.Any(process => process.Output.Contains(text, StringComparison.Ordinal)))
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                Assert.Fail($"Nobody said '{text}'; said was:\n{string.Join('\n', by.Select(process => process.Output))}");
            await Task.Delay(50, cancel);
        }
    }
}
