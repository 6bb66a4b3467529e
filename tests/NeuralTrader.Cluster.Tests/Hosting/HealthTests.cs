using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>What the real programs answer to who restarts and routes around them.</summary>
public sealed class HealthTests(PostgresServer server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_silo_and_its_interface_tell_each_part_to_who_may_look_and_one_word_to_others()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        PlatformProcess silo = cluster.Silo();
        await silo.Healthy(cancel);
        PlatformProcess api = cluster.Api("--NeuralTrader:Metrics:Url", $"http://127.0.0.1:{PlatformProcess.FreePort()}");
        await api.Healthy(cancel);

        (HttpStatusCode status, JsonNode told) = await Detail(silo.Address);
        Assert.Equal((HttpStatusCode.OK, "degraded", 1), (status, (string?)told["state"], (int?)told["silos"])); // no market data is loaded
        Assert.Equal(
            ["journal healthy", "storage healthy", "market data degraded", "devices healthy", "database healthy", "feeds healthy", "back-ups healthy", "books healthy", "clock healthy", "schema healthy"],
            told["parts"]!.AsArray().Select(part => $"{part!["name"]} {part["state"]}"));
        Assert.All(told["parts"]!.AsArray(), part => Assert.NotEmpty((string)part!["detail"]!));
        Assert.Equal("Degraded", (await silo.Ask("/health", cancel)).Text);
        Assert.Equal("alive", (await silo.Ask("/alive", cancel)).Text);

        (status, told) = await Detail(api.Address); // its own address for that is another one
        Assert.Equal((HttpStatusCode.OK, """{"state":"degraded"}"""), (status, told.ToJsonString()));

        silo.Kill();
        await silo.Ended(cancel);
        while ((await api.Ask("/health", cancel)).Status != HttpStatusCode.ServiceUnavailable) await Task.Delay(100, cancel);
        (status, string text) = await api.Ask("/health", cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.StartsWith("Unhealthy: ", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await api.Ask("/alive", cancel)).Status); // restarting it would not help
    }

    private async Task<(HttpStatusCode Status, JsonNode Told)> Detail(string address)
    {
        using HttpClient http = new();
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"{address}/health"), cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel))!);
    }
}
