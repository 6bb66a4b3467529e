using System.Net;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>The interface as a process of its own, on a cluster of real processes.</summary>
public sealed class ApiProcessTests(PostgresServer server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public void The_interface_has_no_grains_and_nothing_to_compute_with()
    {
        string[] files = [.. Directory.GetFiles(PlatformProcess.Folder("Api"), "*.dll", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))];
        Assert.Contains("NeuralTrader.Client.dll", files);
        Assert.DoesNotContain(files, file => file.Contains("Grains", StringComparison.Ordinal) || file.Contains("Compute", StringComparison.Ordinal)
            || file.Contains("ILGPU", StringComparison.Ordinal) || file.Contains("Torch", StringComparison.Ordinal));
    }

    [Theory, InlineData("--colour=red"), InlineData("--NeuralTrader:Api:Mode Both"), InlineData("--NeuralTrader:Client:Gateways nowhere"), InlineData("--NeuralTrader:Api:Mode Client"),
        InlineData("--NeuralTrader:Drain 5"), InlineData("--ConnectionStrings:neuraltrader Data%Source=x.db")]
    public async Task What_cannot_be_done_is_refused_in_a_sentence(string line)
    {
        (int code, _, string complaint) = await PlatformProcess.Run(
            "Api", line.Split(' ').Select(word => word.Replace('%', ' ')), new Dictionary<string, string> { ["ConnectionStrings__neuraltrader"] = "" }, cancel);
        Assert.InRange(code, 1, 2);
        Assert.DoesNotContain("   at ", complaint, StringComparison.Ordinal);
        Assert.Contains(line.Split(' ', '=')[0].TrimStart('-'), complaint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_healthy_while_a_silo_is_there_and_serves_functions_console_and_leaving()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        PlatformProcess api = cluster.Api();
        await api.Up(cancel);
        Assert.Equal((HttpStatusCode.OK, "alive"), await api.Ask("/alive", cancel));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy: no silo with grains is there."), await api.Ask("/health", cancel));
        PlatformProcess silo = cluster.Silo();
        await silo.Up(cancel);
        await api.Healthy(cancel);

        using HttpClient client = api.Client(cluster.Key);
        JsonNode ready = await RealCluster.Call(client, "system/initNeuralTrader", [], null, cancel);
        Assert.True(ready["ready"]!.GetValue<bool>());
        Assert.Equal(1, ready["health"]!["silos"]!.GetValue<int>()); // the interface is a member but has no grains
        JsonNode devices = await RealCluster.Call(client, "system/getDevices", [], null, cancel);
        Assert.Empty(devices["unreachable"]!.AsArray());
        await RealCluster.Call(client, "trading/createPortfolio", new JsonObject { ["portfolioId"] = "p", ["initialCash"] = 1000 }, "open", cancel);
        foreach (string file in (string[])["/console.css", "/console.js", "/nt-chart.js", "/charts/time.js", "/_framework/blazor.web.js", "/_content/Vizor.ECharts/js/vizor-echarts-bundle-min.js"])
            Assert.Equal(HttpStatusCode.OK, (await api.Ask(file, cancel)).Status);

        JsonNode leaving = await RealCluster.Call(client, "system/shutdown", new JsonObject { ["confirm"] = "shutdown" }, null, cancel);
        Assert.Equal(2, leaving["stopping"]!.AsArray().Count);
        Assert.Equal(0, await silo.Ended(cancel));
        Assert.Equal(0, await api.Ended(cancel));
    }
}
