using System.Text;
using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

/// <summary>The kill switch over HTTP: the caller is named by the key and by nothing in the body.</summary>
public sealed class HaltTests(Server server)
{
    private const string Route = "/api/v1/trading/haltTrading";

    [Fact]
    public async Task Who_halts_is_the_owner_of_the_key()
    {
        Reply admin = await server.Post(Route, """{"reason":"Fat finger."}""", ("Idempotency-Key", "k"));
        Assert.Equal("admin (admin) as Admin", admin.Json.GetProperty("halt").GetProperty("haltedBy").GetString());
        using HttpClient user = server.Client(TestKeys.User);
        using StringContent body = new("""{"reason":"Fat finger.","portfolioId":"growth","idempotencyKey":"k2"}""", Encoding.UTF8, "application/json");
        Reply halted = await Reply.Of(await user.PostAsync(Route, body));
        Assert.Equal("user (user) as User", halted.Json.GetProperty("halt").GetProperty("haltedBy").GetString());
        Assert.True(halted.Json.GetProperty("halt").GetProperty("cancelOpenOrders").GetBoolean());
    }

    [Fact]
    public async Task A_name_in_the_body_is_no_argument() =>
        Assert.Equal((400, "by"), await Refused("""{"reason":"Fat finger.","by":"somebody else"}"""));

    [Fact]
    public async Task A_halt_without_a_reason_is_refused_by_name() => Assert.Equal((400, "reason"), await Refused("{}"));

    [Fact]
    public async Task A_reader_may_not_halt()
    {
        using HttpClient reader = server.Client(TestKeys.ReadOnly);
        using StringContent body = new("""{"reason":"Fat finger.","idempotencyKey":"k"}""", Encoding.UTF8, "application/json");
        Assert.Equal(403, (await Reply.Of(await reader.PostAsync(Route, body))).Status);
    }

    [Fact]
    public async Task Refused_by_a_halt_is_locked_and_says_who_and_why()
    {
        Reply refused = await server.Post(Route, """{"reason":"Fat finger.","portfolioId":"stuck"}""", ("Idempotency-Key", "k"));
        Assert.Equal((423, "/problems/trading-halted"), (refused.Status, refused["type"]));
        Assert.StartsWith("Trading of portfolio stuck is halted since 2026-01-02 00:00:00 UTC by admin (", refused["detail"], StringComparison.Ordinal);
        Assert.Contains("“Fat finger.”", refused["detail"], StringComparison.Ordinal);
    }

    private async Task<(int Status, string? Field)> Refused(string body)
    {
        Reply reply = await server.Post(Route, body, ("Idempotency-Key", "k"));
        return (reply.Status, reply["field"]);
    }
}
