using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>A database whose clock is not ours; it stands in for a machine whose clock is wrong.</summary>
public sealed class ClockTests(PostgresServer server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Theory, InlineData("Api"), InlineData("Silo")]
    public async Task A_process_whose_clock_is_ten_minutes_off_does_not_start_and_says_so_in_a_sentence(string program)
    {
        using RealCluster cluster = await RealCluster.Create(server, cancel);
        string connection = cluster.Environment["ConnectionStrings__neuraltrader"];
        await using (NpgsqlDataSource database = NpgsqlDataSource.Create(connection))
        await using (NpgsqlCommand make = database.CreateCommand(
            "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT pg_catalog.clock_timestamp() + interval ''10 minutes'''"))
            await make.ExecuteNonQueryAsync(cancel);
        cluster.Environment["ConnectionStrings__neuraltrader"] = $"{connection};Search Path=public,pg_catalog";
        (int code, string said, string complaint) = await PlatformProcess.Run(program, [], cluster.Environment, cancel);
        Assert.Equal((1, ""), (code, said));
        Assert.Matches("^This machine's clock is (599|600|601) s behind the database's: set it right [^\n]*$", complaint);
    }
}
