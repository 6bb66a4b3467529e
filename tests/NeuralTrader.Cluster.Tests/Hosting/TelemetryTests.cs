using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>A real process on PostgreSQL that traces everything it does.</summary>
public sealed class TelemetryTests(PostgresServer server) : IDisposable
{
    private const string Password = "correct-horse-battery", Pepper = "a-pepper-that-nobody-may-read-in-a-log", ProviderKey = "AVKEY-that-is-secret";

    private static readonly HashSet<string> Labels =
        ["device", "function", "grain", "kind", "lane", "le", "method", "otel_scope_name", "outcome", "reason", "room", "scope"]; // none for a portfolio, a symbol or a user

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly HttpClient http = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose()
    {
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Orders_are_counted_strangers_see_nothing_and_no_log_line_holds_a_secret()
    {
        string database = await server.CreateDatabase(), inside = $"http://127.0.0.1:{PlatformProcess.FreePort()}";
        using Collector collector = new();
        using PlatformProcess platform = new(
            "Standalone",
            ["--data-dir", folder.FullName, "--environment", "Development", "--ConnectionStrings:neuraltrader", $"{database};Password={Password}", "--NeuralTrader:Security:Pepper", Pepper,
            "--NeuralTrader:Markets:AlphaVantage:ApiKey", ProviderKey, "--NeuralTrader:Markets:AlphaVantage:BaseUrl", "http://127.0.0.1:9",
            "--NeuralTrader:Metrics:Url", inside, "--NeuralTrader:Logging:Json", "true", "--Logging:LogLevel:Default", "Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.StaticFiles", "Trace", "--Logging:LogLevel:Orleans.Runtime.Silo", "Trace"],
            new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address, ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf" });
        await platform.Up(cancel);
        string key = (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "first-api-key"), cancel)).Trim();
        string address = $"http://127.0.0.1:{platform.Port}";
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {key}");

        IReadOnlyDictionary<string, PrometheusFamily> fresh = PrometheusText.Parse(await http.GetStringAsync(new Uri($"{inside}/metrics"), cancel));
        foreach (string rising in (string[])["neuraltrader_orders_accepted_total", "neuraltrader_compute_refused_total", "neuraltrader_compute_fallbacks_total"])
            Assert.All(fresh[rising].Samples, sample => Assert.Equal(0, sample.Value)); // born at one, the first is no rise
        Assert.Contains(("failure", 0), Refused(fresh));
        Assert.InRange(Assert.Single(fresh["neuraltrader_memory_limit_bytes"].Samples).Value, 64L << 20, 1L << 60);
        Assert.Equal(HttpStatusCode.OK, await Call("createPortfolio", new { portfolioId = "hidden-fund", initialCash = 100_000 }, "open"));
        Assert.Equal(HttpStatusCode.OK, await Call("executeTrade", Order("buy", 5), "first"));
        Assert.Equal(HttpStatusCode.OK, await Call("executeTrade", Order("buy", 5), "first"));
        Assert.Equal(HttpStatusCode.Conflict, await Call("executeTrade", Order("buy", 1_000_000), "second"));
        using HttpResponseMessage ticket = await http.GetAsync(new Uri($"{address}/signin?ticket=0123456789abcdef0123456789abcdef&apikey={key}"), cancel);

        IReadOnlyDictionary<string, PrometheusFamily> metrics = PrometheusText.Parse(await http.GetStringAsync(new Uri($"{inside}/metrics"), cancel));
        Assert.Equal((1, 1, 1), (Count("neuraltrader_orders_accepted_total"), Count("neuraltrader_fills_total"), Count("neuraltrader_orders_repeated_total")));
        Assert.Equal([("insufficient_cash", 1)], Refused(metrics).Where(one => one.Count > 0));
        Assert.Equal(3, metrics["neuraltrader_orders_acknowledge_duration_seconds"].Samples.Single(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal)).Value);
        Assert.Equal(2, metrics["neuraltrader_grain_call_duration_seconds"].Samples.Count(sample =>
            sample.Name.EndsWith("_count", StringComparison.Ordinal) && sample.Labels["grain"] == "IPortfolioGrain" && sample.Labels["method"] is "Open" or "Execute"));
        Assert.True(Count("neuraltrader_journal_appends_total") >= 2);
        Assert.Equal((0, 0), (Count("neuraltrader_journal_failures_total"), Count("neuraltrader_journal_conflicts_total")));
        Assert.InRange(Count("neuraltrader_clock_offset_seconds"), -5, 5);
        foreach (string watched in (string[]) // by alerts and dashboard, beside our own
            ["http_server_request_duration_seconds", "dotnet_gc_pause_time_seconds_total", "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes", "orleans_catalog_activations"])
            Assert.NotEmpty(metrics[watched].Samples);
        foreach (string ours in (string[])["neuraltrader_http_lane_running", "neuraltrader_http_lane_refused_total", "neuraltrader_compute_waiting", "neuraltrader_journal_lag_seconds", "neuraltrader_journal_queue"])
            Assert.NotEmpty(metrics[ours].Samples);
        Assert.Contains(metrics.Keys, name => name.StartsWith("db_client_", StringComparison.Ordinal));
        foreach (PrometheusFamily family in metrics.Values.Where(family => family.Name.StartsWith("neuraltrader_", StringComparison.Ordinal)))
            Assert.All(family.Samples, sample => Assert.Subset(Labels, sample.Labels.Keys.ToHashSet()));
        Assert.DoesNotContain(metrics.Values.SelectMany(family => family.Samples).SelectMany(sample => sample.Labels.Values), IsSecret);

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"{address}/metrics"), cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri($"{inside}/api/v1/functions"), cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri($"{inside}/alive"), cancel)).StatusCode);

        platform.Terminate();
        await platform.Ended(cancel);
        string[] lines = [.. platform.Output.Split('\n').Where(line => line.StartsWith('{'))];
        Assert.True(lines.Length > 500); // it did trace
        JsonElement[] logged = [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.All(logged, line => Assert.EndsWith("Z", line.GetProperty("Timestamp").GetString(), StringComparison.Ordinal));
        foreach (string source in (string[])["Microsoft.AspNetCore", "Orleans"])
            Assert.Contains(logged, line => line.GetProperty("Category").GetString()!.StartsWith(source, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => IsSecret(line) || line.Contains("ticket=0123456789abcdef", StringComparison.Ordinal));
        Assert.Equal(["/v1/logs", "/v1/metrics", "/v1/traces"], collector.Paths.Order(StringComparer.Ordinal));
        Assert.Contains("neuraltrader.orders.accepted", collector.Of("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("executeTrade", collector.Of("/v1/traces"), StringComparison.Ordinal);
        Assert.DoesNotContain(collector.Paths, path => IsSecret(collector.Of(path)) || collector.Of(path).Contains("ticket=0123456789abcdef", StringComparison.Ordinal));

        bool IsSecret(string text) => ((string[])[key, Password, Pepper, ProviderKey]).Any(secret => text.Contains(secret, StringComparison.Ordinal))
            || text.Contains($"Bearer {key[..8]}", StringComparison.Ordinal);

        double Count(string name) => Assert.Single(metrics[name].Samples).Value;

        async Task<HttpStatusCode> Call(string function, object body, string key)
        {
            using HttpRequestMessage request = new(HttpMethod.Post, $"{address}/api/v1/trading/{function}") { Content = JsonContent.Create(body) };
            request.Headers.Add("Idempotency-Key", key);
            using HttpResponseMessage answer = await http.SendAsync(request, cancel);
            return answer.StatusCode;
        }
    }

    private static IEnumerable<(string Reason, double Count)> Refused(IReadOnlyDictionary<string, PrometheusFamily> metrics) =>
        metrics["neuraltrader_orders_refused_total"].Samples.Select(sample => (sample.Labels["reason"], sample.Value));

    private static object Order(string action, int quantity) => new { portfolioId = "hidden-fund", strategy = "manual", symbol = "AAPL", action, quantity };
}
