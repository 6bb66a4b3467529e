using System.Diagnostics;
using System.Globalization;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>A silo that owns busy portfolios is frozen for fifteen seconds and then goes on as if nothing had been.</summary>
public sealed class FrozenMemberTests(PostgresServer server)
{
    private static readonly TimeSpan Frozen = TimeSpan.FromSeconds(15);
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_frozen_member_is_replaced_and_leaves_by_itself_when_it_wakes()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        (PlatformProcess one, PlatformProcess other, PlatformProcess api) = (cluster.Silo(), cluster.Silo(), cluster.Api());
        foreach (PlatformProcess member in (PlatformProcess[])[one, other, api]) await member.Healthy(cancel);
        using CarefulClient client = new(cluster.Key, api);
        await client.Insist("system/initNeuralTrader", [], null, cancel);
        Traffic traffic = new(client, portfolios: 20, pause: Traffic.Thought);
        await traffic.Open(cancel);
        bool isOver = false;
        Task load = traffic.Send(() => Volatile.Read(ref isOver), cancel);
        while (traffic.Acknowledged.Count < 200) await Task.Delay(50, cancel);

        one.Freeze();
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(Frozen, cancel);
        one.Thaw();
        int code = await one.Ended(cancel);
        TimeSpan left = Stopwatch.GetElapsedTime(start) - Frozen;
        Volatile.Write(ref isOver, true);
        await load;

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"It left {left.TotalSeconds:0.0} s after it woke, with {code}. {traffic.Report()}"));
        Assert.Equal(75, code);
        string last = one.Output.Split('\n').Single(line => line.StartsWith("This member ends at once: ", StringComparison.Ordinal));
        Assert.EndsWith("Start it again.", last, StringComparison.Ordinal);
        Assert.DoesNotContain("Membership:", last, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", one.Output, StringComparison.Ordinal);
        Assert.True(traffic.Calls.Max(call => call.Whole) < Frozen, traffic.Report()); // others took over before it woke
        await JournalProof.Check(cluster, traffic, cancel);
    }
}
