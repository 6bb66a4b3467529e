using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Abstractions.Security;
using NeuralTrader.Api.Security;
using NeuralTrader.Api.Tests.Fakes;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Tests;

public sealed class AccessTests(Server server)
{
    private const string Ping = "/api/v1/system/ping";

    public static TheoryData<string, string> NoKeys => new()
    {
        { "X-None", "" },
        { "Authorization", "Bearer" },
        { "Authorization", "Bearer ntk_short" },
        { "Authorization", $"Basic {TestKeys.Admin.Text}" },
        { "Authorization", $"Bearer {TestKeys.Expired.Text}" },
        { "Authorization", $"Bearer {TestKeys.Text(99)}" },
        { "Authorization", $"Bearer {TestKeys.Admin.Text}x" },
        { "Authorization", $"Bearer {TestKeys.Admin.Text[..^1]}!" },
        { "X-Api-Key", new string('A', 5000) },
        { "X-Api-Key", "" },
        { "X-Api-Key", "ключ" },
    };

    [Theory, MemberData(nameof(NoKeys))]
    public async Task Without_a_key_that_works_nothing_is_served(string header, string value)
    {
        using HttpClient client = server.Client(null);
        using HttpRequestMessage request = new(HttpMethod.Post, Ping);
        request.Headers.TryAddWithoutValidation(header, value);
        Reply reply;
        try
        {
            reply = await Reply.Of(await client.SendAsync(request));
        }
        catch (HttpRequestException) when (!Ascii.IsValid(value))
        {
            return; // the client itself will not send it
        }
        Assert.Equal(401, reply.Status);
        Assert.Equal("/problems/unauthenticated", reply["type"]);
        Assert.Equal("Bearer", reply.Message.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_key_comes_in_either_header_but_not_in_both()
    {
        using HttpClient client = server.Client(null);
        client.DefaultRequestHeaders.Add("X-Api-Key", TestKeys.ReadOnly.Text);
        Assert.Equal(200, (int)(await client.PostAsync(Ping, null)).StatusCode);
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {TestKeys.Admin.Text}");
        Assert.Equal(401, (int)(await client.PostAsync(Ping, null)).StatusCode);
    }

    [Fact]
    public async Task A_key_that_is_revoked_here_stops_at_once()
    {
        using HttpClient client = server.Client(TestKeys.Fleeting);
        string cookie = await SignIn(server.Client(null), TestKeys.Fleeting.Text);
        Assert.Equal(200, (int)(await client.PostAsync(Ping, null)).StatusCode);
        Assert.Equal(200, await Call(server.Client(null), cookie, ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(200, (await server.Post("/api/v1/security/revokeApiKey", $$"""{"keyId":"{{TestKeys.Fleeting.Name}}"}""")).Status);
        Assert.Equal(401, (int)(await client.PostAsync(Ping, null)).StatusCode);
        Assert.NotEqual(200, await Call(server.Client(null), cookie, ("Sec-Fetch-Site", "same-origin")));
    }

    [Fact]
    public async Task What_a_revoked_key_or_its_session_follows_is_cut_off()
    {
        using HttpClient byKey = server.Client(TestKeys.Following), bySession = server.Client(null);
        bySession.DefaultRequestHeaders.Add("Cookie", await SignIn(server.Client(null), TestKeys.Following.Text));
        Stream[] streams = [await Follow(byKey), await Follow(bySession)];
        await Task.Delay(1_000); // a key that works is not disturbed
        foreach (Stream stream in streams) Assert.True(await stream.ReadAsync(new byte[100]) > 0);
        Assert.Equal(200, (await server.Post("/api/v1/security/revokeApiKey", $$"""{"keyId":"{{TestKeys.Following.Name}}"}""")).Status);
        foreach (Stream stream in streams)
            await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(5)));

        static Task<Stream> Follow(HttpClient client) => client.GetStreamAsync("/api/v1/jobs/endless/events");
    }

    [Theory]
    [InlineData(Role.ReadOnly, "ReadOnly")]
    [InlineData(Role.User, "ReadOnly User")]
    [InlineData(Role.Admin, "ReadOnly User Admin Service")]
    [InlineData(Role.Service, "Service")]
    public void A_role_may_do_what_the_list_of_functions_says(Role held, string allowed) =>
        Assert.Equal(allowed.Split(' '), Enum.GetValues<Role>().Where(needed => held.Allows(needed)).Select(Policies.Of));

    [Fact]
    public async Task Every_function_asks_for_its_role()
    {
        TestKey[] callers = [TestKeys.ReadOnly, TestKeys.User, TestKeys.Service, TestKeys.Admin];
        foreach (TestKey caller in callers)
        {
            using HttpClient client = server.Client(caller);
            foreach (Function function in FunctionCatalog.All)
            {
                using StringContent body = new("not json", Encoding.UTF8, "application/json"); // 400 once the caller is let in
                Reply reply = await Reply.Of(await client.PostAsync(function.Route, body));
                bool isLetIn = caller.Role.Allows(function.Role) || (function.IsForServices && caller.Role == Role.Service);
                Assert.True(reply.Status == (isLetIn ? 400 : 403), $"{caller.Name} {function.Name}: {reply.Text}");
            }
        }
    }

    [Theory, InlineData("/api/v1/functions"), InlineData("/api/v1/trading/bars/SPY.csv"), InlineData("/api/v1/jobs/a/events"), InlineData("/openapi/v1.json")]
    public async Task Documents_and_files_need_a_key(string path)
    {
        using HttpClient client = server.Client(null);
        Assert.Equal(401, (int)(await client.GetAsync(path)).StatusCode);
    }

    [Theory, InlineData("/alive", "alive"), InlineData("/health", "Healthy")]
    public async Task Health_is_open_and_terse(string path, string text)
    {
        using HttpClient client = server.Client(null);
        Assert.Equal(text, await client.GetStringAsync(path));
    }

    [Theory, InlineData("/alive"), InlineData("/health"), InlineData("/")]
    public async Task Who_asks_for_the_head_alone_hears_the_same_status(string path)
    {
        using HttpClient client = server.Client(null);
        using HttpRequestMessage ask = new(HttpMethod.Head, path);
        Assert.Equal((await client.GetAsync(path)).StatusCode, (await client.SendAsync(ask)).StatusCode);
    }

    [Fact]
    public async Task A_key_signs_a_browser_in_and_the_cookie_works_from_this_sites_pages_alone()
    {
        using HttpClient client = server.Client(null);
        string cookie = await SignIn(client, TestKeys.User.Text);
        Assert.Equal(200, await Call(client, cookie, ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(200, await Call(client, cookie, ("Origin", server.Address.GetLeftPart(UriPartial.Authority))));
        Assert.Equal(403, await Call(client, cookie, ("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(403, await Call(client, cookie, ("Sec-Fetch-Site", "same-site")));
        Assert.Equal(403, await Call(client, cookie, ("Origin", "http://evil.example")));
        Assert.Equal(403, await Call(client, cookie, ("Origin", "null")));
        Assert.Equal(403, await Call(client, cookie));
    }

    [Fact]
    public async Task A_wrong_key_signs_nobody_in()
    {
        using HttpClient client = server.Client(null);
        using HttpResponseMessage answer = await Post(client, "/signin", TestKeys.Expired.Text, "same-origin");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        using HttpResponseMessage foreign = await Post(client, "/signin", TestKeys.User.Text, "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    [Theory, InlineData("//evil.example", "/"), InlineData("https://evil.example", "/"), InlineData("/\\evil.example", "/"),
        InlineData("/portfolio", "/portfolio"), InlineData("/a?b=c%2Fd", "/a?b=c%2Fd"), InlineData("/\u202E", "/%E2%80%AE"), InlineData("/zürich/😀", "/z%C3%BCrich/%F0%9F%98%80")]
    public async Task Signing_in_leads_to_this_site_alone(string returnUrl, string location)
    {
        using HttpClient client = server.Client(null);
        using HttpResponseMessage answer = await Post(client, $"/signin?returnUrl={Uri.EscapeDataString(returnUrl)}", TestKeys.User.Text, "same-origin");
        Assert.Equal(location, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Signing_out_leads_to_the_sign_in_page_whatever_the_address_asks_for()
    {
        using HttpClient client = server.Client(null);
        using HttpResponseMessage answer = await Post(client, "/signout?returnUrl=/%E2%80%AE", "", "same-origin");
        Assert.Equal((HttpStatusCode.SeeOther, "/signin"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task Nobody_is_sent_to_the_host_that_a_request_names()
    {
        using HttpClient client = server.Client(null);
        using HttpRequestMessage request = new(HttpMethod.Get, "/?a=ü&b=2") { Headers = { Host = "evil.example" } };
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/signin?returnUrl=%2F%3Fa%3D%25C3%25BC%26b%3D2", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_ticket_signs_in_once()
    {
        Uri link = server.Services.GetRequiredService<ConsoleTickets>().Issue(
            server.Address, (await server.Cluster.Client.GetGrain<IIdentityGrain>(0).OpenSession(new Credential(TestKeys.User.Text), CancellationToken.None))!);
        using HttpClient client = server.Client(null);
        using HttpResponseMessage first = await client.GetAsync(link);
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        string cookie = first.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(200, await Call(client, cookie.Split(';')[0], ("Sec-Fetch-Site", "same-origin")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(link)).StatusCode);
    }

    [Fact]
    public async Task A_page_is_sent_with_what_browsers_are_to_refuse()
    {
        using HttpClient client = server.Client(null);
        using HttpResponseMessage page = await client.GetAsync("/signin");
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(page.Headers.Contains("Server"));
    }

    private static async Task<string> SignIn(HttpClient client, string key)
    {
        using HttpResponseMessage answer = await Post(client, "/signin", key, "same-origin");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static async Task<HttpResponseMessage> Post(HttpClient client, string path, string key, string site)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new FormUrlEncodedContent([KeyValuePair.Create("key", key)]) };
        request.Headers.Add("Sec-Fetch-Site", site);
        return await client.SendAsync(request);
    }

    private static async Task<int> Call(HttpClient client, string cookie, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Ping);
        request.Headers.Add("Cookie", cookie);
        foreach ((string name, string value) in headers) request.Headers.Add(name, value);
        return (int)(await client.SendAsync(request)).StatusCode;
    }
}
