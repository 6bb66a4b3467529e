using System.Diagnostics;
using System.Globalization;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Faults;

/// <summary>A member that owns busy portfolios is frozen for fifteen seconds and then goes on as if nothing had been.</summary>
public sealed class FrozenMemberTests(PostgresServer server)
{
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(15);
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_frozen_member_is_replaced_and_leaves_by_itself_when_it_wakes()
    {
        await using ProcessCluster cluster = new(await server.CreateDatabase());
        await cluster.Open(cancel);
        await cluster.Open(cancel);
        MemberProcess frozen = await cluster.Join(cancel);
        Traffic traffic = new(cluster, portfolios: 20);
        await traffic.Open(cancel);
        bool isOver = false;
        Task load = traffic.Send(() => Volatile.Read(ref isOver), cancel);
        await Task.Delay(TimeSpan.FromSeconds(2), cancel);

        frozen.Signal("STOP");
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(Freeze, cancel);
        frozen.Signal("CONT");
        int code = await frozen.Ended(cancel);
        TimeSpan left = Stopwatch.GetElapsedTime(start) - Freeze;
        Volatile.Write(ref isOver, true);
        await load;

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"It left {left.TotalSeconds:0.0} s after it woke, with {code}. {traffic.Report()}"));
        Assert.Equal(1, code);
        Assert.Contains("declared dead", frozen.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", frozen.Output, StringComparison.Ordinal);
        Assert.True(traffic.Calls.Max(call => call.Whole) < TimeSpan.FromSeconds(12), traffic.Report()); // 3 s to notice; the rest for a busy machine
        await JournalProof.Check(cluster.Database, traffic, cancel);
    }
}
