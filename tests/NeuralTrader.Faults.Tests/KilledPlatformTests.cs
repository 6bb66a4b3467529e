using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>The real program is killed with five hundred orders on their way; every one that was acknowledged is there, and none twice.</summary>
public sealed class KilledPlatformTests : IDisposable
{
    private const int Orders = 500, Callers = 16;
    private const decimal Deposit = 1_000_000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    private string Data => Path.Combine(folder.FullName, "data");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Every_acknowledged_order_survives_a_kill_in_the_middle_of_five_hundred_and_none_is_doubled()
    {
        Dictionary<string, string> acknowledged = [];
        using (StandaloneProcess first = new(Data))
        {
            await first.Up(cancel);
            using HttpClient client = await Client(first);
            await Call(client, "createPortfolio", new JsonObject { ["portfolioId"] = "growth", ["initialCash"] = Deposit }, "open");
            await Send(client, Enumerable.Range(0, Orders), acknowledged, killAfter: 200, first);
            await first.Ended(cancel);
        }
        Assert.InRange(acknowledged.Count, 200, Orders - 1);

        using StandaloneProcess second = new(Data);
        await second.Up(cancel);
        using HttpClient again = await Client(second);
        Dictionary<string, string> answers = [];
        await Send(again, Enumerable.Range(0, Orders), answers, killAfter: null, second);
        Assert.Equal(Orders, answers.Count);
        Assert.All(acknowledged, known => Assert.Equal(known.Value, answers[known.Key])); // a repeat hears the order of the first answer
        Assert.Equal(Orders, answers.Values.Distinct().Count()); // no two keys share an order, no key made two

        JsonNode status = await Call(again, "getPortfolioStatus", new JsonObject { ["portfolioId"] = "growth" }, key: null);
        JsonObject accounts = status["accounts"]!.AsObject();
        Assert.Equal(0m, accounts.Sum(account => account.Value!.GetValue<decimal>()));
        Assert.Equal(Deposit, accounts["cash"]!.GetValue<decimal>() + accounts["position/SPY"]!.GetValue<decimal>());
        Assert.Equal(Orders, status["positions"]![0]!["quantity"]!.GetValue<decimal>());
        Assert.Equal(Orders, Booked("SELECT count(*) FROM journal WHERE book = 'portfolio/growth' AND op_id LIKE 'order-%'"));
        Assert.Equal(0, Booked("SELECT max(seq) - count(*) FROM journal WHERE book = 'portfolio/growth'"));
    }

    private async Task Send(HttpClient client, IEnumerable<int> orders, Dictionary<string, string> answers, int? killAfter, StandaloneProcess platform)
    {
        await Parallel.ForEachAsync(orders, new ParallelOptions { MaxDegreeOfParallelism = Callers, CancellationToken = cancel }, async (order, _) =>
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"order-{order}");
            JsonObject ticket = new() { ["portfolioId"] = "growth", ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 1 };
            try
            {
                JsonNode receipt = await Call(client, "executeTrade", ticket, key);
                lock (answers)
                {
                    answers.Add(key, receipt["order"]!["orderId"]!.GetValue<string>());
                    if (answers.Count == killAfter) platform.Kill();
                }
            }
            catch (HttpRequestException) when (killAfter is not null)
            {
                // the platform is dead: whether this order was booked is what the next process must know
            }
        });
    }

    private async Task<JsonNode> Call(HttpClient client, string function, JsonObject request, string? key)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, $"/api/v1/trading/{function}") { Content = JsonContent.Create(request) };
        if (key is not null) message.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage response = await client.SendAsync(message, cancel);
        string text = await response.Content.ReadAsStringAsync(cancel);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<HttpClient> Client(StandaloneProcess platform)
    {
        string key = (await File.ReadAllTextAsync(Path.Combine(Data, "first-api-key"), cancel)).Trim();
        HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{platform.Port}") };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    private long Booked(string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(Data, "journal.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
