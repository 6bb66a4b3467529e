using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NeuralTrader.Api.Overload;
using NeuralTrader.Api.Tests.Fakes;
using NeuralTrader.Client;

namespace NeuralTrader.Api.Tests;

public sealed class OverloadTests(Server server)
{
    [Fact]
    public async Task Three_thousand_callers_are_all_answered_and_those_refused_are_told_when_to_return()
    {
        Uri address = await server.Start(("NeuralTrader:Api:Read:Concurrent", "64"), ("NeuralTrader:Api:Read:Waiting", "200"));
        using HttpClient client = server.Client(TestKeys.ReadOnly, address);
        long start = Stopwatch.GetTimestamp();
        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 3000).Select(_ => Call(client, "/api/v1/trading/quickAnalysis", """{"symbol":"SLOW"}""")));
        Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 200, 503 }));
        Assert.True(replies.Count(reply => reply.Status == 200) >= 264); // those at work and those that may wait
        Assert.Contains(replies, reply => reply.Status == 503);
        Assert.All(replies.Where(reply => reply.Status == 503), reply =>
        {
            Assert.Equal("/problems/overloaded", reply["type"]);
            Assert.NotNull(reply.Message.Headers.RetryAfter?.Delta);
        });
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task Analysis_does_not_keep_money_or_health_waiting()
    {
        Uri address = await server.Start(("NeuralTrader:Api:Read:Concurrent", "1"), ("NeuralTrader:Api:Read:Waiting", "50"));
        using HttpClient client = server.Client(TestKeys.Admin, address);
        Task<Reply>[] slow = [.. Enumerable.Range(0, 20).Select(_ => Call(client, "/api/v1/trading/quickAnalysis", """{"symbol":"SLOW"}"""))];
        Reply cash = await Call(client, "/api/v1/trading/moveCash", """{"portfolioId":"growth","amount":1,"idempotencyKey":"k"}""");
        Reply ping = await Call(client, "/api/v1/system/ping", "{}");
        Assert.Equal((200, 200), (cash.Status, ping.Status));
        Assert.Contains(slow, call => !call.IsCompleted);
        Assert.All(await Task.WhenAll(slow), reply => Assert.Equal(200, reply.Status));
    }

    [Fact]
    public async Task A_caller_who_waits_past_the_deadline_is_told_so()
    {
        Uri address = await server.Start(("NeuralTrader:Api:Read:Concurrent", "1"), ("NeuralTrader:Api:Deadline", "00:00:00.4"));
        using HttpClient client = server.Client(TestKeys.Admin, address);
        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Call(client, "/api/v1/trading/quickAnalysis", """{"symbol":"SLOW"}""")));
        Assert.All(replies, reply => Assert.Contains(reply.Status, new[] { 200, 503, 504 }));
        Assert.Contains(replies, reply => reply.Status == 503);
    }

    [Fact]
    public async Task A_caller_who_would_wait_past_the_deadline_is_told_so_at_once()
    {
        Uri address = await server.Start(("NeuralTrader:Api:Read:Concurrent", "1"), ("NeuralTrader:Api:Deadline", "00:00:01"));
        using HttpClient client = server.Client(TestKeys.Admin, address);
        await Call(client, "/api/v1/trading/quickAnalysis", """{"symbol":"SLOW"}"""); // three tenths of a second, as the lane knows now
        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Call(client, "/api/v1/trading/quickAnalysis", """{"symbol":"SLOW"}""")));
        Assert.Contains(replies, reply => reply.Status == 200);
        Reply[] early =
            [.. replies.Where(reply => reply["detail"]?.StartsWith("The calls that wait already will take about", StringComparison.Ordinal) == true)];
        Assert.NotEmpty(early);
        Assert.All(early, reply => Assert.Equal((503, "/problems/overloaded"), (reply.Status, reply["type"])));
        Assert.All(early, reply => Assert.NotNull(reply.Message.Headers.RetryAfter?.Delta));
    }

    [Theory, InlineData("runBacktest", Lane.Jobs), InlineData("compareBacktests", Lane.Jobs), InlineData("simulateTrade", Lane.Jobs),
        InlineData("executeTrade", Lane.Money), InlineData("quickAnalysis", Lane.Read)]
    public void Long_work_waits_in_a_lane_of_its_own(string function, object lane) => Assert.Equal(lane, server.Services
        .GetRequiredService<EndpointDataSource>().Endpoints.Single(endpoint => endpoint.Metadata.GetMetadata<Function>()?.Name == function)
        .Metadata.GetMetadata<LaneMark>()?.Lane);

    private static async Task<Reply> Call(HttpClient client, string path, string body)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        return await Reply.Of(await client.PostAsync(path, content));
    }
}
