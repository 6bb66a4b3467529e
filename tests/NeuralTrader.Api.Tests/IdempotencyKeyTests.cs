using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

public sealed class IdempotencyKeyTests(Server server)
{
    private const string Cash = "/api/v1/trading/moveCash";
    private const string Bare = """{"portfolioId":"growth","amount":1.50}""";
    private const string Keyed = """{"portfolioId":"growth","amount":1.50,"idempotencyKey":"body-1"}""";

    [Theory]
    [InlineData(Bare, "head-1", "head-1")]
    [InlineData(Bare, "\"head-1\"", "head-1")]
    [InlineData(Keyed, null, "body-1")]
    [InlineData(Keyed, "body-1", "body-1")]
    public async Task A_key_comes_in_the_header_or_in_the_body(string body, string? header, string carried)
    {
        Reply reply = header is null ? await server.Post(Cash, body) : await server.Post(Cash, body, ("Idempotency-Key", header));
        Assert.Equal(200, reply.Status);
        Assert.Equal(carried, reply["portfolioId"]); // the fake answers with the key it was given
    }

    [Theory]
    [InlineData(Keyed, "head-2")]
    [InlineData(Bare, "has a space")]
    [InlineData(Bare, "")]
    [InlineData(Bare, null)]
    public async Task Without_one_clear_key_no_money_moves(string body, string? header)
    {
        Reply reply = header is null ? await server.Post(Cash, body) : await server.Post(Cash, body, ("Idempotency-Key", header));
        Assert.Equal(400, reply.Status);
        Assert.Equal("idempotencyKey", reply["field"]);
    }

    [Fact]
    public async Task A_money_function_without_a_key_is_told_of_the_header() =>
        Assert.Contains("Idempotency-Key", (await server.Post(Cash, Bare))["allowed"], StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"portfolioId":"growth","target":{"SPY":1}}""", null, 404)]
    [InlineData("""{"portfolioId":"growth","target":{"SPY":1},"execute":true}""", null, 400)]
    [InlineData("""{"portfolioId":"growth","target":{"SPY":1},"execute":true}""", "k-1", 404)]
    public async Task A_rebalance_needs_a_key_when_it_places_orders(string body, string? header, int status)
    {
        Reply reply = header is null
            ? await server.Post("/api/v1/trading/portfolioRebalance", body)
            : await server.Post("/api/v1/trading/portfolioRebalance", body, ("Idempotency-Key", header));
        Assert.Equal(status, reply.Status);
        if (header is not null) Assert.Equal(header, reply["detail"]); // the fake refuses with the key it was given
    }

    [Fact]
    public async Task Money_is_written_to_the_last_digit() =>
        Assert.Contains("79228162514264337593543950335", (await server.Post(Cash, Keyed)).Text, StringComparison.Ordinal);
}
