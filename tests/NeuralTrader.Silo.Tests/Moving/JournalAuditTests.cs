using Microsoft.Data.Sqlite;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Moving;
using static NeuralTrader.Silo.Tests.Moving.SamplePlatform;

namespace NeuralTrader.Silo.Tests.Moving;

/// <summary>Somebody changes the journal's file by hand.</summary>
public sealed class JournalAuditTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("UPDATE journal SET body = '{}' WHERE book = 'portfolio/growth' AND seq = 17", "'portfolio/growth' is damaged: entry 17")]
    [InlineData("UPDATE journal SET recorded_at = '2026-01-01T00:00:00.0000000Z' WHERE book = 'portfolio/growth' AND seq = 17", "'portfolio/growth' is damaged: entry 17")]
    [InlineData("UPDATE journal SET recorded_at = 'yesterday' WHERE book = 'portfolio/growth' AND seq = 17", "'portfolio/growth' is damaged: entry 17")]
    [InlineData("UPDATE journal SET recorded_at = recorded_at || '0' WHERE book = 'portfolio/growth' AND seq = 17", "'portfolio/growth' is damaged: entry 17")]
    [InlineData("PRAGMA ignore_check_constraints = ON; UPDATE journal SET chain = zeroblob(31) WHERE book = 'portfolio/growth' AND seq = 30", "'portfolio/growth' is damaged: entry 30")]
    [InlineData("UPDATE journal SET chain = zeroblob(32) WHERE book = 'portfolio/growth' AND seq = 30", "'portfolio/growth' is damaged: entry 30")]
    [InlineData("UPDATE posting SET amount = '9.99' WHERE book = 'portfolio/growth' AND seq = 1", "'portfolio/growth' is damaged: entry 1,")]
    [InlineData("DELETE FROM posting WHERE book = 'portfolio/growth' AND seq = 2 AND line = 1", "'portfolio/growth' is damaged: entry 2,")]
    [InlineData("DELETE FROM posting WHERE book = 'portfolio/growth' AND seq = 2 AND line = 0", "Entry 2 of book portfolio/growth lacks its posting 0")]
    [InlineData("DELETE FROM journal WHERE book = 'portfolio/growth' AND seq = 17", "A posting of book portfolio/growth, entry 17, has no entry")]
    [InlineData("DELETE FROM journal WHERE book = 'portfolio/growth' AND seq = 18", "'portfolio/growth' is damaged: entry 19 follows entry 17")] // it had no postings
    [InlineData("UPDATE posting SET credit = debit WHERE book = 'portfolio/growth' AND seq = 1", "Entry 1 of book portfolio/growth moves 1.501 from 'cash' to 'cash'")]
    [InlineData("UPDATE posting SET amount = '-1' WHERE book = 'portfolio/growth' AND seq = 1", "Entry 1 of book portfolio/growth moves -1 from")]
    [InlineData("UPDATE posting SET amount = 'ten' WHERE book = 'portfolio/growth' AND seq = 1", "'portfolio/growth' is damaged: entry 1 ")]
    [InlineData("DROP INDEX journal_operation; UPDATE journal SET op_id = 'op \"1\"' WHERE book = 'portfolio/growth' AND seq = 2", "Entry 2 of book portfolio/growth is operation op \"1\", which the book has already")]
    public async Task The_first_fault_is_named_and_neither_moved_nor_backed_up(string slip, string sentence)
    {
        string source = await Make(folder);
        using (SqliteDataSource journal = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(source, "journal.db"), ForeignKeys = false, Pooling = false }.ToString()))
        using (SqliteConnection connection = journal.OpenConnection()) Sql.Execute(connection, "PRAGMA foreign_keys = OFF; " + slip);
        Assert.Contains(sentence, await Refusal(() => Verify(source)), StringComparison.Ordinal);
        Assert.Contains(sentence, await Refusal(() => Copy(source, folder.File("target"))), StringComparison.Ordinal);
        Assert.Contains(sentence, await Refusal(() => Backup(source, folder.File("b.ntb"))), StringComparison.Ordinal);
        Assert.Equal([source], Directory.GetFileSystemEntries(folder.Root)); // nothing was left behind
    }

    [Fact]
    public async Task An_entry_lost_at_the_end_of_a_book_is_missed_by_the_chain_and_found_by_the_back_up()
    {
        string source = await Make(folder), file = folder.File("b.ntb");
        JournalSummary noted = (await Backup(source, file)).Journal;
        using (SqliteDataSource journal = SqliteDataSource.OfFile(Path.Combine(source, "journal.db")))
        using (SqliteConnection connection = journal.OpenConnection()) Sql.Execute(connection, "DELETE FROM journal WHERE book = 'portfolio/growth' AND seq = 30");
        JournalSummary now = (await Verify(source)).Journal;
        Assert.NotEqual(noted.Sha256, now.Sha256);
        Assert.Equal([29L], now.Heads.Except(noted.Heads).Select(head => head.LastSeq));
    }

    [Theory]
    [InlineData("UPDATE market_chunk SET payload = zeroblob(length(payload)) WHERE chunk = 2020", "Block 2020 of TEST is damaged: format 0")]
    [InlineData("UPDATE market_chunk SET payload = substr(payload, 1, 100) WHERE chunk = 2020", "Block 2020 of TEST is damaged: 100 bytes do not hold")]
    [InlineData("UPDATE market_chunk SET bars = bars + 1 WHERE chunk = 2020", "Block 2020 of TEST is damaged: it holds 2 and should hold 3")]
    [InlineData("DELETE FROM market_chunk WHERE chunk = 2020", "The bars of TEST are damaged: 2 too few")]
    [InlineData("DELETE FROM market_series WHERE symbol = 'TEST'", "which is not there")]
    [InlineData("UPDATE market_tick_chunk SET ticks = 7", "of EURUSD is damaged: it holds 1 and should hold 7")]
    public async Task Damaged_market_data_is_found_and_does_not_keep_books_from_being_backed_up(string slip, string sentence)
    {
        string source = await Make(folder);
        using (SqliteDataSource markets = SqliteDataSource.OfFile(Path.Combine(source, "markets.db")))
        using (SqliteConnection connection = markets.OpenConnection()) Sql.Execute(connection, "PRAGMA foreign_keys = OFF; " + slip);
        Assert.Contains(sentence, await Refusal(() => Verify(source)), StringComparison.Ordinal);
        Assert.Equal(120, (await Backup(source, folder.File("b.ntb"))).Journal.Entries);
    }

    [Fact]
    public async Task A_damaged_file_is_named()
    {
        string source = await Make(folder), file = Path.Combine(source, "journal.db");
        byte[] bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        for (int page = 4096; page < bytes.Length; page += 4096) bytes.AsSpan(page + 2000, 200).Fill(0xAA);
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        Assert.Contains("journal.db", await Refusal(() => Verify(source)), StringComparison.Ordinal);
    }
}
