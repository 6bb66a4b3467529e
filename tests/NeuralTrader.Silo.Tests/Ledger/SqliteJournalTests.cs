using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Ledger;

namespace NeuralTrader.Silo.Tests.Ledger;

public sealed class SqliteJournalTests : JournalTests
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Accounts_sum_to_zero_by_sql()
    {
        for (int seq = 1; seq <= 20; seq++)
            await Journal.Append(Entry("book", seq, null, new Posting("cash", "capital", 0.1m), new Posting("fees", "cash", 0.03m)), cancel);
        using SqliteConnection connection = new($"Data Source={folder.File("journal.db")};Pooling=false");
        connection.Open();
        connection.CreateAggregate<string, decimal>(
            "decimal_sum", (sum, text) => sum + decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture), isDeterministic: true);
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT account, decimal_sum(amount) FROM (
                SELECT debit AS account, amount FROM posting UNION ALL SELECT credit, '-' || amount FROM posting)
            GROUP BY account ORDER BY account
            """;
        List<(string, decimal)> balances = [];
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read()) balances.Add((reader.GetString(0), reader.GetDecimal(1)));
        Assert.Equal([("capital", -2.0m), ("cash", 1.4m), ("fees", 0.6m)], balances); // 20 · 0.1; 20 · (0.1 − 0.03); 20 · 0.03
    }

    [Fact]
    public async Task A_fault_of_the_store_fails_its_callers_and_ends_with_the_fault()
    {
        await Journal.Append(Entry("book", 1, null), cancel);
        using (SqliteConnection thief = new($"Data Source={folder.File("journal.db")};Pooling=false"))
        {
            thief.Open();
            using SqliteCommand drop = thief.CreateCommand();
            drop.CommandText = "ALTER TABLE posting RENAME TO gone"; // what any fault of the store looks like to the writer
            drop.ExecuteNonQuery();
            JournalUnavailableException[] faults = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Assert.ThrowsAsync<JournalUnavailableException>(
                () => Journal.Append(Entry($"lost-{i}", 1, null, new Posting("a", "b", 1)), cancel))));
            Assert.All(faults, fault => Assert.Contains("posting", fault.Message, StringComparison.Ordinal));
            drop.CommandText = "ALTER TABLE gone RENAME TO posting";
            drop.ExecuteNonQuery();
        }
        Assert.Empty(await Journal.Books("lost-", cancel)); // the failed transaction left nothing
        await Journal.Append(Entry("book", 2, null, new Posting("a", "b", 1)), cancel);
        Assert.Equal(2, (await Journal.Read("book", 0, cancel)).Count);
    }

    [Theory]
    [InlineData("UPDATE journal SET recorded_at = 'yesterday' WHERE seq = 2", "its recorded_at cannot be read")]
    [InlineData("UPDATE journal SET recorded_at = recorded_at || '0' WHERE seq = 2", "its recorded_at cannot be read")]
    [InlineData("UPDATE journal SET recorded_at = replace(recorded_at, 'Z', '+01:00') WHERE seq = 2", "its recorded_at cannot be read")]
    [InlineData("PRAGMA ignore_check_constraints = ON; UPDATE journal SET chain = x'0102' WHERE seq = 2", "its chain cannot be read")]
    [InlineData("UPDATE posting SET amount = 'ten' WHERE seq = 2", "one of its postings cannot be read")]
    public Task A_row_that_is_no_entry_is_damage_of_its_place(string slip, string damage) => Finds(damage, async () =>
    {
        using SqliteConnection connection = new($"Data Source={folder.File("journal.db")};Pooling=false");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = slip;
        await command.ExecuteNonQueryAsync(cancel);
    });

    [Fact]
    public void A_file_that_is_no_journal_is_unavailable()
    {
        string file = folder.File("other.db");
        File.WriteAllText(file, new string('x', 4096));
        Assert.Contains(file, Assert.Throws<JournalUnavailableException>(() => new SqliteJournal(file)).Message, StringComparison.Ordinal);
        Assert.Throws<JournalUnavailableException>(() => new SqliteJournal(folder.File("no/such/folder/journal.db")));
    }

    private protected override Task<GroupCommitJournal> Open() => Task.FromResult<GroupCommitJournal>(new SqliteJournal(folder.File("journal.db")));
}
