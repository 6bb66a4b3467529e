using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>The kill switch on real programs: over kill -9 of all of them, and with one that is frozen while it is pressed.</summary>
public sealed class HaltedProcessTests(PostgresServer server) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(40) };
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private string database = "";

    public void Dispose()
    {
        http.Dispose();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_frozen_member_takes_no_order_when_it_thaws_and_a_halt_outlives_kill_minus_nine_of_all()
    {
        database = await server.CreateDatabase();
        string port = StandaloneProcess.FreePort(), otherPort = StandaloneProcess.FreePort();
        using (StandaloneProcess one = Start("one", port), other = Start("other", otherPort, after: one))
        {
            foreach (string id in (string[])["growth", "income", "third", "fourth"])
                await Done(one, "createPortfolio", new JsonObject { ["portfolioId"] = id, ["initialCash"] = 100_000 }, $"open-{id}");
            foreach (string id in (string[])["growth", "income", "third", "fourth"]) Assert.Equal(HttpStatusCode.OK, await Buy(other, id, "before"));

            other.Freeze();
            JsonNode receipt = await Done(one, "haltTrading", new JsonObject { ["reason"] = "Fat finger." }, "halt");
            string[] silent = [.. ((string[])["waitedOut", "gone"]).SelectMany(how => receipt[how]!.AsArray().Select(silo => silo!.GetValue<string>()))];
            string frozen = $"127.0.0.1:{otherPort}@", awake = $"127.0.0.1:{port}@";
            Assert.Contains(silent, silo => silo.StartsWith(frozen, StringComparison.Ordinal)); // waited out; gone, where the others declared it dead before
            Assert.Contains(silent.Concat(receipt["confirmed"]!.AsArray().Select(silo => silo!.GetValue<string>())), silo => silo.StartsWith(awake, StringComparison.Ordinal));
            other.Thaw();
            HttpStatusCode?[] thawed = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Buy(other, $"{(i % 2 == 0 ? "growth" : "third")}", $"late-{i}")));
            Assert.DoesNotContain(HttpStatusCode.OK, thawed);
            Assert.Equal(HttpStatusCode.Locked, await Buy(one, "income", "late"));
            one.Kill();
            other.Kill();
            await one.Ended(cancel);
        }
        using StandaloneProcess again = Start("one", port);
        await again.Up(cancel);
        Assert.Equal(HttpStatusCode.Locked, await Buy(again, "growth", "after"));
        JsonNode halts = await Done(again, "getTradingHalts", [], key: null);
        Assert.StartsWith("admin (ntk_", halts["inForce"]![0]!["haltedBy"]!.GetValue<string>(), StringComparison.Ordinal);
        await Done(again, "resumeTrading", new JsonObject { ["reason"] = "Looked into." }, "resume");
        Assert.Equal(HttpStatusCode.OK, await Buy(again, "growth", "after"));
        foreach (string id in (string[])["growth", "third"])
        {
            JsonArray orders = (await Done(again, "getOrders", new JsonObject { ["portfolioId"] = id }, key: null))["orders"]!.AsArray();
            Assert.Equal(id == "growth" ? 2 : 1, orders.Count); // none of the late ones is in the book
        }
    }

    private StandaloneProcess Start(string name, string siloPort, StandaloneProcess? after = null)
    {
        after?.Up(cancel).GetAwaiter().GetResult(); // the first makes the tables and the key
        StandaloneProcess started = new(
            Path.Combine(folder.FullName, name), "--environment", "Development", "--ConnectionStrings:neuraltrader", database, "--Orleans:ClusterId", folder.Name,
            "--Orleans:Endpoints:SiloPort", siloPort, "--NeuralTrader:Security:Pepper", new string('p', 40));
        if (after is not null) started.Up(cancel).GetAwaiter().GetResult();
        return started;
    }

    private async Task<HttpStatusCode?> Buy(StandaloneProcess member, string portfolio, string key)
    {
        try
        {
            return (await Send(member, "executeTrade", new JsonObject { ["portfolioId"] = portfolio, ["strategy"] = "manual", ["symbol"] = "SPY", ["action"] = "buy", ["quantity"] = 1 }, key)).Status;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return null; // it has ended, as a member does that was declared dead
        }
    }

    private async Task<JsonNode> Done(StandaloneProcess member, string function, JsonObject request, string? key)
    {
        (HttpStatusCode status, string text) = await Send(member, function, request, key);
        Assert.True(status == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    private async Task<(HttpStatusCode Status, string Text)> Send(StandaloneProcess member, string function, JsonObject request, string? key)
    {
        using HttpRequestMessage message = new(HttpMethod.Post, $"http://127.0.0.1:{member.Port}/api/v1/trading/{function}") { Content = JsonContent.Create(request) };
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(folder.FullName, "one", "first-api-key"), cancel)).Trim());
        if (key is not null) message.Headers.Add("Idempotency-Key", key);
        using HttpResponseMessage response = await http.SendAsync(message, cancel);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(cancel));
    }
}
