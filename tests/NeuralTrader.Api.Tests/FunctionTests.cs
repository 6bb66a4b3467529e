using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

public sealed class FunctionTests(Server server)
{
    [Fact]
    public async Task A_function_answers_at_its_route()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", """{"symbol":"spy","device":"cuda"}""");
        Assert.Equal(200, reply.Status);
        Assert.Equal("SPY", reply.Json.GetProperty("analysis").GetProperty("symbol").GetString());
        Assert.Equal("2020-01-31T00:00:00Z", reply.Json.GetProperty("analysis").GetProperty("asOf").GetString());
    }

    [Fact]
    public async Task A_figure_that_is_not_defined_is_null_on_the_wire()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", """{"symbol":"SPY"}""");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, reply.Json.GetProperty("analysis").GetProperty("atr14").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, reply.Json.GetProperty("analysis").GetProperty("adx14").ValueKind);
    }

    [Fact]
    public async Task An_empty_body_is_a_request_without_arguments() =>
        Assert.Equal(200, (await server.Post("/api/v1/system/ping", "")).Status);
}
