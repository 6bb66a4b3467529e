using System.Net;
using NeuralTrader.Tests;

namespace NeuralTrader.Cluster.Tests.Faults;

/// <summary>PostgreSQL is gone for ten seconds while fifty clients work.</summary>
public sealed class StoppedDatabaseTests : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly PostgresServer server = new(); // one of its own: the others' goes on
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task While_the_database_is_gone_calls_are_refused_clearly_and_afterwards_all_goes_on_by_itself()
    {
        await using ProcessCluster cluster = new(await server.CreateDatabase());
        MemberProcess[] members = [await cluster.Open(cancel), await cluster.Open(cancel), await cluster.Join(cancel)];
        Traffic traffic = new(cluster, portfolios: 10);
        await traffic.Open(cancel);

        bool isOver = false;
        Task load = traffic.Send(() => Volatile.Read(ref isOver), cancel);
        await Task.Delay(TimeSpan.FromSeconds(2), cancel);
        Task outage = server.Restart(Pause);
        await Task.Delay(TimeSpan.FromSeconds(4), cancel);
        foreach (MemberProcess member in members) Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), await cluster.Health(member, cancel));
        await outage;
        int before = traffic.Acknowledged.Count;
        await Task.Delay(TimeSpan.FromSeconds(6), cancel);
        Assert.True(traffic.Acknowledged.Count > before + 100, $"{traffic.Acknowledged.Count - before} answers in six seconds after the database was back.");
        Volatile.Write(ref isOver, true);
        await load;

        TestContext.Current.TestOutputHelper?.WriteLine(traffic.Report());
        foreach (MemberProcess member in members)
        {
            Assert.False(member.HasEnded, member.Output);
            Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), await cluster.Health(member, cancel));
        }
        Assert.All(traffic.Calls.Select(call => call.First).Where(first => !first.IsSuccess), refused =>
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
            Assert.NotNull(refused.RetryAfter);
            Assert.Contains("\"type\":\"/problems/", refused.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Text, StringComparison.Ordinal);
        });
        await JournalProof.Check(cluster.Database, traffic, cancel);
    }
}
