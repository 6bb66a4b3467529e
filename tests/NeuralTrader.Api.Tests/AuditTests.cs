using System.Net;
using System.Text;
using NeuralTrader.Api.Tests.Fakes;
using NeuralTrader.Domain.Security.Audit;

namespace NeuralTrader.Api.Tests;

public sealed class AuditTests(Server server)
{
    [Fact]
    public async Task Who_logs_an_event_is_the_caller_whatever_he_says()
    {
        Reply reply = await Log(TestKeys.User, """{"action": "model.deploy", "category": "system", "idempotencyKey": "one"}""");
        Assert.Equal(200, reply.Status);
        Assert.Contains("user (user) as User", reply.Text);
        Reply claimed = await Log(TestKeys.User, """{"action": "model.deploy", "category": "system", "actor": "admin"}""");
        Assert.Equal(400, claimed.Status);
    }

    [Fact]
    public async Task A_service_may_log_and_a_reader_may_not()
    {
        const string body = """{"action": "model.deploy", "category": "system", "idempotencyKey": "two"}""";
        Assert.Equal(200, (await Log(TestKeys.Service, body)).Status);
        Assert.Equal(403, (await Log(TestKeys.ReadOnly, body)).Status);
        Assert.Equal(401, (await Log(null, body)).Status);
    }

    [Fact]
    public async Task The_log_leaves_as_lines_for_administrators_alone()
    {
        using HttpClient admin = server.Client(TestKeys.Admin), user = server.Client(TestKeys.User);
        HttpResponseMessage answer = await admin.GetAsync("/api/v1/security/audit.jsonl", TestContext.Current.CancellationToken);
        string[] lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("text/jsonl", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(3, lines.Length);
        Assert.Contains(AuditExportHeader.Current, lines[0]);
        answer = await admin.GetAsync("/api/v1/security/audit.jsonl?before=2026-01-31", TestContext.Current.CancellationToken);
        Assert.Equal(2, (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(HttpStatusCode.Forbidden, (await user.GetAsync("/api/v1/security/audit.jsonl", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_was_refused_is_on_record_with_who_and_what()
    {
        using HttpClient user = server.Client(TestKeys.User);
        await user.PostAsync("/api/v1/security/clearAuditLog", Json("{}"), TestContext.Current.CancellationToken);
        AuditEvent refused = await Seen(happened => happened is { Action: "call.refuse", Resource: "function/clearAuditLog", Actor: "user (user)" });
        Assert.Equal((AuditOutcome.Denied, "user (user)", "127.0.0.1"), (refused.Outcome, refused.Actor, refused.Address));
    }

    [Fact]
    public async Task A_key_that_does_not_work_is_on_record_and_the_key_is_not()
    {
        using HttpClient stranger = server.Client(new TestKey("x", default, TestKeys.Text(99)));
        await stranger.PostAsync("/api/v1/system/getVersion", Json("{}"), TestContext.Current.CancellationToken);
        AuditEvent failed = await Seen(happened => happened is { Action: "key.use", Resource: "function/getVersion" });
        Assert.Equal((AuditOutcome.Failure, "nobody"), (failed.Outcome, failed.Actor));
        Assert.DoesNotContain(FakeAuditLogGrain.Told, happened => $"{happened} {string.Join(' ', happened.Details?.Values ?? [])}".Contains(TestKeys.Text(99)[20..]));
    }

    [Fact]
    public async Task A_flood_of_refusals_is_counted_into_one_event()
    {
        using HttpClient user = server.Client(TestKeys.User);
        for (int i = 0; i < 60; i++) await user.PostAsync("/api/v1/trading/deleteMarketData", Json("{}"), TestContext.Current.CancellationToken);
        await Seen(happened => happened is { Action: "call.refuse", Resource: "function/deleteMarketData" });
        await Task.Delay(500, TestContext.Current.CancellationToken);
        Assert.InRange(FakeAuditLogGrain.Told.Count(happened => happened is { Action: "call.refuse", Resource: "function/deleteMarketData" }), 1, 45); // 20 a minute, and a minute may end
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<AuditEvent> Seen(Func<AuditEvent, bool> isMeant)
    {
        for (int i = 0; i < 200; i++)
        {
            if (FakeAuditLogGrain.Told.FirstOrDefault(isMeant) is { } found) return found;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("It was not told.");
    }

    private async Task<Reply> Log(TestKey? key, string body)
    {
        using HttpClient client = server.Client(key);
        return await Reply.Of(await client.PostAsync("/api/v1/security/logAuditEvent", Json(body), TestContext.Current.CancellationToken));
    }
}
