using System.Text.Json;
using NeuralTrader.Api.Tests.Fakes;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Tests;

public sealed class DocumentTests(Server server)
{
    [Fact]
    public async Task The_openapi_document_holds_every_function_with_its_problems_and_nothing_else()
    {
        using HttpClient client = server.Client(TestKeys.ReadOnly);
        string text = await client.GetStringAsync("/openapi/v1.json");
        if (Environment.GetEnvironmentVariable("NT_KEEP_OPENAPI") is { } path) await File.WriteAllTextAsync(path, text);
        JsonElement document = JsonDocument.Parse(text).RootElement;
        JsonElement paths = document.GetProperty("paths");
        foreach (Function function in FunctionCatalog.All)
        {
            JsonElement operation = paths.GetProperty(function.Route).GetProperty("post");
            Assert.Equal(function.Name, operation.GetProperty("operationId").GetString());
            Assert.True(operation.GetProperty("responses").TryGetProperty("200", out JsonElement ok), function.Name);
            Assert.True(ok.GetProperty("content").TryGetProperty("application/json", out _), function.Name);
            Assert.True(operation.GetProperty("responses").GetProperty("503").GetProperty("content").TryGetProperty("application/problem+json", out _));
            Assert.True(operation.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _), function.Name);
        }
        Assert.All(paths.EnumerateObject(), path => Assert.StartsWith("/api/v1/", path.Name, StringComparison.Ordinal));
        Assert.DoesNotContain("ashboard", text, StringComparison.Ordinal);
        Assert.Contains("Idempotency-Key", paths.GetProperty("/api/v1/trading/moveCash").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(2, document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Count());
    }

    [Fact]
    public async Task Functions_are_grouped_under_the_names_of_their_subjects()
    {
        using HttpClient client = server.Client(TestKeys.ReadOnly);
        JsonElement document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement;
        string[] known = [.. Enum.GetNames<Subject>(), "Functions", "Files", "Jobs"];
        Assert.All(document.GetProperty("tags").EnumerateArray(), tag => Assert.Contains(tag.GetProperty("name").GetString(), known));
        IEnumerable<JsonElement> operations = document.GetProperty("paths").EnumerateObject().SelectMany(path =>
            path.Value.EnumerateObject()).Select(operation => operation.Value);
        Assert.All(operations, operation => Assert.Contains(operation.GetProperty("tags")[0].GetString(), known));
    }

    [Fact]
    public async Task A_request_is_described_in_the_words_of_its_contract()
    {
        using HttpClient client = server.Client(TestKeys.ReadOnly);
        JsonElement schema = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement
            .GetProperty("components").GetProperty("schemas").GetProperty("MoveCashRequest").GetProperty("properties");
        Assert.Equal("number", schema.GetProperty("amount").GetProperty("type").GetString());
        Assert.StartsWith("Positive in, negative out", schema.GetProperty("amount").GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_of_functions_is_the_catalogue_with_schemas_that_say_what_is_meant()
    {
        using HttpClient client = server.Client(TestKeys.ReadOnly);
        JsonElement list = JsonDocument.Parse(await client.GetStringAsync("/api/v1/functions")).RootElement;
        Assert.Equal(FunctionCatalog.Working, list.GetProperty("available").GetInt32());
        Assert.Equal(FunctionCatalog.All.Count, FunctionCatalog.Working + list.GetProperty("own").GetInt32());
        Assert.Equal(FunctionCatalog.All.Count + FunctionCatalog.Unavailable.Count, list.GetProperty("functions").GetArrayLength());
        foreach (JsonElement function in list.GetProperty("functions").EnumerateArray().Where(f => f.GetProperty("status").GetString() == "available"))
        {
            JsonElement request = function.GetProperty("request");
            Assert.False(string.IsNullOrEmpty(request.GetProperty("description").GetString()));
            if (!request.TryGetProperty("properties", out JsonElement members)) continue;
            foreach (JsonProperty member in members.EnumerateObject())
                Assert.True(member.Value.TryGetProperty("description", out _), $"{function.GetProperty("name")}.{member.Name}: {member.Value.GetRawText()}");
        }
    }

    [Fact]
    public async Task Every_list_and_every_dictionary_of_the_document_says_what_it_holds()
    {
        using HttpClient client = server.Client(TestKeys.ReadOnly);
        JsonElement schemas = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json")).RootElement.GetProperty("components").GetProperty("schemas");
        List<string> empty = [];
        foreach (JsonProperty schema in schemas.EnumerateObject())
        {
            if (!schema.Value.TryGetProperty("properties", out JsonElement members)) continue;
            foreach (JsonProperty member in members.EnumerateObject())
            {
                string[] types = !member.Value.TryGetProperty("type", out JsonElement type) ? []
                    : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)] : [type.GetString()!];
                bool isList = types.Contains("array"), isObject = types.Contains("object");
                if ((isList && !member.Value.TryGetProperty("items", out _)) || (isObject && !member.Value.TryGetProperty("additionalProperties", out _)))
                    empty.Add($"{schema.Name}.{member.Name}");
            }
        }
        Assert.Empty(empty);
        JsonElement views = schemas.GetProperty("MarketViews").GetProperty("properties").GetProperty("marketWeights").GetProperty("additionalProperties");
        Assert.Contains("number", views.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("\"step\"", schemas.GetProperty("OptimizeStrategyRequest").GetProperty("properties").GetProperty("parameterRanges").GetRawText(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_example_is_a_request_that_is_read()
    {
        using HttpClient client = server.Client(TestKeys.Admin);
        foreach (Function function in FunctionCatalog.All)
        {
            JsonElement listed = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/functions/{function.Name}")).RootElement;
            object? request = listed.GetProperty("example").Deserialize(function.RequestType, Client.Json.WireJson.Options);
            Assert.NotNull(request);
        }
    }

    [Fact]
    public async Task The_listing_of_an_unknown_function_names_the_nearest()
    {
        using HttpClient client = server.Client(TestKeys.ReadOnly);
        Reply reply = await Reply.Of(await client.GetAsync("/api/v1/functions/runBactest"));
        Assert.Equal((404, "runBacktest"), (reply.Status, reply.Json.GetProperty("nearest")[0].GetString()));
    }

    [Fact]
    public async Task The_page_that_shows_the_document_asks_no_other_host()
    {
        using HttpClient client = server.Client(TestKeys.ReadOnly);
        using HttpResponseMessage page = await client.GetAsync("/scalar/v1");
        string html = await page.Content.ReadAsStringAsync();
        if (Environment.GetEnvironmentVariable("NT_KEEP_OPENAPI") is { } path) await File.WriteAllTextAsync(path + ".html", html);
        Assert.Equal(200, (int)page.StatusCode);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html.Replace(server.Address.ToString(), "", StringComparison.Ordinal), StringComparison.Ordinal);
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("connect-src 'self'", policy, StringComparison.Ordinal);
        string nonce = policy.Split("'nonce-")[1].Split('\'')[0];
        Assert.Equal(html.Split("<script").Length - 1, html.Split($"nonce=\"{nonce}\"").Length - 1);
    }
}
