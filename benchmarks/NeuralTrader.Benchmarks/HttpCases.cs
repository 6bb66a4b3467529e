using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace NeuralTrader.Benchmarks;

/// <summary>The platform as its users meet it: over HTTP, callers and platform on one machine.</summary>
internal sealed class HttpCases(bool isQuick)
{
    private const string Analysis = "/api/v1/trading/quickAnalysis", Body = """{"symbol":"SPX"}""";

    public async IAsyncEnumerable<Figure> Run()
    {
        await using Platform platform = await Platform.Start();
        HttpLoad load = new(platform.Port, platform.Key);
        await load.Run(Analysis, Body, 64, isQuick ? 1_000 : 5_000); // warm-up: the compiler's second tier needs some thousand calls

        HttpLoad.Outcome thousand = await load.Run(Analysis, Body, 1_000, isQuick ? 20 : 100);
        Measurement latency = Measurement.Summary(thousand.Latencies);
        bool allOk = thousand.Statuses is { Count: 1 } && thousand.Statuses.ContainsKey(200);
        yield return new Figure("quickAnalysis over HTTP, 1,000 callers at once: p95", latency.P95 * 1e3, "ms", "≤ 50, no failure", allOk && latency.P95 <= 0.05,
            Note: $"{thousand.Latencies.Count / thousand.Seconds:0} calls/s, median {latency.Median * 1e3:0.0} ms, mean {thousand.Latencies.Average() * 1e3:0.0} ms, {Told(thousand)}");

        HttpLoad.Outcome many = await load.Run(Analysis, Body, 10_000, 1);
        int answered = many.Statuses.Where(status => status.Key != 0).Sum(status => status.Value);
        yield return new Figure("quickAnalysis over HTTP, 10,000 callers at once: answered", answered, "calls", "10,000, refusals with Retry-After", answered == 10_000 && many.WithoutRetryAfter == 0,
            Note: $"slowest {many.Latencies.Max() * 1e3:0} ms, {Told(many)}");

        await foreach (Figure figure in Backtests(platform)) yield return figure;
    }

    private static string Told(HttpLoad.Outcome outcome) => string.Join(", ", outcome.Statuses.Select(status => $"{status.Value:N0} × {(status.Key == 0 ? "no answer" : status.Key)}"));

    // A hundred made-up symbols of ten years each, tested in parallel by one call.
    private static async IAsyncEnumerable<Figure> Backtests(Platform platform)
    {
        using HttpClient client = new() { BaseAddress = new Uri($"http://127.0.0.1:{platform.Port}"), Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", platform.Key);
        string[] symbols = [.. Enumerable.Range(0, 100).Select(i => $"SYN{i:00}")];
        foreach (string symbol in symbols)
        {
            JsonObject import = new() { ["symbol"] = symbol, ["synthetic"] = new JsonObject { ["seed"] = 1, ["bars"] = 2520, ["start"] = "2010-01-04T00:00:00Z" } };
            (await client.PostAsJsonAsync("/api/v1/trading/importMarketData", import)).EnsureSuccessStatusCode();
        }
        List<double> milliseconds = [];
        for (int i = 0; i < 3; i++)
        {
            JsonObject test = new()
            {
                ["strategy"] = "sma_cross", ["symbols"] = new JsonArray([.. symbols.Select(symbol => JsonValue.Create(symbol))]),
                ["backtestId"] = $"bench-{i}", ["wait"] = false,
            };
            (await client.PostAsJsonAsync("/api/v1/trading/runBacktest", test)).EnsureSuccessStatusCode();
            string events = await client.GetStringAsync($"/api/v1/jobs/bench-{i}/events");
            if (!events.Contains("completed", StringComparison.Ordinal)) throw new InvalidOperationException(events);
            JsonNode result = (await (await client.PostAsJsonAsync("/api/v1/trading/getBacktest", new { backtestId = $"bench-{i}" })).Content.ReadFromJsonAsync<JsonNode>())!;
            milliseconds.Add(result["elapsedMilliseconds"]!.GetValue<double>());
        }
        yield return new Figure("runBacktest, 100 symbols × 10 years daily in parallel, results stored", milliseconds.Min(), "ms", Note: "progress by server-sent events; synthetic data");
    }
}
