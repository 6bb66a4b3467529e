using NeuralTrader.Silo.Hosting;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Silo.Tests.Storage;

public sealed class PostgresSchemaTests(PostgresServer server)
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Eight_processes_that_migrate_at_once_make_the_tables_once()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await server.CreateDatabase());
        IReadOnlyList<string>[] done = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PostgresSchema.Migrate(source, cancel)));
        Assert.Equal(
            ["postgres-journal.sql: version 0 → 2", "postgres-markets.sql: version 0 → 1", "postgres-orleans.sql: version 0 → 1"],
            done.SelectMany(words => words).Order());
        await PostgresSchema.Check(source, cancel);
        Assert.Empty(await PostgresSchema.Migrate(source, cancel));
    }

    [Fact]
    public async Task An_empty_database_is_not_taken_for_a_cluster()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await server.CreateDatabase());
        Assert.Contains("run `migrate` first", (await Assert.ThrowsAsync<StartupException>(() => PostgresSchema.Check(source, cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_of_a_newer_build_are_left_alone()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await server.CreateDatabase());
        await PostgresSchema.Migrate(source, cancel);
        await using (NpgsqlCommand newer = source.CreateCommand("UPDATE nt_schema SET version = 99 WHERE script = 'postgres-journal.sql'")) await newer.ExecuteNonQueryAsync(cancel);
        Assert.Contains("schema version 99", (await Assert.ThrowsAsync<StartupException>(() => PostgresSchema.Migrate(source, cancel))).Message, StringComparison.Ordinal);
        Assert.Contains("newer one", (await Assert.ThrowsAsync<StartupException>(() => PostgresSchema.Check(source, cancel))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said_in_one_sentence()
    {
        await using NpgsqlDataSource nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Database=x;Username=nt;Timeout=2");
        Assert.StartsWith("The database cannot be reached", (await Assert.ThrowsAsync<StartupException>(() => PostgresSchema.Check(nowhere, cancel))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StartupException>(() => PostgresSchema.Migrate(nowhere, cancel));
    }
}
