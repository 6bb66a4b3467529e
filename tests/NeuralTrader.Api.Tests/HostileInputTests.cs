using System.Net.Sockets;
using System.Text;
using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

public sealed class HostileInputTests(Server server)
{
    private const string Trade = "/api/v1/trading/executeTrade";

    public static TheoryData<string, string, string> Malformed => new()
    {
        { "cut off", """{"symbol":"SP""", "$" },
        { "a bare word", "hello", "$" },
        { "NaN", """{"portfolioId":"a","amount":NaN}""", "$" },
        { "two values", "{}{}", "$" },
        { "a trailing comma", """{"symbol":"SPY",}""", "$" },
        { "a comment", "{/* */}", "$" },
        { "too deep", new string('[', 40) + new string(']', 40), "$" },
        { "not UTF-8", "{\"symbol\":\"\u0000", "$" },
    };

    [Theory, MemberData(nameof(Malformed))]
    public async Task A_body_that_is_not_json_is_told_where_it_stops(string what, string body, string path)
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", body);
        Assert.True(reply.Status == 400, what);
        Assert.Equal("application/problem+json", reply.MediaType);
        Assert.Equal("/problems/malformed-json", reply["type"]);
        Assert.Equal(1, reply.Json.GetProperty("line").GetInt32());
        Assert.True(reply.Json.GetProperty("position").GetInt32() >= 1);
        Assert.StartsWith(path, reply["path"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"symbol\":\"\\ud800\"}")]
    [InlineData("{\"symbol\":\"\u00ff\u00fe\"}")] // sent as the bytes FF FE
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"\u00ff\":1}")]
    [InlineData("{\"symbol\":\"SPY\",\"interval\":\"\\udc00\"}")]
    public async Task Text_that_is_not_unicode_is_the_callers_fault(string body)
    {
        foreach (string function in new[] { "quickAnalysis", "runBacktest", "importMarketData" })
        {
            Reply reply = await Send($"/api/v1/trading/{function}", Encoding.Latin1.GetBytes(body), "application/json");
            Assert.True(reply.Status == 400, $"{function}: {reply.Text}");
        }
    }

    [Theory]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=\"UTF-8\"", 200)]
    [InlineData("application/problem+json", 200)]
    public async Task A_body_is_utf8(string type, int status) =>
        Assert.Equal(status, (await Send("/api/v1/system/ping", "{}"u8.ToArray(), type)).Status);

    [Theory, InlineData(0), InlineData(71), InlineData(5000)]
    public async Task A_form_with_a_boundary_that_cannot_be_is_refused(int length)
    {
        Reply reply = await Send("/api/v1/trading/upload?symbol=SPY", "--\r\n"u8.ToArray(), $"multipart/form-data; boundary=\"{new string('b', length)}\"");
        Assert.Equal((400, "boundary"), (reply.Status, reply["field"]));
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { """{"symbol":"SPY","smybol":1}""", "smybol", "symbol" },
        { """{"Symbol":"SPY"}""", "Symbol", "symbol" },
        { """{"symbol":7}""", "symbol", "text" },
        { """{"symbol":null}""", "symbol", "text" },
        { """{}""", "symbol", "text" },
        { "", "symbol", "text" },
        { """[]""", "body", "an object" },
        { """null""", "body", "an object" },
        { """{"symbol":"SPY","symbol":"QQQ"}""", "symbol", "once" },
        { """{"symbol":"SPY","interval":"dayy"}""", "interval", "five_minutes" },
        { """{"symbol":"SPY","interval":5}""", "interval", "day" },
        { """{"symbol":"SPY","interval":"day,week"}""", "interval", "day" },
        { """{"symbol":"../../etc/passwd"}""", "symbol", "1 to 32 characters" },
        { """{"symbol":"a\r\nX-Evil: 1"}""", "symbol", "1 to 32 characters" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_wrong_member_is_named_with_what_is_allowed(string body, string field, string allowed)
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", body);
        Assert.Equal(400, reply.Status);
        Assert.Equal("/problems/invalid-input", reply["type"]);
        Assert.Equal(field, reply["field"]);
        Assert.Contains(allowed, reply["allowed"], StringComparison.Ordinal);
    }

    public static TheoryData<string, string> WrongMoney => new()
    {
        { "\"limitPrice\":12345678901234567890123456789012345678901234567890", "limitPrice" },
        { "\"limitPrice\":1.2345678901234567890123456789012345678901234567890", "limitPrice" },
        { "\"limitPrice\":1e40", "limitPrice" },
        { "\"limitPrice\":\"12\"", "limitPrice" },
        { "\"quantity\":true", "quantity" },
        { "\"live\":\"yes\"", "live" },
        { "\"orderType\":\"stop-limit\"", "orderType" },
    };

    [Theory, MemberData(nameof(WrongMoney))]
    public async Task Money_that_cannot_be_kept_exactly_is_refused(string member, string field)
    {
        Reply reply = await server.Post(Trade, $$"""{"portfolioId":"a","strategy":"m","symbol":"SPY","action":"buy","idempotencyKey":"k",{{member}}}""");
        Assert.Equal(400, reply.Status);
        Assert.Equal(field, reply["field"]);
        Assert.NotNull(reply["allowed"]);
    }

    [Theory]
    [InlineData("""{"strategy":"momentum","fillRule":"now"}""", "fillRule", "nextOpen")]
    [InlineData("""{"strategy":"momentum","parameters":{"window":"x"}}""", "parameters.window", "a finite number")]
    [InlineData("""{"strategy":"momentum","initialCapital":1e999}""", "initialCapital", "a finite number")]
    [InlineData("""{"strategy":"momentum","costs":{"commission":{"model":"fixd"}}}""", "costs.commission.model", "volume_based")]
    [InlineData("""{"strategy":"momentum","costs":{"halfSpred":0}}""", "costs.halfSpred", "halfSpread")]
    [InlineData("""{"strategy":"momentum","symbols":["SPY",3]}""", "symbols[1]", "text")]
    [InlineData("""{"strategy":"momentum","from":"yesterday"}""", "from", "ISO 8601")]
    public async Task A_fault_deep_in_the_body_is_named_by_its_path(string body, string field, string allowed)
    {
        Reply reply = await server.Post("/api/v1/trading/runBacktest", body);
        Assert.Equal(400, reply.Status);
        Assert.Equal(field, reply["field"]);
        Assert.Contains(allowed, reply["allowed"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("%2e%2e%2fetc")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task An_id_with_a_path_in_it_is_refused(string id)
    {
        Reply reply = await server.Post("/api/v1/trading/getPortfolioStatus", $$"""{"portfolioId":"{{id}}"}""");
        Assert.Equal(400, reply.Status);
        Assert.Equal("portfolioId", reply["field"]);
    }

    [Fact]
    public async Task A_long_value_is_cut_in_the_answer()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", $$"""{"symbol":"{{new string('A', 100_000)}}"}""");
        Assert.Equal(400, reply.Status);
        Assert.True(reply.Text.Length < 1000);
    }

    [Fact]
    public async Task A_body_of_10_MB_is_too_large()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", $$"""{"symbol":"{{new string('A', 10 << 20)}}"}""");
        Assert.Equal(413, reply.Status);
        Assert.Equal("/problems/body-too-large", reply["type"]);
    }

    [Fact]
    public async Task A_large_body_without_a_length_is_too_large_as_well()
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        using HttpRequestMessage request = new(HttpMethod.Post,
            "/api/v1/trading/quickAnalysis") { Content = new StreamContent(new MemoryStream(new byte[3 << 20])) };
        request.Headers.TransferEncodingChunked = true;
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        Assert.Equal(413, (int)(await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task An_import_takes_a_body_that_other_functions_refuse()
    {
        string content = Convert.ToBase64String(new byte[6 << 20]);
        Reply reply = await server.Post("/api/v1/trading/importMarketData", $$"""{"fileName":"a.csv","content":"{{content}}"}""");
        Assert.Equal(200, reply.Status);
        Assert.Contains($"{6 << 20}", reply.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("text/plain"), InlineData("application/x-www-form-urlencoded"), InlineData("application/jsonx")]
    public async Task A_body_of_another_type_is_415(string type)
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        using StringContent content = new("{}", Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        Reply reply = await Reply.Of(await client.PostAsync("/api/v1/trading/listStrategies", content));
        Assert.Equal(415, reply.Status);
        Assert.Equal("/problems/unsupported-media-type", reply["type"]);
    }

    [Fact]
    public async Task An_unknown_address_is_a_page_for_people_and_a_problem_for_programs()
    {
        using HttpClient client = server.Client(null);
        Reply page = await Reply.Of(await client.GetAsync("/no/such/page")), problem = await Reply.Of(await client.GetAsync("/api/v1/no-such"));
        Assert.Equal((404, "text/html"), (page.Status, page.MediaType));
        Assert.Contains("<a href=\"/\">", page.Text, StringComparison.Ordinal);
        Assert.Equal((404, "application/problem+json"), (problem.Status, problem.MediaType));
    }

    private async Task<Reply> Send(string path, byte[] body, string type)
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        using ByteArrayContent content = new(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return await Reply.Of(await client.PostAsync(path, content));
    }

    [Fact]
    public async Task A_header_that_is_not_ascii_is_refused_by_name()
    {
        const string body = """{"portfolioId":"a","strategy":"m","symbol":"SPY","action":"buy","quantity":1}""";
        string text = await Raw($"POST {Trade} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TestKeys.Admin.Text}\r\n"
            + $"Idempotency-Key: \u00FC\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        Assert.StartsWith("HTTP/1.1 400", text, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", text, StringComparison.Ordinal);
        Assert.Contains("\"field\":\"idempotencyKey\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_turns_the_direction_of_a_text_is_escaped_in_the_answer()
    {
        Reply reply = await server.Post("/api/v1/trading/quickAnalysis", "{\"symbol\":\"a\u202Eb\u200Bc\u0000\"}".Replace("\0", "\\u0000", StringComparison.Ordinal));
        Assert.Equal((400, "a\u202Eb\u200Bc\0"), (reply.Status, reply["value"]));
        Assert.Contains("\\u202eb\\u200bc\\u0000", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(reply.Text, letter => letter is '\u202E' or '\u200B');
    }

    [Theory]
    [InlineData("GET /api/v1/trading/../../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", "404")]
    [InlineData("GET /api/v1/functions/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: x\r\n\r\n", "401")]
    [InlineData("POST /api/v1/system/ping HTTP/1.1\r\nHost: x\r\nX-Api-Key: a\rb\r\nContent-Length: 0\r\n\r\n", "400")]
    [InlineData("POST /api/v1/system/ping HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "40")]
    public async Task Raw_nonsense_is_answered_and_leaks_nothing(string request, string status)
    {
        string text = await Raw(request);
        Assert.StartsWith($"HTTP/1.1 {status}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("root:", text, StringComparison.Ordinal);
    }

    private async Task<string> Raw(string request)
    {
        using TcpClient tcp = new();
        await tcp.ConnectAsync(server.Address.Host, server.Address.Port, TestContext.Current.CancellationToken);
        await using NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        byte[] answer = new byte[4096];
        int length = await stream.ReadAsync(answer, TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(answer, 0, length);
    }
}
