using System.Net.Http.Headers;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Security.Browsers;
using static NeuralTrader.Cluster.Tests.Security.ProtectedApi;

namespace NeuralTrader.Cluster.Tests.Security;

/// <summary>What the functions say of headers is what the server sends.</summary>
public sealed class BrowserRuleTests(ProtectedApi api) : IClassFixture<ProtectedApi>
{
    private const string Desk = "https://desk.example.com", Other = "http://localhost:3000", Ping = "/api/v1/system/ping";

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", false, Desk)]
    [InlineData(Desk, false, Desk)]
    [InlineData(Desk, true, Desk)]
    [InlineData(Desk, false, "https://desk.example.com.evil.com")]
    [InlineData(Desk, false, "null")]
    [InlineData($"{Desk} {Other}", true, Other)]
    [InlineData($"{Desk} {Other}", false, "http://localhost:3001")]
    [InlineData("*", false, Other)]
    public async Task Other_sites_are_answered_as_the_functions_say(string origins, bool credentials, string origin)
    {
        await api.Client.InitSecurityConfigAsync(new InitSecurityConfigRequest(origins.Split(' ', StringSplitOptions.RemoveEmptyEntries), credentials, 120), cancel);
        CorsHeaders said = await api.Client.GetCorsHeadersAsync(new GetCorsHeadersRequest(origin), cancel);
        Assert.Equal(said.Verdict, await api.Client.CheckCorsOriginAsync(new CheckCorsOriginRequest(origin), cancel));
        using HttpClient caller = await api.Caller("203.0.113.20", "owner");
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        while (Lines(said.Preflight) != Lines(await Sent(caller, HttpMethod.Options, origin))) await Task.Delay(20, patience.Token);
        Assert.Equal(Lines(said.Answer), Lines(await Sent(caller, HttpMethod.Post, origin)));
        Assert.Equal(said.Verdict.IsAllowed, said.Answer.Count > 0);
    }

    [Fact]
    public async Task The_console_is_open_to_no_other_site()
    {
        await api.Client.InitSecurityConfigAsync(new InitSecurityConfigRequest([Desk]), cancel);
        using HttpClient caller = await api.Caller("203.0.113.20", "owner");
        using HttpRequestMessage request = new(HttpMethod.Get, "/signin") { Headers = { { "Origin", Desk } } };
        using HttpResponseMessage answer = await caller.SendAsync(request, cancel);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Every_site_with_credentials_is_refused_and_changes_nothing()
    {
        SecurityConfig before = await api.Client.InitSecurityConfigAsync(new InitSecurityConfigRequest([Desk], AllowCredentials: false), cancel);
        await Assert.ThrowsAsync<InvalidInputException>(() => api.Client.InitSecurityConfigAsync(new InitSecurityConfigRequest(["*"], AllowCredentials: true), cancel));
        Assert.Equal(before.Version, (await api.Client.InitSecurityConfigAsync(new InitSecurityConfigRequest(), cancel)).Version);
    }

    [Fact]
    public async Task An_allow_list_keeps_all_others_out()
    {
        using HttpClient inside = await api.Caller("198.51.100.1", "owner"), outside = await api.Caller("203.0.113.30", "owner"), here = await api.Caller("127.0.0.1", "owner");
        await api.Client.InitSecurityConfigAsync(new InitSecurityConfigRequest(AllowList: ["198.51.100.0/24"]), cancel);
        await Until(outside, 403);
        Assert.Equal(200, await Status(inside));
        Assert.Equal(200, await Status(here));
        await api.Client.InitSecurityConfigAsync(new InitSecurityConfigRequest(AllowList: []), cancel);
        await Until(outside, 200);
    }

    [Fact]
    public async Task Configured_origins_hold_for_the_platform()
    {
        await api.Start(("NeuralTrader:Api:CorsOrigins", "https://configured.example, https://second.example"));
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(10));
        while (!(await api.Client.CheckCorsOriginAsync(new CheckCorsOriginRequest("https://second.example"), cancel)).IsAllowed) await Task.Delay(20, patience.Token);
    }

    [Theory, InlineData(AnswerUse.Program, "/api/v1/functions"), InlineData(AnswerUse.Page, "/signin"), InlineData(AnswerUse.Document, "/scalar")]
    public async Task Browsers_are_told_what_the_function_says(AnswerUse use, string path)
    {
        using HttpClient caller = await api.Caller("203.0.113.20", "owner");
        using HttpResponseMessage answer = await caller.GetAsync(new Uri(path, UriKind.Relative), cancel);
        foreach ((string name, string value) in (await api.Client.GetSecurityHeadersAsync(new GetSecurityHeadersRequest(use, IsHttps: false), cancel)).Headers)
            Assert.Equal(value, Nonceless(string.Join(",", answer.Headers.GetValues(name))));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
        using HttpRequestMessage encrypted = new(HttpMethod.Get, path) { Headers = { { "X-Forwarded-Proto", "https" } } };
        using HttpResponseMessage over = await caller.SendAsync(encrypted, cancel);
        Assert.Equal("max-age=31536000; includeSubDomains", over.Headers.GetValues("Strict-Transport-Security").Single());
    }

    private static string Lines(IReadOnlyDictionary<string, string> headers) => string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));

    private static string Nonceless(string value) => System.Text.RegularExpressions.Regex.Replace(value, "nonce-[0-9a-f]{32}", "nonce-{nonce}");

    private async Task<Dictionary<string, string>> Sent(HttpClient caller, HttpMethod method, string origin)
    {
        using HttpRequestMessage request = new(method, Ping) { Headers = { { "Origin", origin } } };
        if (method == HttpMethod.Options) request.Headers.Add("Access-Control-Request-Method", "POST");
        else request.Content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));
        using HttpResponseMessage answer = await caller.SendAsync(request, cancel);
        return answer.Headers.Where(header => header.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase) || header.Key == "Vary")
            .ToDictionary(header => header.Key, header => string.Join(",", header.Value));
    }
}
