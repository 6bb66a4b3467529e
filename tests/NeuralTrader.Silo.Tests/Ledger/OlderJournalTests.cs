using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Tests;
using Npgsql;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Silo.Tests.Ledger;

/// <summary>Journals that builds before the chain wrote: nothing in them is changed, and what follows is chained to them.</summary>
public sealed class OlderJournalTests(PostgresServer server)
{
    private const string FirstLedger = "CREATE TABLE nt_schema (script TEXT PRIMARY KEY, version INTEGER NOT NULL, applied_at TEXT NOT NULL)";
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_of_the_first_version_goes_on_under_the_chain()
    {
        using TemporaryFolder folder = new();
        using (SqliteDataSource source = SqliteDataSource.OfFile(folder.File("journal.db")))
        {
            using SqliteConnection connection = source.OpenConnection();
            Execute(connection, FirstLedger);
            Execute(connection, SchemaScript.Text("sqlite-journal.sql"));
            Execute(connection, "INSERT INTO nt_schema VALUES ('sqlite-journal.sql', 1, '')");
            for (int seq = 1; seq <= 2; seq++)
            {
                Execute(connection, "INSERT INTO journal VALUES ('book', $1, $2, 'fp', '2026-01-02T03:04:05.0000000Z', '{}')", seq, Operation(seq));
                Execute(connection, "INSERT INTO posting VALUES ('book', $1, 0, 'a', 'b', '1.50')", seq);
            }
        }
        using SqliteJournal journal = new(folder.File("journal.db"));
        await GoesOn(journal);
    }

    [Fact]
    public async Task A_database_of_the_first_version_goes_on_under_the_chain_and_takes_no_entry_without()
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(await server.CreateDatabase());
        const string Write = "INSERT INTO journal (book, seq, op_id, fingerprint, recorded_at, body) VALUES ('book', $1, $2, 'fp', '2026-01-02T03:04:05Z', '{}')";
        await using (NpgsqlConnection connection = await source.OpenConnectionAsync(cancel))
        {
            Execute(connection, FirstLedger);
            Execute(connection, SchemaScript.Text("postgres-journal.sql"));
            Execute(connection, "INSERT INTO nt_schema VALUES ('postgres-journal.sql', 1, '')");
            for (int seq = 1; seq <= 2; seq++)
            {
                Execute(connection, Write, seq, Operation(seq));
                Execute(connection, "INSERT INTO posting VALUES ('book', $1, 0, 'a', 'b', 1.50)", seq);
            }
        }
        await PostgresSchema.Migrate(source, cancel);
        using PostgresJournal journal = new(source);
        await GoesOn(journal);
        await using NpgsqlConnection old = await source.OpenConnectionAsync(cancel);
        Assert.Equal("journal_chained", Assert.Throws<PostgresException>(() => Execute(old, Write, 5, Operation(5))).ConstraintName);
    }

    // Entry 3 leaves its predecessor to the store, entry 4 names it.
    private async Task GoesOn(GroupCommitJournal journal)
    {
        await journal.Append(Entry(3), cancel);
        BookHead head = BookHead.Of("book", Enumerable.Range(1, 3).Select(Entry));
        await journal.Append(Entry(4) with { Follows = head.Chain }, cancel);
        IReadOnlyList<JournalEntry> entries = await journal.Read("book", 0, cancel);
        Assert.Equal([false, false, true, true], entries.Select(entry => entry.Chain is not null));
        Assert.Equal(head.Then(Entry(4)).Chain, BookHead.Of("book", entries).Chain);
    }

    private static string Operation(int seq) => string.Create(CultureInfo.InvariantCulture, $"op-{seq}");

    private static JournalEntry Entry(int seq) =>
        new("book", seq, Operation(seq), "fp", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "{}", [new Posting("a", "b", 1.5m)]);
}
