using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Cluster.Tests.Hosting;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Trading;

/// <summary>One key a thousand times at once through two platforms: in one cluster, and in two that do not know of each other and both own the book.</summary>
[Collection(nameof(Neighbours))]
public sealed class DuplicateStormTests(Neighbours platforms)
{
    private const int Storm = 1_000, Orders = 100;
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory, InlineData(false), InlineData(true)]
    public async Task One_key_is_one_order_and_a_book_has_one_history_whoever_writes(bool isSplit)
    {
        string portfolio = isSplit ? "split" : "shared";
        using HttpClient client = platforms.Client();
        PlatformProcess[] doors = [platforms.One, isSplit ? platforms.Stranger : platforms.Two];
        await Call(client, doors[0], "createPortfolio", new JsonObject { ["portfolioId"] = portfolio, ["initialCash"] = 1_000_000 }, "open");

        string[] heard = await Task.WhenAll(Enumerable.Range(0, Storm).Select(i => Order(client, doors[i % 2], portfolio, "storm")));
        Assert.Single(heard.Distinct());
        ConcurrentDictionary<string, string> acknowledged = [];
        await Parallel.ForEachAsync(Enumerable.Range(0, Orders), new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = cancel }, async (i, _) =>
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"order-{i}");
            acknowledged[key] = await Order(client, doors[i % 2], portfolio, key);
        });

        await using NpgsqlDataSource source = NpgsqlDataSource.Create(platforms.Database);
        using PostgresJournal journal = new(source);
        IReadOnlyList<JournalEntry> entries = await journal.Read($"portfolio/{portfolio}", 0, cancel);
        Assert.Equal(entries.Count, BookHead.Of($"portfolio/{portfolio}", entries).Seq); // gapless, and each entry stands on the one that its writer knew
        Assert.Equal(
            acknowledged.Keys.Append("storm").Append("open").Order(StringComparer.Ordinal),
            entries.Select(entry => entry.OperationId).OfType<string>().Order(StringComparer.Ordinal));
        Assert.Equal(Orders + 1, acknowledged.Values.Append(heard[0]).Distinct().Count()); // no order id was given twice
    }

    private async Task<string> Order(HttpClient client, PlatformProcess door, string portfolio, string key)
    {
        JsonObject ticket = new() { ["portfolioId"] = portfolio, ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 1 };
        return (await Call(client, door, "executeTrade", ticket, key))["order"]!["orderId"]!.GetValue<string>();
    }

    // What was not taken for now is sent again under the same key.
    private async Task<JsonNode> Call(HttpClient client, PlatformProcess door, string function, JsonObject request, string key)
    {
        while (true)
        {
            using HttpRequestMessage message = new(HttpMethod.Post, $"{door.Address}/api/v1/trading/{function}") { Content = JsonContent.Create(request) };
            message.Headers.Add("Idempotency-Key", key);
            using HttpResponseMessage response = await client.SendAsync(message, cancel);
            string text = await response.Content.ReadAsStringAsync(cancel);
            if (response.IsSuccessStatusCode) return JsonNode.Parse(text)!;
            Assert.True(response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.GatewayTimeout, text);
            await Task.Delay(50, cancel);
        }
    }
}
