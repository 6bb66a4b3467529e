using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Cluster.Tests.Hosting;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>Two platforms on one PostgreSQL: what is imported at one is what the other answers from.</summary>
[Collection(nameof(Neighbours))]
public sealed class MarketMemoryTests(Neighbours platforms)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_import_at_one_member_is_seen_at_all_once_it_is_acknowledged()
    {
        (StandaloneProcess one, StandaloneProcess two) = (platforms.One, platforms.Two);
        for (int close = 1; close <= 5; close++)
        {
            string csv = $"Date,Open,High,Low,Close,Volume\n2026-01-02,{close},{close},{close},{close},1\n2026-01-05,{close},{close},{close},{close},1\n";
            await Call(close % 2 == 0 ? one : two, "importMarketData", new JsonObject { ["symbol"] = "NEW", ["fileName"] = "new.csv", ["content"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(csv)) });
            foreach (StandaloneProcess member in new[] { one, two })
                Assert.Equal(close, (await Call(member, "getMarketData", new JsonObject { ["symbol"] = "NEW" }))["bars"]![0]!["close"]!.GetValue<double>());
        }
    }

    private async Task<JsonNode> Call(StandaloneProcess member, string function, JsonObject request)
    {
        using HttpClient client = platforms.Client();
        using HttpResponseMessage response = await client.PostAsJsonAsync($"{member.Address}/api/v1/trading/{function}", request, cancel);
        string text = await response.Content.ReadAsStringAsync(cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
