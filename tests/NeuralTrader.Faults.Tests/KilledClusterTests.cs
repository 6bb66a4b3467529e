using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Faults.Tests;

/// <summary>
/// Three platforms on one PostgreSQL are one cluster. Fifty clients place orders and repeat what got no answer under the same key, while platforms
/// are killed and started again: what was acknowledged is in the journal exactly once.
/// </summary>
public sealed class KilledClusterTests(PostgresServer server) : IDisposable
{
    private const int Members = 3, Clients = 50, Portfolios = 20;
    private const decimal Deposit = 1_000_000_000;
    private static readonly string Pepper = new('p', 40);
    private static readonly int Orders = int.Parse(Environment.GetEnvironmentVariable("NEURALTRADER_SOAK_ORDERS") ?? "500", CultureInfo.InvariantCulture);
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("NEURALTRADER_SOAK_KILLS") ?? "1", CultureInfo.InvariantCulture);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly StandaloneProcess?[] members = new StandaloneProcess?[Members];
    private readonly SocketsHttpHandler handler = new() { ConnectTimeout = TimeSpan.FromSeconds(1), MaxConnectionsPerServer = 200 };
    private readonly ConcurrentBag<(double Seconds, string? FirstFault)> calls = [];
    private string database = "";

    public void Dispose()
    {
        foreach (StandaloneProcess? member in members) member?.Dispose();
        handler.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_acknowledged_is_in_the_journal_exactly_once_whatever_member_was_killed()
    {
        database = await server.CreateDatabase();
        await (members[0] = Start(0)).Up(cancel); // it makes the tables and the key
        for (int i = 1; i < Members; i++) members[i] = Start(i);
        foreach (StandaloneProcess? member in members) await member!.Up(cancel);
        using HttpClient client = new(handler, disposeHandler: false) { Timeout = TimeSpan.FromSeconds(10) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "0", "first-api-key"), cancel)).Trim());
        for (int i = 0; i < Portfolios; i++) await Call(client, "createPortfolio", new JsonObject { ["portfolioId"] = $"p{i}", ["initialCash"] = Deposit }, "open");

        ConcurrentDictionary<string, string> acknowledged = [];
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task killer = KillInTurn(acknowledged, done.Token);
        await Parallel.ForEachAsync(Enumerable.Range(0, Orders), new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancel }, async (order, _) =>
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"order-{order}");
            acknowledged[key] = (await Call(client, "executeTrade", Ticket(order), key))["order"]!["orderId"]!.GetValue<string>();
        });
        await killer;
        Assert.Equal(Orders, acknowledged.Count);
        Report();

        await using NpgsqlDataSource journal = NpgsqlDataSource.Create(database);
        Assert.Equal(
            acknowledged.Keys.Order(StringComparer.Ordinal),
            (await Column<string>(journal, "SELECT op_id FROM journal WHERE op_id LIKE 'order-%'")).Order(StringComparer.Ordinal));
        Assert.Equal([0L], await Column<long>(journal, "SELECT coalesce(sum(last - entries), 0)::bigint FROM (SELECT max(seq) AS last, count(*) AS entries FROM journal GROUP BY book) AS b"));
        foreach (int order in Enumerable.Range(0, Orders).Where(order => order % 50 == 0)) // a repeat hears the first answer
        {
            string key = string.Create(CultureInfo.InvariantCulture, $"order-{order}");
            Assert.Equal(acknowledged[key], (await Call(client, "executeTrade", Ticket(order), key))["order"]!["orderId"]!.GetValue<string>());
        }
        decimal shares = 0;
        for (int i = 0; i < Portfolios; i++)
        {
            JsonNode status = await Call(client, "getPortfolioStatus", new JsonObject { ["portfolioId"] = $"p{i}" }, key: null);
            Assert.Equal(0m, status["accounts"]!.AsObject().Sum(account => account.Value!.GetValue<decimal>()));
            shares += status["positions"]![0]!["quantity"]!.GetValue<decimal>();
        }
        Assert.Equal(Orders, shares);
    }

    // Each kill waits for its share of the orders, and for the last victim to be back.
    private async Task KillInTurn(ConcurrentDictionary<string, string> acknowledged, CancellationToken stop)
    {
        for (int kill = 1; kill <= Kills; kill++)
        {
            while (acknowledged.Count < Orders * kill / (Kills + 1)) await Task.Delay(20, stop);
            int victim = kill % Members;
            members[victim]!.Kill();
            await members[victim]!.Ended(stop);
            members[victim]!.Dispose();
            members[victim] = null;
            StandaloneProcess again = Start(victim);
            await again.Up(stop);
            members[victim] = again;
        }
    }

    private void Report()
    {
        (double Seconds, string? FirstFault)[] all = [.. calls];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{all.Length} calls, {all.Count(call => call.FirstFault is not null)} answered after a repeat, the slowest after {all.Max(call => call.Seconds):0.0} s."));
        foreach (IGrouping<string, string> fault in all.Select(call => call.FirstFault).OfType<string>().GroupBy(fault => fault[..Math.Min(90, fault.Length)]))
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{fault.Count()} × {fault.Key}"));
    }

    private StandaloneProcess Start(int member) => new(
        Path.Combine(folder.FullName, member.ToString(CultureInfo.InvariantCulture)),
        "--environment", "Development", "--ConnectionStrings:neuraltrader", database, "--Orleans:ClusterId", folder.Name, "--Orleans:Endpoints:SiloPort", StandaloneProcess.FreePort(), "--NeuralTrader:Security:Pepper", Pepper);

    private static JsonObject Ticket(int order) => new()
    {
        ["portfolioId"] = $"p{order % Portfolios}", ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 1,
    };

    // As a careful client does: what got no answer, or was not accepted for now, is asked of the next member under the same key.
    private async Task<JsonNode> Call(HttpClient client, string function, JsonObject request, string? key)
    {
        string text = "nobody answered";
        string? first = null;
        long start = Stopwatch.GetTimestamp();
        for (int attempt = Random.Shared.Next(Members); Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60); attempt++)
        {
            if (members[attempt % Members] is not { } member) continue;
            using HttpRequestMessage message = new(HttpMethod.Post, $"http://127.0.0.1:{member.Port}/api/v1/trading/{function}") { Content = JsonContent.Create(request) };
            if (key is not null) message.Headers.Add("Idempotency-Key", key);
            try
            {
                using HttpResponseMessage response = await client.SendAsync(message, cancel);
                text = await response.Content.ReadAsStringAsync(cancel);
                if (response.IsSuccessStatusCode)
                {
                    calls.Add((Stopwatch.GetElapsedTime(start).TotalSeconds, first));
                    return JsonNode.Parse(text)!;
                }
                Assert.True(response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, text);
            }
            catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancel.IsCancellationRequested)
            {
                text = fault.Message;
            }
            first ??= text;
            await Task.Delay(50, cancel);
        }
        throw new InvalidOperationException($"{function} with key {key}: {text}");
    }

    private async Task<List<T>> Column<T>(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        List<T> rows = [];
        while (await reader.ReadAsync(cancel)) rows.Add(reader.GetFieldValue<T>(0));
        return rows;
    }
}
