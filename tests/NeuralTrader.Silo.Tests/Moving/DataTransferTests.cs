using System.Diagnostics;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Storage.Markets;
using NeuralTrader.Storage.Moving;
using NeuralTrader.Tests;
using Npgsql;
using static NeuralTrader.Silo.Tests.Moving.SamplePlatform;

namespace NeuralTrader.Silo.Tests.Moving;

public sealed class DataTransferTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Everything_moves_from_SQLite_to_PostgreSQL_and_back_row_by_row_the_same_and_goes_on()
    {
        string source = await Make(folder), database = await server.CreateDatabase(), again = folder.File("again");
        TransferReport there = await Copy(source, database, alone: true), back = await Copy(database, again, alone: true);
        Assert.Equal((4L, 120L, 120L), (there.Journal.Books, there.Journal.Entries, there.Journal.Postings));
        Assert.Equal(there.Tables, back.Tables);
        Assert.Equal(there.Journal.Sha256, back.Journal.Sha256);
        Assert.All(there.Tables, table => Assert.True(table.Rows > 0, table.Name));
        await using NpgsqlDataSource postgres = NpgsqlDataSource.Create(database);
        await PostgresSchema.Check(postgres, cancel);
        using (PostgresJournal journal = new(postgres))
        using (BarStore bars = BarStore.OnPostgres(postgres)) await RequireWhole(journal, bars);
        using (SqliteJournal journal = new(Path.Combine(again, "journal.db")))
        using (BarStore bars = BarStore.OnSqlite(Path.Combine(again, "markets.db"))) await RequireWhole(journal, bars);
        Assert.Equal(there.Tables, (await Verify(source)).Tables); // the source stays as it was
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task From_one_directory_to_another_the_secret_of_the_keys_goes_with_the_rest()
    {
        string source = await Make(folder), target = folder.File("target");
        await Copy(source, target, alone: true);
        Assert.Equal(Pepper, await File.ReadAllBytesAsync(Path.Combine(target, "pepper"), cancel));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(target, "pepper")));
        Assert.False(Directory.Exists(target + ".incoming"));
    }

    [Fact]
    public async Task A_target_that_holds_something_is_refused_and_stays_as_it_is()
    {
        string source = await Make(folder), database = await server.CreateDatabase();
        await Copy(source, database);
        TransferReport before = await Verify(database);
        Assert.Contains("grain_state has rows", await Refusal(() => Copy(source, database)), StringComparison.Ordinal);
        Assert.Equal(before.Tables, (await Verify(database)).Tables);
        Assert.Contains("is not empty", await Refusal(() => Copy(database, source)), StringComparison.Ordinal);
        string file = folder.File("there.ntb");
        await File.WriteAllTextAsync(file, "mine", cancel);
        Assert.Contains("there already", await Refusal(() => Backup(source, file)), StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(file, cancel));
    }

    [Fact]
    public async Task A_source_in_use_can_be_backed_up_and_not_moved()
    {
        string source = await Make(folder);
        using DataDirectory running = DataDirectory.Take(source);
        Assert.Contains("in use by another process", await Refusal(() => Copy(source, folder.File("target"), alone: true)), StringComparison.Ordinal);
        Assert.Equal(120, (await Backup(source, folder.File("b.ntb"))).Journal.Entries);
    }

    [Fact]
    public async Task A_database_that_members_work_on_is_neither_moved_nor_filled()
    {
        string source = await Make(folder), database = await server.CreateDatabase();
        await using NpgsqlDataSource postgres = NpgsqlDataSource.Create(database);
        await PostgresSchema.Migrate(postgres, cancel);
        await using NpgsqlCommand join = postgres.CreateCommand(
            "INSERT INTO cluster_version VALUES ('c', 1, now()); INSERT INTO cluster_member VALUES ('c', '127.0.0.1', 11111, 1, 's', 'h', 3, 0, NULL, now(), now())");
        await join.ExecuteNonQueryAsync(cancel);
        Assert.Contains("1 member works on the database", await Refusal(() => Copy(source, database)), StringComparison.Ordinal);
        Assert.Contains("1 member works on the database", await Refusal(() => Copy(database, folder.File("target"), alone: true)), StringComparison.Ordinal);
        await using NpgsqlCommand age = postgres.CreateCommand("UPDATE cluster_member SET alive = now() - interval '3 minutes'"); // killed a while ago
        await age.ExecuteNonQueryAsync(cancel);
        Assert.Equal(120, (await Copy(source, database)).Journal.Entries);
    }

    [Fact]
    public async Task A_back_up_taken_while_books_grow_is_of_one_moment_and_comes_back_the_same_after_a_wipe()
    {
        string database = await server.CreateDatabase(), file = folder.File("live.ntb"), wiped = await server.CreateDatabase();
        await Copy(await Make(folder), database);
        await using NpgsqlDataSource postgres = NpgsqlDataSource.Create(database);
        using PostgresJournal journal = new(postgres);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task writing = Task.WhenAll(Enumerable.Range(0, 8).Select(async book =>
        {
            for (long seq = 1; !stop.IsCancellationRequested; seq++) await journal.Append(Entry($"portfolio/live-{book}", seq), cancel);
        }));
        TransferReport live = await Backup(database, file);
        await stop.CancelAsync();
        await writing;
        TransferReport restored = await Copy(file, wiped);
        Assert.Equal(live.Journal.Sha256, restored.Journal.Sha256);
        Assert.Equal(live.Journal.Sha256, (await Verify(wiped)).Journal.Sha256);
        Assert.Equal(live.Tables, restored.Tables);
        Assert.NotEqual(live.Journal.Sha256, (await Verify(database)).Journal.Sha256); // it had gone on
    }

    [Fact]
    public async Task A_dump_by_PostgreSQL_s_own_program_comes_back_with_the_same_hash()
    {
        string database = await server.CreateDatabase(), again = await server.CreateDatabase(), file = folder.File("dump");
        TransferReport before = await Copy(await Make(folder), database);
        await Run("pg_dump", database, "--format=custom", $"--file={file}");
        await Run("pg_restore", again, "--exit-on-error", "--single-transaction", file);
        TransferReport after = await Verify(again);
        Assert.Equal(before.Tables, after.Tables);
        Assert.Equal(before.Journal.Sha256, after.Journal.Sha256);
    }

    [Fact]
    public async Task Entries_of_builds_before_the_chain_get_the_one_that_their_book_defines()
    {
        string source = await Make(folder), database = await server.CreateDatabase();
        string hash = (await Verify(source)).Journal.Sha256;
        using (SqliteDataSource journal = SqliteDataSource.OfFile(Path.Combine(source, "journal.db")))
        using (Microsoft.Data.Sqlite.SqliteConnection connection = journal.OpenConnection()) Sql.Execute(connection, "UPDATE journal SET chain = NULL WHERE seq < 20");
        TransferReport moved = await Copy(source, database);
        Assert.Equal(hash, moved.Journal.Sha256);
        await using NpgsqlDataSource postgres = NpgsqlDataSource.Create(database);
        await using NpgsqlCommand unchained = postgres.CreateCommand("SELECT count(*) FROM journal WHERE chain IS NULL");
        Assert.Equal(0L, await unchained.ExecuteScalarAsync(cancel));
    }

    [Fact]
    public async Task A_directory_of_another_build_or_none_at_all_is_refused_by_name()
    {
        string source = await Make(folder);
        using (SqliteDataSource journal = SqliteDataSource.OfFile(Path.Combine(source, "journal.db")))
        using (Microsoft.Data.Sqlite.SqliteConnection connection = journal.OpenConnection()) Sql.Execute(connection, "UPDATE nt_schema SET version = 99");
        Assert.Contains("version 99 of sqlite-journal.sql", await Refusal(() => Verify(source)), StringComparison.Ordinal);
        Assert.Contains("it has no state.db", await Refusal(() => Verify(folder.File("nothing"))), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("nothing")));
        string empty = await server.CreateDatabase();
        Assert.Contains("no tables of NeuralTrader", await Refusal(() => Verify(empty)), StringComparison.Ordinal);
    }

    private async Task Run(string program, string database, params string[] words)
    {
        NpgsqlConnectionStringBuilder named = new(database);
        using Process process = Process.Start(server.Program(program), [$"--dbname={named.Database}", $"--host={named.Host}", $"--port={named.Port}", $"--username={named.Username}", .. words]);
        await process.WaitForExitAsync(cancel);
        Assert.Equal(0, process.ExitCode);
    }
}
