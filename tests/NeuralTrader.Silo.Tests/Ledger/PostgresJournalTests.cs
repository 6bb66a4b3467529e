using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Silo.Tests.Ledger;

public sealed class PostgresJournalTests(PostgresServer server) : JournalTests
{
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private NpgsqlDataSource source = null!;

    public override async ValueTask InitializeAsync()
    {
        source = NpgsqlDataSource.Create(await server.CreateDatabase());
        await PostgresSchema.Migrate(source, cancel);
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (source is not null) await source.DisposeAsync();
    }

    [Fact]
    public async Task Accounts_sum_to_zero_by_sql()
    {
        for (int seq = 1; seq <= 20; seq++)
            await Journal.Append(Entry("book", seq, null, new Posting("cash", "capital", 0.1m), new Posting("fees", "cash", 0.03m)), cancel);
        List<(string, decimal)> balances = [];
        await using NpgsqlCommand command = source.CreateCommand(
            """
            SELECT account, sum(amount) FROM (SELECT debit AS account, amount FROM posting UNION ALL SELECT credit, -amount FROM posting) AS line
            GROUP BY account ORDER BY account
            """);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) balances.Add((reader.GetString(0), reader.GetDecimal(1)));
        Assert.Equal([("capital", -2.0m), ("cash", 1.4m), ("fees", 0.6m)], balances); // 20 · 0.1; 20 · (0.1 − 0.03); 20 · 0.03
    }

    [Theory, InlineData("UPDATE journal SET body = ''"), InlineData("DELETE FROM posting"), InlineData("TRUNCATE journal CASCADE")]
    public async Task What_was_written_cannot_be_changed_by_a_slip_of_the_hand(string slip)
    {
        await Journal.Append(Entry("book", 1, null, new Posting("a", "b", 1)), cancel);
        await using NpgsqlCommand command = source.CreateCommand(slip);
        Assert.Contains("append-only", (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(cancel))).MessageText, StringComparison.Ordinal);
        Assert.Single(await Journal.Read("book", 0, cancel));
    }

    [Theory]
    [InlineData("ALTER TABLE journal DROP CONSTRAINT journal_chained; UPDATE journal SET chain = '\\x0102' WHERE seq = 2", "its chain cannot be read")]
    [InlineData("UPDATE posting SET amount = 'NaN' WHERE seq = 2", "one of its postings cannot be read")]
    public Task A_row_that_is_no_entry_is_damage_of_its_place(string slip, string damage) => Finds(damage, async () =>
    {
        await using NpgsqlCommand command = source.CreateCommand($"SET session_replication_role = replica; {slip}; RESET session_replication_role");
        await command.ExecuteNonQueryAsync(cancel);
    });

    [Fact]
    public async Task Two_silos_that_both_own_a_book_write_no_place_twice()
    {
        using PostgresJournal other = new(source);
        int conflicts = 0;
        await Task.WhenAll(new[] { Journal, other }.Select((journal, silo) => Task.Run(
            async () =>
            {
                for (int written = 0, seq = 1; written < 100; seq = 1 + (await journal.Read("book", 0, cancel)).Count)
                {
                    try
                    {
                        await journal.Append(Entry("book", seq, $"{silo}-{written}", new Posting("a", "b", 1)), cancel);
                        written++;
                    }
                    catch (JournalConflictException)
                    {
                        Interlocked.Increment(ref conflicts);
                    }
                }
            },
            cancel)));
        IReadOnlyList<JournalEntry> entries = await Journal.Read("book", 0, cancel);
        Assert.Equal(Enumerable.Range(1, 200).Select(seq => (long)seq), entries.Select(entry => entry.Seq));
        Assert.Equal(200, entries.Select(entry => entry.OperationId).Distinct().Count());
        Assert.All(entries, entry => Assert.Single(entry.Postings));
        Assert.True(conflicts > 0);
    }

    [Fact]
    public async Task Entries_of_one_book_in_one_batch_stand_or_fall_together_with_the_first()
    {
        await Journal.Append(Entry("book", 1, null), cancel);
        Task[] wrong = [.. Enumerable.Range(3, 5).Select(seq => Journal.Append(Entry("book", seq, null), cancel))]; // 2 is missing
        await Task.WhenAll(wrong).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.All(wrong, append => Assert.IsType<JournalConflictException>(append.Exception!.InnerException));
        Task[] right = [.. Enumerable.Range(2, 50).Select(seq => Journal.Append(Entry("book", seq, null, new Posting("a", "b", seq)), cancel))];
        await Task.WhenAll(right);
        Assert.Equal(Enumerable.Range(1, 51).Select(seq => (long)seq), (await Journal.Read("book", 0, cancel)).Select(entry => entry.Seq));
    }

    [Fact]
    public async Task A_database_that_was_away_is_used_again_by_itself()
    {
        await Journal.Append(Entry("book", 1, null), cancel);
        await using (NpgsqlCommand kill = source.CreateCommand("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"))
            await kill.ExecuteNonQueryAsync(cancel);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => Journal.Append(Entry("book", 2, null), cancel)); // its connection is gone
        await Journal.Append(Entry("book", 2, null), cancel);
        Assert.Equal(2, (await Journal.Read("book", 0, cancel)).Count);
    }

    private protected override Task<GroupCommitJournal> Open() => Task.FromResult<GroupCommitJournal>(new PostgresJournal(source));
}
