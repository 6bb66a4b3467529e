using System.Net;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Security;
using NeuralTrader.Api.Tests.Fakes;
using NeuralTrader.Client;
using Role = NeuralTrader.Abstractions.Security.Role;

namespace NeuralTrader.Api.Tests;

/// <summary>An assistant with the protocol's own client, at the real front-end.</summary>
public sealed class McpTests(Server server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_role_is_shown_the_tools_that_it_may_call_and_no_others()
    {
        foreach ((TestKey key, Role role) in ((TestKey, Role)[])
            [(TestKeys.Admin, Role.Admin), (TestKeys.User, Role.User), (TestKeys.ReadOnly, Role.ReadOnly), (TestKeys.Service, Role.Service)])
        {
            await using McpClient client = await Connect(key);
            IList<McpClientTool> tools = await client.ListToolsAsync(cancellationToken: cancel);
            Assert.Equal(
                FunctionCatalog.All.Where(function => role.Allows(function.Role) || (role == Role.Service && function.Name == "logAuditEvent")).Select(function => function.Name).Order(StringComparer.Ordinal),
                tools.Select(tool => tool.Name).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Tools_say_what_they_take_what_they_need_and_whether_they_move_money()
    {
        await using McpClient client = await Connect(TestKeys.Admin);
        Dictionary<string, Tool> tools = (await client.ListToolsAsync(cancellationToken: cancel)).ToDictionary(tool => tool.Name, tool => tool.ProtocolTool);
        Tool trade = tools["executeTrade"], list = tools["listStrategies"];
        Assert.Contains("Needs the role User.", trade.Description, StringComparison.Ordinal);
        Assert.Contains("It moves money or orders", trade.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("It moves money", list.Description, StringComparison.Ordinal);
        Assert.Equal((false, true, true), (trade.Annotations!.ReadOnlyHint, trade.Annotations.DestructiveHint, trade.Annotations.IdempotentHint));
        Assert.Equal((true, false), (list.Annotations!.ReadOnlyHint, list.Annotations.DestructiveHint));
        Assert.All(tools.Values, tool => Assert.Equal("object", tool.InputSchema.GetProperty("type").GetString()));
        Assert.Contains("portfolioId", trade.InputSchema.GetProperty("required").EnumerateArray().Select(member => member.GetString()));
    }

    [Fact]
    public async Task A_tool_answers_what_the_function_answers_over_http()
    {
        await using McpClient client = await Connect(TestKeys.ReadOnly);
        CallToolResult answer = await client.CallToolAsync("ping", cancellationToken: cancel);
        Assert.NotEqual(true, answer.IsError);
        Assert.Equal(
            (await server.Post("/api/v1/system/ping", "{}")).Json.EnumerateObject().Select(member => member.Name),
            answer.StructuredContent!.Value.EnumerateObject().Select(member => member.Name));
        Assert.Equal(answer.StructuredContent!.Value.GetRawText(), Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text);
    }

    [Theory]
    [InlineData("getStrategyInfo", """{"strategie":"momentum"}""", 400, "strategie")]
    [InlineData("getStrategyInfo", "{}", 400, "strategy")]
    [InlineData("executeTrade", """{"portfolioId":"growth","strategy":"manual","symbol":"SPY","action":"fly","quantity":1,"idempotencyKey":"k"}""", 400, "action")]
    [InlineData("getPortfolioStatus", """{"portfolioId":"nobody-opened-this"}""", 404, "portfolio-not-found")]
    public async Task What_is_refused_over_http_is_refused_with_the_same_problem(string tool, string arguments, int status, string named)
    {
        await using McpClient client = await Connect(TestKeys.User);
        CallToolResult answer = await client.CallToolAsync(tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments), cancellationToken: cancel);
        Assert.True(answer.IsError);
        Assert.Null(answer.StructuredContent);
        JsonElement problem = JsonElement.Parse(Assert.IsType<TextContentBlock>(Assert.Single(answer.Content)).Text);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Contains(named, problem.GetRawText(), StringComparison.Ordinal);
    }

    [Theory, InlineData("createApiKey"), InlineData("executeTrade"), InlineData("noSuchThing"), InlineData("neuralTrain"), InlineData("")]
    public async Task A_tool_beyond_the_callers_role_does_not_exist_for_him(string tool)
    {
        await using McpClient client = await Connect(TestKeys.ReadOnly);
        McpProtocolException refused = await Assert.ThrowsAsync<McpProtocolException>(() => client.CallToolAsync(tool, cancellationToken: cancel).AsTask());
        Assert.Equal(McpErrorCode.InvalidParams, refused.ErrorCode);
    }

    [Fact]
    public async Task Without_a_key_in_a_header_nothing_is_told()
    {
        const string hello = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";
        string cookie = await ConsoleCookie();
        foreach ((string name, string value) in ((string, string)[])
            [("X-None", ""), ("Authorization", $"Bearer {TestKeys.Expired.Text}"), ("Authorization", $"Bearer {TestKeys.Text(99)}"), ("Cookie", cookie)])
        {
            using HttpClient client = server.Client(null);
            using HttpRequestMessage request = new(HttpMethod.Post, "/mcp") { Content = new StringContent(hello, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation(name, value);
            request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
            using HttpResponseMessage answer = await client.SendAsync(request, cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.DoesNotContain("executeTrade", await answer.Content.ReadAsStringAsync(cancel), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("not json"), InlineData("[]"), InlineData("""{"jsonrpc":"1.0"}"""), InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":5}}""")]
    public async Task Nonsense_is_refused_and_the_next_caller_is_served(string body)
    {
        using HttpClient client = server.Client(TestKeys.ReadOnly);
        using HttpRequestMessage request = new(HttpMethod.Post, "/mcp") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        using HttpResponseMessage answer = await client.SendAsync(request, cancel);
        string said = await answer.Content.ReadAsStringAsync(cancel);
        Assert.True((int)answer.StatusCode is >= 400 and < 500 || said.Contains("\"error\"", StringComparison.Ordinal), $"{answer.StatusCode}: {said}");
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        await A_tool_answers_what_the_function_answers_over_http();
    }

    private async Task<string> ConsoleCookie()
    {
        using HttpClient browser = server.Client(null);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        using FormUrlEncodedContent form = new([new("key", TestKeys.Admin.Text)]);
        using HttpResponseMessage signedIn = await browser.PostAsync("/signin", form, cancel);
        return Assert.Single(signedIn.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    private Task<McpClient> Connect(TestKey key) => McpClient.CreateAsync(
        new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(server.Address, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp }, server.Client(key), ownsHttpClient: true),
        cancellationToken: cancel);
}
