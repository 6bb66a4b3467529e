using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Faults.Tests;

/// <summary>A process whose clock and the database's are apart.</summary>
[Collection(nameof(TwoApis))]
public sealed class WrongClockTests(TwoApis platform)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_process_whose_clock_is_minutes_off_says_so_and_leaves_the_cluster_unharmed()
    {
        RealCluster cluster = platform.Cluster;
        using CarefulClient client = new(cluster.Key, platform.First);
        await client.Insist("system/initNeuralTrader", [], null, cancel);
        Traffic traffic = new(client, portfolios: 2, clients: 8, name: "clock-");
        await traffic.Open(cancel);
        Task load = traffic.Send(300, cancel);
        (string, string, string)[] wrongs = [("Silo", "10 minutes", "behind"), ("Api", "-10 minutes", "ahead of")];
        foreach ((string program, string offset, string word) in wrongs)
        {
            using PlatformProcess wrong = await Skewed(cluster, program, offset);
            Assert.Equal(1, await wrong.Ended(cancel));
            Assert.Matches($"^This machine's clock is (599|600|601) s {word} the database's: set it right [^\n]*$", wrong.Output.Trim());
        }
        using PlatformProcess doubtful = await Skewed(cluster, "Silo", "20 seconds");
        await doubtful.Up(cancel);
        while (!doubtful.Output.Contains("s behind the database's: set it right", StringComparison.Ordinal)) await Task.Delay(50, cancel);
        doubtful.Terminate();
        Assert.Equal(0, await doubtful.Ended(cancel));
        await load;
        Assert.All(traffic.Calls, call => Assert.True(call.First.IsSuccess, call.First.ToString()));
        await JournalProof.Check(cluster, traffic, cancel);
    }

    // A schema with a clock of its own stands before PostgreSQL's for whoever asks there first.
    private static async Task<PlatformProcess> Skewed(RealCluster cluster, string program, string offset)
    {
        await using (NpgsqlDataSource database = NpgsqlDataSource.Create(cluster.Database))
        {
            await using NpgsqlCommand skew = database.CreateCommand(
                $"""
                CREATE SCHEMA IF NOT EXISTS skewed;
                CREATE OR REPLACE FUNCTION skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql
                    AS $$ SELECT pg_catalog.clock_timestamp() + interval '{offset}' $$
                """);
            await skew.ExecuteNonQueryAsync();
        }
        Dictionary<string, string> environment = new(cluster.Environment)
        {
            ["ConnectionStrings__neuraltrader"] = $"{cluster.Database};Search Path=\"skewed,pg_catalog,public\"",
        };
        return new PlatformProcess(program, [], environment);
    }
}
