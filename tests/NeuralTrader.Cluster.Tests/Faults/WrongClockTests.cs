using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Faults;

/// <summary>A member whose clock and the database's are ten minutes apart.</summary>
public sealed class WrongClockTests(PostgresServer server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory, InlineData("10 minutes", "behind"), InlineData("-10 minutes", "ahead of")]
    public async Task A_member_whose_clock_is_minutes_off_says_so_and_leaves_the_cluster_unharmed(string offset, string word)
    {
        string database = await server.CreateDatabase();
        await using ProcessCluster cluster = new(database);
        MemberProcess sound = await cluster.Open(cancel);
        Traffic traffic = new(cluster, portfolios: 2);
        await traffic.Open(cancel);
        await using (NpgsqlCommand skew = cluster.Database.CreateCommand( // stands before PostgreSQL's own clock for whoever asks for that schema first
            $"CREATE SCHEMA skewed; CREATE FUNCTION skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() + interval '{offset}' $$"))
            await skew.ExecuteNonQueryAsync(cancel);
        Task load = traffic.Send(500, cancel);

        MemberProcess wrong = cluster.StartSilo(("ConnectionStrings:neuraltrader", $"{database};Search Path=skewed,pg_catalog,public"));
        Assert.Equal(1, await wrong.Ended(cancel));
        string said = wrong.Output.Trim();
        Assert.Matches($"^This machine's clock is (599|600|601) s {word} the database's", said);
        Assert.DoesNotContain('\n', said);
        await load;
        Assert.All(traffic.Calls, call => Assert.True(call.First.IsSuccess, call.First.ToString()));
        Assert.False(sound.HasEnded);
        await JournalProof.Check(cluster.Database, traffic, cancel);
    }
}
