using System.Text.Json;

namespace NeuralTrader.Cli.Tests;

/// <summary>The short verbs of limits, addresses, other sites and owners say what their functions take, and show what they answer.</summary>
public sealed class SecurityVerbTests
{
    private const string Limits = """
        {"default":{"perMinute":100,"burst":10},"strangers":{"perMinute":120,"burst":60},"console":{"perMinute":600,"burst":300},"addressRequestsPerMinute":1000,"blockMinutes":60,"exemptLoopback":true}
        """;

    private const string Config = $$"""{"cors":{"origins":["https://desk.example.com"],"allowCredentials":false,"maxAgeSeconds":600},"allowList":["192.0.2.0/24"],"limits":{{Limits}},"version":3}""";

    private const string Block = """{"range":"203.0.113.7","reason":"Tries keys","by":"root","since":"2026-01-01T00:00:00Z","until":"2026-01-01T01:00:00Z"}""";

    [Theory]
    [InlineData("addresses block 203.0.113.7 --reason Tries", "blockIp", """{"ip":"203.0.113.7","reason":"Tries","minutes":60}""", Block, "until 2026-01-01 01:00")]
    [InlineData("addresses block 203.0.113.7 --reason Tries --minutes 5", "blockIp", """{"ip":"203.0.113.7","reason":"Tries","minutes":5}""", Block, "Nothing more is taken from 203.0.113.7")]
    [InlineData("addresses block 203.0.113.0/24 --reason Tries --for-good", "addIpToBlacklist", """{"ip":"203.0.113.0/24","reason":"Tries"}""",
        """{"range":"203.0.113.0/24","reason":"Tries","by":"root","since":"2026-01-01T00:00:00Z","until":null}""", "without end")]
    [InlineData("addresses unblock 203.0.113.7", "unblockIp", """{"ip":"203.0.113.7"}""",
        $$"""{"range":"203.0.113.7","wasListed":true,"now":{"isAllowed":false,"rule":"blocked","block":{{Block}} } }""", "not let in")]
    [InlineData("addresses unblock 203.0.113.7 --blacklist", "removeIpFromBlacklist", """{"ip":"203.0.113.7"}""",
        """{"range":"203.0.113.7","wasListed":false,"now":{"isAllowed":true,"rule":"not blocked","block":null}}""", "was not on that list")]
    [InlineData("addresses check 203.0.113.7", "checkIpAllowed", """{"ip":"203.0.113.7"}""", $$"""{"isAllowed":false,"rule":"blocked","block":{{Block}} }""", "by root: Tries keys")]
    [InlineData("addresses list", "getBlockedIps", "{}", $$"""{"blocked":[{{Block}}],"blacklist":[],"allowList":["192.0.2.0/24"]}""", "Nobody is let in but 192.0.2.0/24.")]
    [InlineData("limits show key:ntk_a --limit 5", "getRateLimitStats", """{"id":"key:ntk_a","limit":5}""",
        $$"""{"settings":{{Limits}},"tracked":1,"granted":8,"refused":2,"callers":[{"id":"key:ntk_a","limit":{"perMinute":100,"burst":10},"remaining":3,"resetSeconds":4.2}]}""", "2 of 10 counted requests")]
    [InlineData("limits reset key:ntk_a", "resetRateLimit", """{"id":"key:ntk_a"}""", """{"id":"key:ntk_a","wasTracked":true}""", "is full")]
    [InlineData("security show", "getSecurityConfig", "{}", Config, "192.0.2.0/24, and nobody else")]
    [InlineData("security set --origin https://desk.example.com --allow-all", "initSecurityConfig",
        """{"corsOrigins":["https://desk.example.com"],"allowCredentials":null,"maxAgeSeconds":null,"allowList":[]}""", Config, "https://desk.example.com")]
    [InlineData("security set --no-origins --credentials false", "initSecurityConfig", """{"corsOrigins":[],"allowCredentials":false,"maxAgeSeconds":null,"allowList":null}""", Config, "stay away")]
    [InlineData("security headers --of page", "getSecurityHeaders", """{"use":"page","isHttps":true}""", """{"headers":{"X-Frame-Options":"DENY"}}""", "X-Frame-Options")]
    [InlineData("security origin https://evil.example", "checkCorsOrigin", """{"origin":"https://evil.example"}""", """{"isAllowed":false,"rule":"No other site is allowed."}""", "may not call: No other site is allowed.\n")]
    [InlineData("owner portfolio/growth alice", "assignOwner", """{"resource":"portfolio/growth","owner":"alice"}""",
        """{"resource":"portfolio/growth","owner":"alice","before":"bob","isRepeat":false}""", "portfolio/growth is alice's now, and bob's no more.")]
    [InlineData("owner backtest/one alice", "assignOwner", """{"resource":"backtest/one","owner":"alice"}""",
        """{"resource":"backtest/one","owner":"alice","before":"alice","isRepeat":true}""", "was alice's before")]
    public async Task A_verb_is_its_function(string line, string function, string body, string answer, string shown)
    {
        await using Fake fake = await Fake.Answering(answer);
        Ran ran = await Nt.Once([.. line.Split(' '), "--url", fake.Url]);
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Asked asked = Assert.Single(fake.Asked);
        Assert.EndsWith("/" + function, asked.Path, StringComparison.Ordinal);
        Assert.Equal(body, asked.Body);
        Assert.Contains(shown, ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setting_one_limit_leaves_the_others_as_they_are()
    {
        await using Fake fake = await Fake.Start((http, _) => Fake.Json(http, http.Request.Path.Value!.EndsWith("/getSecurityConfig", StringComparison.Ordinal) ? Config : Limits));
        Assert.Equal(0, (await Nt.Once("limits", "set", "--strangers", "60", "--exempt-loopback", "false", "--url", fake.Url)).Code);
        JsonElement sent = JsonDocument.Parse(fake.Asked.Last().Body).RootElement;
        Assert.Equal((60, 600, 100, 10, 1_000, 60, false), (
            Of("strangersPerMinute"), Of("consolePerMinute"), Of("requestsPerMinute"), Of("burst"), Of("addressRequestsPerMinute"), Of("blockMinutes"),
            sent.GetProperty("exemptLoopback").GetBoolean()));

        int Of(string name) => sent.GetProperty(name).GetInt32();
    }

    [Theory]
    [InlineData("limits set", "Name what to set")]
    [InlineData("security set", "Name what to set")]
    [InlineData("security set --origin https://a.example --no-origins", "do not go together")]
    [InlineData("security set --allow 192.0.2.1 --allow-all", "do not go together")]
    [InlineData("addresses block 203.0.113.7 --reason Tries --minutes 5 --for-good", "do not go together")]
    [InlineData("addresses block 203.0.113.7", "--reason")]
    [InlineData("owner portfolio/growth", "name")]
    public async Task What_makes_no_sense_is_refused_before_anything_is_asked(string line, string said)
    {
        await using Fake fake = await Fake.Answering("{}");
        Ran ran = await Nt.Once([.. line.Split(' '), "--url", fake.Url]);
        Assert.Equal(2, ran.Code);
        Assert.Contains(said, ran.Error, StringComparison.Ordinal);
        Assert.Empty(fake.Asked);
    }
}
