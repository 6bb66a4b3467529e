using NeuralTrader.Api.Problems;
using NeuralTrader.Api.Tests.Fakes;
using NeuralTrader.Client;
using NeuralTrader.Domain;

namespace NeuralTrader.Api.Tests;

public sealed class RefusalTests(Server server)
{
    [Fact]
    public void Every_kind_of_refusal_is_a_problem_type_of_its_own()
    {
        RefusalKind[] kinds = Enum.GetValues<RefusalKind>();
        Assert.Equal(kinds.Length, kinds.Select(RefusalProblems.Of).Select(type => type.Uri).Distinct().Count());
        Assert.Equal(ProblemTypes.All.Count, ProblemTypes.All.Select(type => type.Slug).Distinct().Count());
        Assert.All(ProblemTypes.All, type => Assert.InRange(type.Status, 400, 599));
    }

    public static TheoryData<RefusalKind> Kinds => [.. Enum.GetValues<RefusalKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_refusal_arrives_with_its_type_and_status(RefusalKind kind)
    {
        Reply reply = await server.Post("/api/v1/trading/simulateTrade", $$"""{"strategy":"{{kind}}","symbol":"SPY","action":"buy"}""");
        ProblemType type = RefusalProblems.Of(kind);
        Assert.Equal((type.Status, type.Uri, "A refusal."), (reply.Status, reply["type"], reply["detail"]));
        Assert.Equal(type.Status == 503 ? TimeSpan.FromSeconds(17) : null, reply.Message.Headers.RetryAfter?.Delta);
    }

    [Theory, InlineData(RefusalKind.PortfolioNotFound, 404), InlineData(RefusalKind.IdempotencyConflict, 409), InlineData(RefusalKind.LiveTradingOff, 403)]
    [InlineData(RefusalKind.InsufficientData, 422), InlineData(RefusalKind.NotAvailable, 501), InlineData(RefusalKind.ProviderFailed, 502)]
    public void A_refusal_has_the_status_that_http_gives_it(RefusalKind kind, int status) => Assert.Equal(status, RefusalProblems.Of(kind).Status);

    [Fact]
    public async Task A_refusal_names_the_member_concerned_and_the_request()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", """{"symbol":"UNKNOWN"}""");
        Assert.Equal("symbol", reply["field"]);
        Assert.Equal("/api/v1/trading/quickAnalysis", reply["instance"]);
        Assert.False(string.IsNullOrEmpty(reply["traceId"]));
    }

    [Fact]
    public async Task A_fault_that_was_not_foreseen_tells_nothing_of_the_inside()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", """{"symbol":"BROKEN"}""");
        Assert.Equal(500, reply.Status);
        Assert.Equal("/problems/internal-error", reply["type"]);
        Assert.DoesNotContain("secret", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_does_not_answer_is_503_with_a_time_to_retry()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", """{"symbol":"LOST"}""");
        Assert.Equal(503, reply.Status);
        Assert.NotNull(reply.Message.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_call_past_its_deadline_is_504()
    {
        Uri address = await server.Start(("NeuralTrader:Api:Deadline", "00:00:00.3"));
        using HttpClient client = server.Client(TestKeys.Admin, address);
        using StringContent content = new("""{"symbol":"STUCK"}""", System.Text.Encoding.UTF8, "application/json");
        Reply reply = await Reply.Of(await client.PostAsync("/api/v1/trading/quickAnalysis", content));
        Assert.Equal(504, reply.Status);
        Assert.Equal("/problems/deadline-exceeded", reply["type"]);
    }

    [Fact]
    public async Task Every_function_that_this_build_lacks_says_why()
    {
        foreach (UnavailableFunction missing in FunctionCatalog.Unavailable)
        {
            Reply reply = await server.Post($"/api/v1/{missing.Subject.ToString().ToLowerInvariant()}/{missing.Name}", "{}");
            Assert.Equal((501, "/problems/not-available", missing.Reason), (reply.Status, reply["type"], reply["detail"]));
        }
    }

    [Fact]
    public async Task An_unknown_function_is_told_the_nearest_names()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysys", "{}");
        Assert.Equal(404, reply.Status);
        Assert.Equal("quickAnalysis", reply.Json.GetProperty("nearest")[0].GetString());
    }

    [Fact]
    public async Task A_function_asked_by_get_says_post()
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        Reply reply = await Reply.Of(await client.GetAsync("/api/v1/trading/quickAnalysis"));
        Assert.Equal(405, reply.Status);
        Assert.Contains("POST", reply["detail"], StringComparison.Ordinal);
        Assert.Contains("POST", reply.Message.Content.Headers.Allow);
    }

    [Fact]
    public async Task The_address_of_a_problem_explains_it_to_people_and_to_programs()
    {
        using HttpClient client = server.Client(null);
        Reply all = await Reply.Of(await client.GetAsync("/problems"));
        Assert.Equal(ProblemTypes.All.Count, all.Json.GetArrayLength());
        foreach (ProblemType type in ProblemTypes.All) Assert.Equal(200, (int)(await client.GetAsync(type.Uri)).StatusCode);
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        Assert.Equal("text/html", (await Reply.Of(await client.GetAsync("/problems/malformed-json"))).MediaType);
    }
}
