using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Moving;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>The portfolio of the first day outlives the one process that it began on.</summary>
public sealed class MovedPlatformTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private StandaloneProcess? platform;
    private HttpClient client = new();

    public void Dispose()
    {
        platform?.Dispose();
        client.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_platform_moved_from_SQLite_to_PostgreSQL_has_the_same_portfolio_keys_and_jobs()
    {
        string data = Path.Combine(folder.FullName, "data"), database = await server.CreateDatabase();
        await Start(data);
        string key = (await File.ReadAllTextAsync(Path.Combine(data, "first-api-key"), cancel)).Trim();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        await Call("createPortfolio", new JsonObject { ["portfolioId"] = "growth", ["initialCash"] = 100_000 }, "open");
        JsonNode order = await Buy("first");
        await Call("runBacktest", new JsonObject { ["backtestId"] = "done", ["strategy"] = "sma_cross", ["symbol"] = "SPX" });
        await Call("optimizeStrategy", new JsonObject
        {
            ["optimizationId"] = "begun", ["strategy"] = "sma_cross", ["symbol"] = "SPX", ["wait"] = false,
            ["parameterRanges"] = new JsonObject { ["fast"] = Range(5, 40), ["slow"] = Range(101, 150) },
        });
        string status = (await Status()).ToJsonString();
        platform!.Kill(); // in the midst of the search
        await platform.Ended(cancel);

        TransferReport moved = await DataTransfer.Copy(DataPlace.Of(data), DataPlace.Of(database), alone: true, cancellationToken: cancel);
        byte[] pepper = DataPlace.Of(data).Pepper()!;
        await using (NpgsqlDataSource postgres = NpgsqlDataSource.Create(database)) await PostgresSchema.Check(postgres, cancel);
        await Start(
            Path.Combine(folder.FullName, "member"), "--ConnectionStrings:neuraltrader", database, "--Orleans:ClusterId", folder.Name,
            "--NeuralTrader:Security:Pepper", $"base64:{Convert.ToBase64String(pepper)}");

        Assert.Equal(2, Growth(moved.Journal));
        Assert.Equal(status, (await Status()).ToJsonString()); // positions, accounts, orders: to the letter
        Assert.Equal(order["order"]!["orderId"]!.GetValue<string>(), (await Buy("first"))["order"]!["orderId"]!.GetValue<string>()); // a repeat hears the first answer
        Assert.NotEqual(order["order"]!["orderId"]!.GetValue<string>(), (await Buy("second"))["order"]!["orderId"]!.GetValue<string>());
        Assert.Equal("completed", (await Call("getBacktest", new JsonObject { ["backtestId"] = "done" }))["progress"]!["state"]!.GetValue<string>());
        for (int wait = 0; ; wait++)
        {
            JsonNode search = await Call("getOptimization", new JsonObject { ["optimizationId"] = "begun" });
            if (search["progress"]!["state"]!.GetValue<string>() == "completed") break;
            Assert.True(wait < 600 && search["progress"]!["state"]!.GetValue<string>() == "running", search["progress"]!.ToJsonString());
            await Task.Delay(100, cancel);
        }
        platform!.Terminate();
        await platform.Ended(cancel);
        Assert.Equal(3, Growth((await DataTransfer.Verify(DataPlace.Of(database), cancellationToken: cancel)).Journal));
    }

    private static long Growth(JournalSummary journal) => journal.Heads.Single(book => book.Book == "portfolio/growth").LastSeq;

    private static JsonObject Range(int from, int to) => new() { ["min"] = from, ["max"] = to, ["step"] = 1 };

    private async Task Start(string directory, params string[] more)
    {
        platform?.Dispose();
        platform = new StandaloneProcess(directory, more);
        await platform.Up(cancel);
        client.Dispose();
        AuthenticationHeaderValue? known = client.DefaultRequestHeaders.Authorization;
        client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{platform.Port}/api/v1/trading/"), Timeout = TimeSpan.FromSeconds(100) };
        client.DefaultRequestHeaders.Authorization = known;
    }

    private Task<JsonNode> Buy(string key) =>
        Call("executeTrade", new JsonObject { ["portfolioId"] = "growth", ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 100 }, key);

    private Task<JsonNode> Status() => Call("getPortfolioStatus", new JsonObject { ["portfolioId"] = "growth" });

    private async Task<JsonNode> Call(string function, JsonObject request, string? key = null)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, function) { Content = JsonContent.Create(request) };
        if (key is not null) message.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage response = await client.SendAsync(message, cancel);
        string text = await response.Content.ReadAsStringAsync(cancel);
        Assert.True(response.IsSuccessStatusCode, $"{function}: {text}");
        return JsonNode.Parse(text)!;
    }
}
