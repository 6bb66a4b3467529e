using System.Net;
using NeuralTrader.Abstractions.Security;
using static NeuralTrader.Cluster.Tests.Security.ProtectedApi;

namespace NeuralTrader.Cluster.Tests.Security;

public sealed class RequestLimitTests(ProtectedApi api) : IClassFixture<ProtectedApi>
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_has_its_own_limit_on_all_interfaces_together_and_is_told_how_it_stands()
    {
        using HttpClient first = await api.Caller("203.0.113.1", "limited-ada");
        using HttpClient second = new() { BaseAddress = await api.Start(), DefaultRequestHeaders = { Authorization = first.DefaultRequestHeaders.Authorization } };
        await Known(first);
        await Known(second);
        api.Cluster.Clock.Advance(TimeSpan.FromMinutes(1)); // the bucket is full again
        List<HttpResponseMessage> answers = [];
        for (int i = 0; i < 20; i++) answers.Add(await Ping(i % 2 == 0 ? first : second));
        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), 9, 10);
        HttpResponseMessage refused = answers.Last();
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("/problems/rate-limited", await Problem(refused));
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta); // one every 600 ms
        Assert.Equal(("10", "0", "1"), (Header(refused, "RateLimit-Limit"), Header(refused, "RateLimit-Remaining"), Header(refused, "RateLimit-Reset")));
        Assert.Equal("\"burst\";q=10;w=6, \"minute\";q=100;w=60", Header(refused, "RateLimit-Policy"));
        Assert.Equal("\"burst\";r=0;t=1", Header(refused, "RateLimit"));
        api.Cluster.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(200, await Status(first));
    }

    [Fact]
    public async Task What_a_session_calls_counts_as_its_keys_calls_and_only_pages_have_the_consoles_limit()
    {
        using HttpClient byKey = await api.Caller("203.0.113.5", "limited-bob"), bySession = await api.Caller("203.0.113.5");
        await Known(byKey);
        using FormUrlEncodedContent form = new([KeyValuePair.Create("key", byKey.DefaultRequestHeaders.Authorization!.Parameter!)]);
        using HttpRequestMessage signIn = new(HttpMethod.Post, "/signin") { Content = form, Headers = { { "Sec-Fetch-Site", "same-origin" } } };
        using HttpResponseMessage signedIn = await bySession.SendAsync(signIn, cancel);
        bySession.DefaultRequestHeaders.Add("Cookie", signedIn.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0]));
        bySession.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        for (int i = 0; i < 10; i++) Assert.Equal(200, await Status(i % 2 == 0 ? byKey : bySession));
        Assert.Equal((429, 429), (await Status(bySession), await Status(byKey)));
        foreach ((string path, string burst) in ((string, string)[])[("/mcp", "10"), ("/api/v1/functions", "10"), ("/market", "300")])
        {
            using HttpResponseMessage answer = await bySession.GetAsync(new Uri(path, UriKind.Relative), cancel);
            Assert.Equal(burst, Header(answer, "RateLimit-Limit"));
        }
    }

    [Fact]
    public async Task Who_has_a_slow_limit_is_told_how_long_to_wait_and_is_let_in_then()
    {
        using HttpClient slow = await api.Caller("203.0.113.6");
        string key = (await api.Client.CreateApiKeyAsync(new CreateApiKeyRequest("slow", Role.ReadOnly, RateLimit: 6), cancel)).Key;
        slow.DefaultRequestHeaders.Add("X-Api-Key", key);
        await Known(slow);
        Assert.Equal(200, await Status(slow));
        using (HttpResponseMessage refused = await Ping(slow))
            Assert.Equal((TimeSpan.FromSeconds(10), "\"burst\";r=0;t=10"), (refused.Headers.RetryAfter!.Delta, Header(refused, "RateLimit")));
        api.Cluster.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, await Status(slow));
    }

    [Fact]
    public async Task A_key_without_a_limit_is_not_limited_and_says_nothing_of_one()
    {
        using HttpClient owner = await api.Caller("203.0.113.2", "owner");
        for (int i = 0; i < 300; i++) Assert.Equal(200, await Status(owner));
        using HttpResponseMessage answer = await Ping(owner);
        Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("RateLimit", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Who_shows_no_key_is_limited_by_his_address_and_nobody_else_with_him()
    {
        using HttpClient stranger = await api.Caller("203.0.113.3"), other = await api.Caller("203.0.113.4");
        await Known(stranger);
        int[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Status(stranger)));
        Assert.InRange(answers.Count(status => status == 401), 1, 60);
        Assert.Contains(429, answers);
        Assert.Equal(401, await Status(other));
        using HttpResponseMessage health = await stranger.GetAsync(new Uri("/alive", UriKind.Relative), cancel);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task The_functions_take_from_the_same_buckets_that_requests_do()
    {
        RateLimitCheck check = await api.Client.CheckRateLimitAsync(new CheckRateLimitRequest("tenant-7", 4), cancel);
        Assert.Equal((true, 6), (check.IsAllowed, check.Remaining));
        check = await api.Client.CheckRateLimitAsync(new CheckRateLimitRequest("tenant-7", 7), cancel);
        Assert.Equal((false, 6, 0.6), (check.IsAllowed, check.Remaining, check.RetryAfterSeconds));
        Assert.Null((await api.Client.CheckRateLimitAsync(new CheckRateLimitRequest("tenant-7", 11), cancel)).RetryAfterSeconds);
        RateLimitStats stats = await api.Client.GetRateLimitStatsAsync(new GetRateLimitStatsRequest("tenant-7"), cancel);
        Assert.Equal(("tenant-7", 6), (stats.Callers.Single().Id, stats.Callers.Single().Remaining));
        Assert.True((await api.Client.ResetRateLimitAsync(new ResetRateLimitRequest("tenant-7"), cancel)).WasTracked);
        Assert.True((await api.Client.CheckRateLimitAsync(new CheckRateLimitRequest("tenant-7", 10), cancel)).IsAllowed);
        api.Cluster.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await api.Client.CleanupRateLimiterAsync(new CleanupRateLimiterRequest(), cancel)).Buckets >= 1);
        Assert.Empty((await api.Client.GetRateLimitStatsAsync(new GetRateLimitStatsRequest("tenant-7"), cancel)).Callers);
    }

    private static string Header(HttpResponseMessage answer, string name) => string.Join(", ", answer.Headers.GetValues(name));

    // The interface has heard the limits once it tells a stranger of them.
    private static async Task Known(HttpClient caller)
    {
        using HttpClient stranger = new() { BaseAddress = caller.BaseAddress, DefaultRequestHeaders = { { "X-Forwarded-For", "198.51.100.77" } } };
        while (!(await Ping(stranger)).Headers.Contains("RateLimit")) await Task.Delay(20);
    }
}
