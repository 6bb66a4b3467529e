using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NeuralTrader.Cluster.Tests.Hosting;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>Keys, tokens and sessions of a running platform that logs all it can.</summary>
public sealed class KeysOfAProcessTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-");
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private readonly List<string> secrets = [], answers = [];

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Credentials_work_until_they_end_and_none_is_told_to_anybody_else()
    {
        string data = Path.Combine(folder.FullName, "data");
        using StandaloneProcess platform = new(
            data, "--Logging:LogLevel:Default", "Debug", "--Logging:LogLevel:Microsoft.AspNetCore", "Trace", "--Logging:LogLevel:NeuralTrader", "Trace",
            "--Logging:LogLevel:Microsoft.IdentityModel", "Trace");
        await platform.Up(cancel);
        while (!platform.Output.Contains("  API key ", StringComparison.Ordinal)) await Task.Delay(50, cancel); // it comes with the last line but one
        string link = platform.Output.Split('\n').Single(line => line.Contains("sign in", StringComparison.Ordinal)).Split("http")[1].Split(' ')[0];
        string admin = Secret((await File.ReadAllTextAsync(Path.Combine(data, "first-api-key"), cancel)).Trim());

        JsonNode made = await Told(platform, admin, "createApiKey", new() { ["username"] = "ada", ["role"] = "user" });
        string key = Secret((string)made["key"]!), id = (string)made["info"]!["keyId"]!;
        JsonNode issued = await Told(platform, key, "generateToken", new() { ["minutes"] = 5 });
        string token = Secret((string)issued["token"]!);
        Assert.Equal(HttpStatusCode.OK, await Call(platform, token, "/api/v1/trading/createPortfolio", new() { ["portfolioId"] = "adas", ["initialCash"] = 5 }));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(platform, token, "/api/v1/security/listApiKeys", []));
        Assert.Equal(HttpStatusCode.Forbidden, await Call(platform, token, "/api/v1/security/generateToken", []));
        Assert.True((bool)(await Told(platform, key, "checkAuthorization", new() { ["function"] = "moveCash", ["resource"] = "portfolio/adas" }))["isAllowed"]!);

        string session = await SignIn(platform, key);
        Assert.Equal(HttpStatusCode.OK, await Page(platform, session));
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(platform, Secret(session.Split('=')[1]), "/api/v1/system/ping", [])); // a cookie is no key

        JsonNode next = await Told(platform, admin, "rotateApiKey", new() { ["keyId"] = id, ["overlapMinutes"] = 1 });
        string newer = Secret((string)next["key"]!);
        foreach (string works in (string[])[key, newer, token]) Assert.Equal(HttpStatusCode.OK, await Call(platform, works, "/api/v1/system/ping", []));

        string other = Secret((string)(await Told(platform, newer, "generateToken", []))["token"]!);
        await Told(platform, newer, "revokeToken", new() { ["tokenId"] = (string)issued["tokenId"]! });
        Assert.Equal(HttpStatusCode.Unauthorized, await Call(platform, token, "/api/v1/system/ping", []));
        await Told(platform, admin, "revokeApiKey", new() { ["keyId"] = id });
        await Told(platform, admin, "revokeApiKey", new() { ["keyId"] = (string)next["info"]!["keyId"]! });
        foreach (string ended in (string[])[key, newer, other, token, key + "x", "eyJ0.eyJ0.x"])
            Assert.Equal(HttpStatusCode.Unauthorized, await Call(platform, ended, "/api/v1/system/ping", []));
        Assert.Equal(HttpStatusCode.Redirect, await Page(platform, session));
        await Told(platform, admin, "initAuth", new() { ["rotate"] = true });
        await Told(platform, admin, "listApiKeys", []);
        JsonNode start = (await Told(platform, admin, "getAuditEvents", new() { ["action"] = "config.start" }))["events"]!.AsArray().Single()!["event"]!["details"]!;
        Assert.Equal(data, (string?)start["NeuralTrader:DataDirectory"]);

        platform.Terminate();
        await platform.Ended(cancel);
        secrets.Remove(admin); // it is told once, at the start, as is the link
        Assert.True(platform.Output.Length > 10_000, "It logged.");
        foreach (string secret in secrets)
        {
            Assert.DoesNotContain(secret, platform.Output, StringComparison.Ordinal);
            Assert.DoesNotContain(answers, answer => answer.Contains(secret, StringComparison.Ordinal));
        }
        Assert.Equal(1, platform.Output.Split(admin).Length - 1);
        Assert.Equal(1, platform.Output.Split(link).Length - 1);
        foreach (string file in Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("first-api-key", StringComparison.Ordinal)))
        {
            string content = System.Text.Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, cancel));
            Assert.All([.. secrets, admin], secret => Assert.DoesNotContain(secret, content, StringComparison.Ordinal));
        }
    }

    private string Secret(string text)
    {
        secrets.Add(text);
        return text;
    }

    // The answer to a call that succeeds. What makes a secret tells it, once, to its caller.
    private async Task<JsonNode> Told(StandaloneProcess platform, string key, string function, JsonObject request)
    {
        using HttpClient client = platform.Client(key);
        using HttpResponseMessage answer = await Post(client, $"/api/v1/security/{function}", request);
        string text = await answer.Content.ReadAsStringAsync(cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{function}: {text}");
        return JsonNode.Parse(text)!;
    }

    private async Task<HttpStatusCode> Call(StandaloneProcess platform, string credential, string path, JsonObject request)
    {
        using HttpClient client = new() { BaseAddress = new Uri(platform.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        using HttpResponseMessage answer = await Post(client, path, request);
        answers.Add(await answer.Content.ReadAsStringAsync(cancel) + answer.Headers);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> Post(HttpClient client, string path, JsonObject request)
    {
        using StringContent body = new(request.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        if (path.Contains("trading", StringComparison.Ordinal)) client.DefaultRequestHeaders.Add("Idempotency-Key", $"{Guid.NewGuid():N}");
        return await client.PostAsync(new Uri(path, UriKind.Relative), body, cancel);
    }

    private async Task<string> SignIn(StandaloneProcess platform, string key)
    {
        using HttpClient browser = Browser(platform);
        using FormUrlEncodedContent form = new([KeyValuePair.Create("key", key)]);
        using HttpResponseMessage entered = await browser.PostAsync(new Uri("/signin", UriKind.Relative), form, cancel);
        Assert.Equal(HttpStatusCode.SeeOther, entered.StatusCode);
        return entered.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private async Task<HttpStatusCode> Page(StandaloneProcess platform, string cookie)
    {
        using HttpClient browser = Browser(platform);
        browser.DefaultRequestHeaders.Add("Cookie", cookie);
        using HttpResponseMessage page = await browser.GetAsync(new Uri("/portfolios", UriKind.Relative), cancel);
        answers.Add(await page.Content.ReadAsStringAsync(cancel));
        return page.StatusCode;
    }

    private static HttpClient Browser(StandaloneProcess platform) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri(platform.Address), DefaultRequestHeaders = { { "Sec-Fetch-Site", "same-origin" }, { "Accept", "text/html" } },
    };
}
