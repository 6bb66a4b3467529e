using Microsoft.Data.Sqlite;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Silo.Ledger;

namespace NeuralTrader.Silo.Tests.Ledger;

public sealed class SqliteJournalTests : IDisposable
{
    private static readonly DateTime At = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly TemporaryFolder folder = new();
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private SqliteJournal journal;

    public SqliteJournalTests() => journal = Open();

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task An_entry_comes_back_as_it_went_in_also_after_a_restart()
    {
        JournalEntry entry = new(
            "portfolio/größe", 1, "op:1", "ab12", At.AddTicks(1234567), "{\"text\":\"O'Hara — 漢字\"}",
            [new("cash", "capital", 0.1m), new("fees", "cash", 79228162514264337593543950335m), new("a", "b", 1.10m)]);
        await journal.Append(entry, cancel);
        journal.Dispose();
        journal = Open();
        JournalEntry read = Assert.Single(await journal.Read(entry.Book, 0, cancel));
        Assert.Equal(entry with { Postings = read.Postings }, read);
        Assert.Equal(entry.Postings, read.Postings);
        Assert.Equal("1.10", read.Postings[2].Amount.ToString(System.Globalization.CultureInfo.InvariantCulture)); // the scale is kept too
        Assert.Equal(DateTimeKind.Utc, read.RecordedAt.Kind);
        Assert.Empty(await journal.Read(entry.Book, 1, cancel));
    }

    [Fact]
    public async Task Sixty_four_writers_on_many_books_lose_nothing_and_leave_no_gap()
    {
        const int Writers = 64, Each = 50;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(
            async () =>
            {
                for (int seq = 1; seq <= Each; seq++)
                    await journal.Append(Entry($"book/{w:00}", seq, $"op-{seq}", new Posting("a", "b", seq)), cancel);
            },
            cancel)));
        IReadOnlyList<string> books = await journal.Books("book/", cancel);
        Assert.Equal(Enumerable.Range(0, Writers).Select(w => $"book/{w:00}"), books);
        foreach (string book in books)
        {
            IReadOnlyList<JournalEntry> entries = await journal.Read(book, 0, cancel);
            Assert.Equal(Enumerable.Range(1, Each).Select(seq => (long)seq), entries.Select(e => e.Seq));
            Assert.Equal(Enumerable.Range(1, Each).Select(seq => (decimal)seq), entries.Select(e => e.Postings.Single().Amount));
        }
    }

    [Fact]
    public async Task Sixty_four_owners_of_one_book_get_each_place_once()
    {
        const int Owners = 64;
        int conflicts = 0;
        await Task.WhenAll(Enumerable.Range(0, Owners).Select(owner => Task.Run(
            async () =>
            {
                for (long seq = 1; ; seq = 1 + (await journal.Read("one", 0, cancel)).Count)
                {
                    try
                    {
                        await journal.Append(Entry("one", seq, $"owner-{owner}"), cancel);
                        return;
                    }
                    catch (JournalConflictException)
                    {
                        Interlocked.Increment(ref conflicts);
                    }
                }
            },
            cancel)));
        IReadOnlyList<JournalEntry> entries = await journal.Read("one", 0, cancel);
        Assert.Equal(Enumerable.Range(1, Owners).Select(seq => (long)seq), entries.Select(e => e.Seq));
        Assert.Equal(Owners, entries.Select(e => e.OperationId).Distinct().Count());
        Assert.True(conflicts > 0);
    }

    [Fact]
    public async Task A_conflict_fails_its_own_caller_alone()
    {
        await journal.Append(Entry("taken", 1, "first"), cancel);
        Task[] appends = [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0
            ? journal.Append(Entry("taken", 1, $"late-{i}"), cancel)
            : journal.Append(Entry($"free-{i}", 1, "op"), cancel))];
        await Task.WhenAll(appends).ContinueWith(_ => { }, TaskScheduler.Default); // all have ended, well or not
        Assert.All(appends, (append, i) => Assert.Equal(i % 10 == 0, append.IsFaulted));
        Assert.All(appends.Where(a => a.IsFaulted), a => Assert.IsType<JournalConflictException>(a.Exception!.InnerException));
        Assert.Equal(180, (await journal.Books("free-", cancel)).Count);
    }

    [Theory, InlineData(1), InlineData(3), InlineData(4)]
    public async Task A_place_that_is_not_the_next_is_refused(long seq)
    {
        await journal.Append(Entry("book", 1, null), cancel);
        JournalConflictException refusal = await Assert.ThrowsAsync<JournalConflictException>(() => journal.Append(Entry("book", seq, null), cancel));
        Assert.Equal($"The next place in book 'book' is 2, not {seq}.", refusal.Message);
        Assert.Single(await journal.Read("book", 0, cancel));
    }

    [Fact]
    public async Task An_operation_is_in_a_book_once_and_may_be_in_another()
    {
        await journal.Append(Entry("book", 1, "op", new Posting("a", "b", 1)), cancel);
        JournalConflictException refusal = await Assert.ThrowsAsync<JournalConflictException>(
            () => journal.Append(Entry("book", 2, "op", new Posting("a", "b", 1)), cancel));
        Assert.Equal("Operation 'op' is already in book 'book'.", refusal.Message);
        await journal.Append(Entry("other", 1, "op"), cancel);
        await journal.Append(Entry("book", 2, null), cancel);
        await journal.Append(Entry("book", 3, null), cancel); // without a key there is nothing to repeat
        Assert.Equal([1, 0, 0], (await journal.Read("book", 0, cancel)).Select(e => e.Postings.Count)); // the refused entry left no posting
    }

    [Fact]
    public async Task Accounts_sum_to_zero_by_sql()
    {
        for (int seq = 1; seq <= 20; seq++)
            await journal.Append(Entry("book", seq, null, new Posting("cash", "capital", 0.1m), new Posting("fees", "cash", 0.03m)), cancel);
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
        await journal.Append(Entry("book", 1, null), cancel);
        using (SqliteConnection thief = new($"Data Source={folder.File("journal.db")};Pooling=false"))
        {
            thief.Open();
            using SqliteCommand drop = thief.CreateCommand();
            drop.CommandText = "ALTER TABLE posting RENAME TO gone"; // what any fault of the store looks like to the writer
            drop.ExecuteNonQuery();
            JournalUnavailableException[] faults = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Assert.ThrowsAsync<JournalUnavailableException>(
                () => journal.Append(Entry($"lost-{i}", 1, null, new Posting("a", "b", 1)), cancel))));
            Assert.All(faults, fault => Assert.Contains("posting", fault.Message, StringComparison.Ordinal));
            drop.CommandText = "ALTER TABLE gone RENAME TO posting";
            drop.ExecuteNonQuery();
        }
        Assert.Empty(await journal.Books("lost-", cancel)); // the failed transaction left nothing
        await journal.Append(Entry("book", 2, null, new Posting("a", "b", 1)), cancel);
        Assert.Equal(2, (await journal.Read("book", 0, cancel)).Count);
    }

    [Fact]
    public void A_file_that_is_no_journal_is_unavailable()
    {
        string file = folder.File("other.db");
        File.WriteAllText(file, new string('x', 4096));
        Assert.Contains(file, Assert.Throws<JournalUnavailableException>(() => new SqliteJournal(file)).Message, StringComparison.Ordinal);
        Assert.Throws<JournalUnavailableException>(() => new SqliteJournal(folder.File("no/such/folder/journal.db")));
    }

    [Fact]
    public async Task A_closed_journal_is_unavailable_and_has_written_what_waited()
    {
        Task[] appends = [.. Enumerable.Range(0, 500).Select(i => journal.Append(Entry($"book-{i}", 1, null), cancel))];
        journal.Dispose();
        await Task.WhenAll(appends);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.Append(Entry("late", 1, null), cancel));
        journal = Open();
        Assert.Equal(500, (await journal.Books("book-", cancel)).Count);
    }

    [Fact]
    public async Task Malformed_entries_do_not_reach_the_file()
    {
        await Refused("seq", Entry("book", 0, null));
        await Refused("book", Entry("", 1, null));
        await Refused("amount", Entry("book", 1, null, new Posting("a", "b", -0.01m)));
        await Refused("recordedAt", Entry("book", 1, null) with { RecordedAt = DateTime.SpecifyKind(At, DateTimeKind.Local) });
        await Refused("operationId", Entry("book", 1, ""));
        Assert.Empty(await journal.Books("", cancel));

        async Task Refused(string field, JournalEntry entry) =>
            Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => journal.Append(entry, cancel))).Field);
    }

    [Fact]
    public async Task Who_has_given_up_before_writes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => journal.Append(Entry("book", 1, null), new CancellationToken(canceled: true)));
        Assert.Empty(await journal.Books("", cancel));
    }

    private SqliteJournal Open() => new(folder.File("journal.db"));

    private static JournalEntry Entry(string book, long seq, string? operation, params Posting[] postings) =>
        new(book, seq, operation, operation is null ? null : "fp", At, "{}", postings);
}
