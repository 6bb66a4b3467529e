using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>Three times as much is asked as can be computed; for longer with NEURALTRADER_SOAK_SECONDS.</summary>
[Collection(nameof(TwoApis))]
public sealed class OverloadTests(TwoApis platform)
{
    private const int Places = 16; // running and waiting
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(int.Parse(
        Environment.GetEnvironmentVariable("NEURALTRADER_SOAK_SECONDS") ?? "8", CultureInfo.InvariantCulture));
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private int seed;

    [Fact]
    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    public async Task At_three_times_the_capacity_as_much_is_done_and_the_rest_refused_at_once_and_orders_pass()
    {
        string half = (Places / 2).ToString(CultureInfo.InvariantCulture);
        PlatformProcess silo = platform.Silo;
        PlatformProcess api = platform.Cluster.Api("--NeuralTrader:Api:Jobs:Concurrent", half, "--NeuralTrader:Api:Jobs:Waiting", half);
        await api.Healthy(cancel);
        using CarefulClient client = new(platform.Cluster.Key, api);
        await client.Insist("system/initNeuralTrader", [], null, cancel);
        Traffic orders = new(client, portfolios: 4, clients: 2, name: "overload-");
        await orders.Open(cancel);
        for (int i = 0; i < 3; i++) await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Simulate(client, api))); // code is compiled, devices measured

        double peak = (await Offer(client, api, callers: Places)).Count(answer => answer.IsSuccess) / Length.TotalSeconds;
        long before = silo.ResidentBytes + api.ResidentBytes;
        bool isOver = false;
        Task money = orders.Send(() => Volatile.Read(ref isOver), cancel);
        IReadOnlyCollection<Answered> answers = await Offer(client, api, callers: 4 * Places);
        Volatile.Write(ref isOver, true);
        await money;
        long grown = silo.ResidentBytes + api.ResidentBytes - before;

        Answered[] refused = [.. answers.Where(answer => !answer.IsSuccess)];
        double goodput = answers.Count(answer => answer.IsSuccess) / Length.TotalSeconds;
        Assert.True(answers.Count > 3 * peak * Length.TotalSeconds, $"Only {answers.Count} calls at a capacity of {peak}/s.");
        TimeSpan[] refusals = [.. refused.Select(answer => answer.Took).Order()];
        TimeSpan median = refusals[refusals.Length / 2];
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Peak {peak:0.0}/s; of {answers.Count} calls in the same time {goodput:0.0}/s were answered ({goodput / peak:0 %}), {refused.Length} refused "
            + $"(median {median.TotalMilliseconds:0.0} ms, 99 % within {refusals[refusals.Length * 99 / 100].TotalMilliseconds:0} ms); "
            + $"memory {grown >> 20:+0;-0;0} MiB. Orders: {orders.Report()}"));
        Assert.All(refused, refusal => refusal.IsClearRefusal());
        Assert.True(goodput > 0.5 * peak, $"{goodput} of {peak}"); // 0.9 where the machine is ours
        Assert.True(median < TimeSpan.FromMilliseconds(250), $"{median}"); // 50 where the machine is ours
        Assert.True(grown < 256 << 20, $"{grown}");
        Assert.All(orders.Calls, call => Assert.True(call.First.IsSuccess, call.First.ToString())); // money has a lane of its own
        Assert.NotEmpty(orders.Calls);
        api.Terminate();
        Assert.Equal(0, await api.Ended(cancel));
    }

    // From so many callers, each of whom asks again when it is answered, and a moment after it is refused.
    private async Task<IReadOnlyCollection<Answered>> Offer(CarefulClient client, PlatformProcess api, int callers)
    {
        ConcurrentBag<Answered> answers = [];
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(start) < Length)
            {
                Answered answer = await Simulate(client, api);
                answers.Add(answer);
                if (!answer.IsSuccess) await Task.Delay(Pause, cancel);
            }
        }));
        return answers;
    }

    // No two alike: what was answered once is kept.
    private Task<Answered> Simulate(CarefulClient client, PlatformProcess api) => client.Send(
        api, "risk/monteCarloSimulation",
        new JsonObject
        {
            ["parameters"] = new JsonObject { ["drift"] = 0.05, ["volatility"] = 0.2 },
            ["paths"] = 50_000, ["steps"] = 100, ["seed"] = Interlocked.Increment(ref seed),
        },
        null, cancel);
}
