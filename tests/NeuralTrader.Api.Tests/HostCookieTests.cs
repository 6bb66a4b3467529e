using System.Net;
using NeuralTrader.Api.Tests.Fakes;

namespace NeuralTrader.Api.Tests;

/// <summary>The sign-in cookie over HTTPS, as a proxy before the interface says that it was.</summary>
public sealed class HostCookieTests(Server server) : IAsyncLifetime
{
    private const string Ping = "/api/v1/system/ping";

    private Uri address = null!;

    public async ValueTask InitializeAsync() => address = await server.Start(("NeuralTrader:Api:TrustedProxies", "127.0.0.1"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Over_https_the_cookie_is_this_hosts_alone_and_opens_nothing_in_the_clear()
    {
        using HttpClient browser = Browser("https");
        string[] parts = (await SignIn(browser)).Split("; ");
        Assert.StartsWith("__Host-nt-console=", parts[0], StringComparison.Ordinal);
        Assert.Contains("path=/", parts);
        Assert.Contains("secure", parts);
        Assert.Contains("httponly", parts);
        Assert.Contains("samesite=strict", parts);
        Assert.DoesNotContain(parts, part => part.StartsWith("domain", StringComparison.OrdinalIgnoreCase));
        browser.DefaultRequestHeaders.Add("Cookie", parts[0]);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync(Ping, null)).StatusCode);
        using HttpClient plain = Browser("http");
        plain.DefaultRequestHeaders.Add("Cookie", parts[0]);
        Assert.NotEqual(HttpStatusCode.OK, (await plain.PostAsync(Ping, null)).StatusCode);
    }

    [Fact]
    public async Task Who_signs_in_anew_leaves_no_session_behind_and_who_signs_out_nothing_in_the_browser()
    {
        using HttpClient browser = Browser("https");
        browser.DefaultRequestHeaders.Add("Cookie", (await SignIn(browser)).Split(';')[0]);
        int before = FakeTokenGrain.Ended.Count(id => id == "session of reader");
        await SignIn(browser);
        Assert.Equal(before + 1, FakeTokenGrain.Ended.Count(id => id == "session of reader"));
        using HttpResponseMessage left = await browser.PostAsync("/signout", null);
        Assert.Equal(before + 2, FakeTokenGrain.Ended.Count(id => id == "session of reader"));
        Assert.Equal("\"cache\", \"storage\"", string.Join(", ", left.Headers.GetValues("Clear-Site-Data")));
        Assert.StartsWith("__Host-nt-console=; expires=Thu, 01 Jan 1970", left.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
    }

    private static async Task<string> SignIn(HttpClient browser)
    {
        using FormUrlEncodedContent form = new([KeyValuePair.Create("key", TestKeys.ReadOnly.Text)]);
        using HttpResponseMessage answer = await browser.PostAsync("/signin", form);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.GetValues("Set-Cookie").Single();
    }

    private HttpClient Browser(string scheme)
    {
        HttpClient browser = server.Client(null, address);
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        browser.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        browser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        return browser;
    }
}
