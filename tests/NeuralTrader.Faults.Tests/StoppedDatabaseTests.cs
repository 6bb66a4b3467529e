using System.Diagnostics;
using System.Net;
using NeuralTrader.Tests;

namespace NeuralTrader.Faults.Tests;

/// <summary>PostgreSQL is gone for ten seconds while fifty clients work.</summary>
public sealed class StoppedDatabaseTests : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10), Patience = TimeSpan.FromSeconds(60);
    private readonly PostgresServer server = new(); // one of its own: the others' goes on
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task While_the_database_is_gone_calls_are_refused_clearly_and_afterwards_all_goes_on_by_itself()
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        PlatformProcess[] members = [cluster.Silo(), cluster.Silo(), cluster.Api()];
        foreach (PlatformProcess member in members) await member.Healthy(cancel);
        using CarefulClient client = new(cluster.Key, members[^1]);
        await client.Insist("system/initNeuralTrader", [], null, cancel);
        Traffic traffic = new(client, portfolios: 10, pause: Traffic.Thought);
        await traffic.Open(cancel);

        bool isOver = false;
        Task load = traffic.Send(() => Volatile.Read(ref isOver), cancel);
        while (traffic.Acknowledged.Count < 200) await Task.Delay(50, cancel);
        Task outage = server.Restart(Pause);
        await Task.Delay(TimeSpan.FromSeconds(4), cancel);
        foreach (PlatformProcess member in members)
        {
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy: PostgreSQL cannot be reached."), await member.Ask("/health", cancel));
            Assert.Equal(HttpStatusCode.OK, (await member.Ask("/alive", cancel)).Status);
        }
        await outage;
        int before = traffic.Acknowledged.Count;
        long back = Stopwatch.GetTimestamp();
        while (traffic.Acknowledged.Count <= before + 100)
        {
            Assert.True(Stopwatch.GetElapsedTime(back) < Patience, $"{traffic.Acknowledged.Count - before} answers since the database was back.");
            await Task.Delay(50, cancel);
        }
        Volatile.Write(ref isOver, true);
        await load;

        TestContext.Current.TestOutputHelper?.WriteLine(traffic.Report());
        foreach (PlatformProcess member in members) Assert.Equal(HttpStatusCode.OK, (await member.Ask("/health", cancel)).Status); // none of them has ended
        Assert.All(traffic.Calls.Select(call => call.First).Where(first => !first.IsSuccess), refused => refused.IsClearRefusal());
        await JournalProof.Check(cluster, traffic, cancel);
    }
}
