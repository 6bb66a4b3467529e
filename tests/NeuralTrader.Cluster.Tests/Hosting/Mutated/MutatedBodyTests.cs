using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Hosting.Mutated;

/// <summary>
/// Every function of the running program, and the door for assistants, with requests that were spoilt by chance: each is answered in time, with an answer or
/// with a problem that is the caller's. NEURALTRADER_FUZZ (a number) spoils each function's requests so often, with other seeds.
/// </summary>
public sealed class MutatedBodyTests(MutatedBodyTests.Platform platform) : IClassFixture<MutatedBodyTests.Platform>
{
    private static readonly int Hunt = int.TryParse(Environment.GetEnvironmentVariable("NEURALTRADER_FUZZ"), out int asked) ? asked : 0;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string[] Ends = ["shutdown"]; // ends the platform when it is asked to
    private static readonly string[] Stored = ["createPortfolio", "moveCash", "executeTrade", "runBacktest"]; // so that what follows finds something

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_spoilt_request_is_answered_or_is_the_callers_fault()
    {
        List<(string Function, Uri Address, JsonObject[] Good)> functions = [];
        foreach (JsonElement function in (await platform.Functions(cancel)).Where(function => !Ends.Contains(function.GetProperty("name").GetString())))
        {
            string name = function.GetProperty("name").GetString()!;
            functions.Add((name, new Uri(function.GetProperty("route").GetString()!, UriKind.Relative), [.. Corpus.Written[name], Corpus.Whole(function.GetProperty("request"))!.AsObject()]));
        }
        Assert.Empty(Corpus.Written.Select(group => group.Key).Except(functions.Select(function => function.Function)));
        foreach ((string name, Uri address, JsonObject[] good) in functions.Where(function => Stored.Contains(function.Function)))
            Assert.True((await platform.Send(address, Bytes(good[0]), Patience, cancel)).Status < 300, name);

        ConcurrentBag<string> wrong = [];
        await Parallel.ForEachAsync(functions, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancel }, async (function, cancel) =>
        {
            int first = Hunt > 0 ? Environment.TickCount : 0;
            for (int seed = first; seed < first + (Hunt > 0 ? Hunt : 20) && wrong.Count < 20; seed++)
            {
                byte[] body = new Mutation(HashCode(function.Function, seed)).Of(function.Good[seed % function.Good.Length is var at && at < 0 ? 0 : at]);
                if (Fault(await platform.Send(function.Address, body, Patience, cancel)) is { } fault) wrong.Add($"{function.Function} with {Encoding.Latin1.GetString(body)}: {fault}");
            }
        });
        Assert.True(wrong.IsEmpty, string.Join("\n\n", wrong));
        Assert.Equal(200, (await platform.Send(new("/api/v1/system/ping", UriKind.Relative), "{}"u8.ToArray(), Patience, cancel)).Status);
    }

    /// <summary>What a hunt found once.</summary>
    [Theory, InlineData("security/verifyAuditLog", """{"heads":[null]}"""), InlineData("security/verifyAuditLog", """{"heads":[{"end":null,"at":"2026-01-02","keyId":"k","signature":"A"}]}""")]
    public async Task What_was_once_the_platforms_fault_is_the_callers(string function, string body) =>
        Assert.Equal(400, (await platform.Send(new($"/api/v1/{function}", UriKind.Relative), Encoding.UTF8.GetBytes(body), Patience, cancel)).Status);

    [Fact]
    public async Task No_function_takes_a_member_that_it_does_not_know()
    {
        foreach (JsonElement function in await platform.Functions(cancel))
        {
            JsonObject body = Corpus.Written[function.GetProperty("name").GetString()!].FirstOrDefault()?.DeepClone().AsObject() ?? JsonNode.Parse(function.GetProperty("example").GetRawText())!.AsObject();
            body["notAMember"] = 1;
            (int status, string type, string text) = await platform.Send(new Uri(function.GetProperty("route").GetString()!, UriKind.Relative), Bytes(body), Patience, cancel);
            Assert.True(status == 400 && type == "application/problem+json", $"{function.GetProperty("name")}: {status} {text}");
        }
    }

    [Fact]
    public async Task A_spoilt_message_of_an_assistant_is_answered_or_refused()
    {
        JsonObject[] good = [.. Corpus.Lines("messages.txt").Select(line => JsonNode.Parse(line)!.AsObject())];
        for (int seed = 0; seed < (Hunt > 0 ? Hunt * 50 : 400); seed++)
        {
            byte[] body = new Mutation(seed + (Hunt > 0 ? Environment.TickCount : 0)).Of(good[seed % good.Length]);
            (int status, _, string text) = await platform.Send(new("/mcp", UriKind.Relative), body, Patience, cancel);
            Assert.True(status is >= 200 and < 500 && !text.Contains("\n   at ", StringComparison.Ordinal), $"{Encoding.Latin1.GetString(body)}: {status} {text}");
        }
    }

    private static string? Fault((int Status, string Type, string Text) answer) => answer switch
    {
        (0, _, _) => "no answer in time",
        ( >= 500, _, var text) => text,
        ( >= 400, not "application/problem+json", var text) => $"{answer.Status} is no problem document: {text}",
        ( >= 400, _, var text) when !JsonElement.Parse(text).TryGetProperty("detail", out _) || text.Contains("System.", StringComparison.Ordinal) || text.Contains("   at ", StringComparison.Ordinal) => $"{answer.Status} tells the wrong thing: {text}",
        _ => null,
    };

    // The framework's own is another one in every process.
    private static int HashCode(string name, int seed) => name.Aggregate(seed, (hash, letter) => unchecked((hash * 31) + letter));

    private static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString());

    /// <summary>One platform for all of them.</summary>
    public sealed class Platform : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
        private StandaloneProcess program = null!;
        private HttpClient http = null!;

        public async ValueTask InitializeAsync()
        {
            string data = Path.Combine(folder.FullName, "data");
            program = new StandaloneProcess(data);
            await program.Up(CancellationToken.None);
            http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{program.Port}") };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(data, "first-api-key"))).Trim());
            http.DefaultRequestHeaders.Accept.ParseAdd("application/json, text/event-stream");
        }

        /// <summary>All functions that work, as they are listed.</summary>
        public async Task<JsonElement[]> Functions(CancellationToken cancellationToken)
        {
            JsonElement list = JsonElement.Parse(await http.GetStringAsync(new Uri("/api/v1/functions", UriKind.Relative), cancellationToken));
            return [.. list.GetProperty("functions").EnumerateArray().Where(function => function.GetProperty("status").GetString() == "available")];
        }

        /// <summary>What is answered; status 0 where nothing is in time.</summary>
        public async Task<(int Status, string Type, string Text)> Send(Uri address, byte[] body, TimeSpan patience, CancellationToken cancellationToken)
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(patience);
            using ByteArrayContent content = new(body);
            content.Headers.ContentType = new("application/json");
            try
            {
                using HttpResponseMessage answer = await http.PostAsync(address, content, limit.Token);
                return ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType ?? "", await answer.Content.ReadAsStringAsync(limit.Token));
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return (0, "", "");
            }
        }

        public async ValueTask DisposeAsync()
        {
            http.Dispose();
            program.Kill();
            await program.Ended(CancellationToken.None);
            program.Dispose();
            folder.Delete(recursive: true);
        }
    }
}
