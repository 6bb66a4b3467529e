using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>Limits and blocks of a platform with several interfaces, each a process of its own.</summary>
[Collection(nameof(TwoApis))]
public sealed class ProtectionOfTwoApisTests(TwoApis platform)
{
    private const string Stranger = "203.0.113.7";
    private static readonly TimeSpan InForceWithin = TimeSpan.FromSeconds(1), Hurry = TimeSpan.FromSeconds(3);
    private static readonly Uri Ping = new("/api/v1/system/ping", UriKind.Relative);

    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_keys_limit_is_that_of_both_interfaces_together()
    {
        const int PerMinute = 600, Burst = PerMinute / 10;
        using HttpClient admin = platform.First.Client(platform.Cluster.Key);
        JsonNode made = await RealCluster.Call(admin, "security/createApiKey", new JsonObject { ["username"] = "hurried", ["role"] = "read_only", ["rateLimit"] = PerMinute }, null, cancel);
        string key = made["key"]!.GetValue<string>();
        using HttpClient first = platform.First.Client(key), second = platform.Second.Client(key);
        ConcurrentBag<HttpStatusCode> answers = [];
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async worker =>
        {
            for (int turn = worker; Stopwatch.GetElapsedTime(start) < Hurry; turn++)
            {
                using HttpResponseMessage answer = await Ask(turn % 2 == 0 ? first : second);
                answers.Add(answer.StatusCode);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests) Assert.NotNull(answer.Headers.RetryAfter);
                await Task.Delay(5, cancel);
            }
        }));
        double mostEver = Burst + (Stopwatch.GetElapsedTime(start).TotalMinutes * PerMinute);
        int admitted = answers.Count(status => status == HttpStatusCode.OK);
        Assert.InRange(admitted, Burst, (int)mostEver + 1); // each by itself would have let in twice as many
        Assert.Equal(answers.Count - admitted, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.True(answers.Count > 2 * admitted, $"{answers.Count} requests are too few to show anything.");
    }

    [Fact]
    public async Task An_address_that_is_blocked_at_one_is_kept_out_of_the_other_within_a_second_and_let_in_again()
    {
        using HttpClient first = platform.First.Client(platform.Cluster.Key), second = platform.Second.Client(platform.Cluster.Key);
        HttpClient[] both = [first, second];
        await All(HttpStatusCode.OK);
        await RealCluster.Call(first, "security/blockIp", new JsonObject { ["ip"] = "203.0.113.0/24", ["reason"] = "Tries keys" }, null, cancel);
        await Task.Delay(InForceWithin, cancel);
        await All(HttpStatusCode.Forbidden); // an administrator's key does not help
        using (HttpResponseMessage elsewhere = await Ask(second, "198.51.100.7")) Assert.Equal(HttpStatusCode.OK, elsewhere.StatusCode);
        await RealCluster.Call(second, "security/unblockIp", new JsonObject { ["ip"] = "203.0.113.0/24" }, null, cancel);
        await Task.Delay(InForceWithin, cancel);
        await All(HttpStatusCode.OK);

        async Task All(HttpStatusCode expected)
        {
            foreach (HttpClient one in both)
                using (HttpResponseMessage answer = await Ask(one, Stranger)) Assert.Equal(expected, answer.StatusCode);
        }
    }

    private async Task<HttpResponseMessage> Ask(HttpClient client, string? from = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Ping) { Content = new StringContent("{}", null, "application/json") };
        if (from is not null) request.Headers.Add("X-Forwarded-For", from);
        return await client.SendAsync(request, cancel);
    }
}
