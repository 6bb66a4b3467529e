using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Ledger;

namespace NeuralTrader.Silo.Tests.Ledger;

/// <summary>What every journal must do, whatever it is kept in.</summary>
public abstract class JournalTests : IAsyncLifetime
{
    private static readonly DateTime At = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly CancellationToken cancel = TestContext.Current.CancellationToken;
    private protected GroupCommitJournal Journal { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync() => Journal = await Open();

    public virtual ValueTask DisposeAsync()
    {
        Journal?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>The test's own journal, as it was left.</summary>
    private protected abstract Task<GroupCommitJournal> Open();

    private protected static JournalEntry Entry(string book, long seq, string? operation, params Posting[] postings) =>
        new(book, seq, operation, operation is null ? null : "fp", At, "{}", postings);

    [Fact]
    public async Task An_entry_comes_back_as_it_went_in_also_after_a_restart()
    {
        JournalEntry entry = new(
            "portfolio/größe", 1, "op:1", "ab12", At.AddTicks(1234560), "{\"text\":\"O'Hara — 漢字\"}",
            [new("cash", "capital", 0.1m), new("fees", "cash", 79228162514264337593543950335m), new("a", "b", 1.10m)]);
        await Journal.Append(entry, cancel);
        Journal.Dispose();
        Journal = await Open();
        JournalEntry read = Assert.Single(await Journal.Read(entry.Book, 0, cancel));
        Assert.Equal(entry with { Postings = read.Postings, Chain = JournalChain.Start(entry.Book).Then(entry) }, read);
        Assert.Equal(entry.Postings, read.Postings);
        Assert.Equal("1.10", read.Postings[2].Amount.ToString(System.Globalization.CultureInfo.InvariantCulture)); // the scale is kept too
        Assert.Equal(DateTimeKind.Utc, read.RecordedAt.Kind);
        Assert.Empty(await Journal.Read(entry.Book, 1, cancel));
    }

    [Fact]
    public async Task Sixty_four_writers_on_many_books_lose_nothing_and_leave_no_gap()
    {
        const int Writers = 64, Each = 50;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(
            async () =>
            {
                for (int seq = 1; seq <= Each; seq++)
                    await Journal.Append(Entry($"book/{w:00}", seq, $"op-{seq}", new Posting("a", "b", seq)), cancel);
            },
            cancel)));
        IReadOnlyList<string> books = await Journal.Books("book/", cancel);
        Assert.Equal(Enumerable.Range(0, Writers).Select(w => $"book/{w:00}"), books);
        Assert.Equal(books.Select(book => new BookEnd(book, Each)), await Journal.Ends("book/", cancel));
        Assert.Empty(await Journal.Ends("none/", cancel));
        foreach (string book in books)
        {
            IReadOnlyList<JournalEntry> entries = await Journal.Read(book, 0, cancel);
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
                for (long seq = 1; ; seq = 1 + (await Journal.Read("one", 0, cancel)).Count)
                {
                    try
                    {
                        await Journal.Append(Entry("one", seq, $"owner-{owner}"), cancel);
                        return;
                    }
                    catch (JournalConflictException)
                    {
                        Interlocked.Increment(ref conflicts);
                    }
                }
            },
            cancel)));
        IReadOnlyList<JournalEntry> entries = await Journal.Read("one", 0, cancel);
        Assert.Equal(Enumerable.Range(1, Owners).Select(seq => (long)seq), entries.Select(e => e.Seq));
        Assert.Equal(Owners, entries.Select(e => e.OperationId).Distinct().Count());
        Assert.True(conflicts > 0);
    }

    [Fact]
    public async Task A_conflict_fails_its_own_caller_alone()
    {
        await Journal.Append(Entry("taken", 1, "first"), cancel);
        Task[] appends = [.. Enumerable.Range(0, 200).Select(i => i % 10 == 0
            ? Journal.Append(Entry("taken", 1, $"late-{i}"), cancel)
            : Journal.Append(Entry($"free-{i}", 1, "op"), cancel))];
        await Task.WhenAll(appends).ContinueWith(_ => { }, TaskScheduler.Default); // all have ended, well or not
        Assert.All(appends, (append, i) => Assert.Equal(i % 10 == 0, append.IsFaulted));
        Assert.All(appends.Where(a => a.IsFaulted), a => Assert.IsType<JournalConflictException>(a.Exception!.InnerException));
        Assert.Equal(180, (await Journal.Books("free-", cancel)).Count);
    }

    [Theory, InlineData(1), InlineData(3), InlineData(4)]
    public async Task A_place_that_is_not_the_next_is_refused(long seq)
    {
        await Journal.Append(Entry("book", 1, null), cancel);
        JournalConflictException refusal = await Assert.ThrowsAsync<JournalConflictException>(() => Journal.Append(Entry("book", seq, null), cancel));
        Assert.Equal($"The next place in book 'book' is 2, not {seq}.", refusal.Message);
        Assert.Single(await Journal.Read("book", 0, cancel));
    }

    [Fact]
    public async Task An_operation_is_in_a_book_once_and_may_be_in_another()
    {
        await Journal.Append(Entry("book", 1, "op", new Posting("a", "b", 1)), cancel);
        JournalConflictException refusal = await Assert.ThrowsAsync<JournalConflictException>(
            () => Journal.Append(Entry("book", 2, "op", new Posting("a", "b", 1)), cancel));
        Assert.Equal("Operation 'op' is already in book 'book'.", refusal.Message);
        await Journal.Append(Entry("other", 1, "op"), cancel);
        await Journal.Append(Entry("book", 2, null), cancel);
        await Journal.Append(Entry("book", 3, null), cancel); // without a key there is nothing to repeat
        Assert.Equal([1, 0, 0], (await Journal.Read("book", 0, cancel)).Select(e => e.Postings.Count)); // the refused entry left no posting
    }

    [Fact]
    public async Task A_closed_journal_is_unavailable_and_has_written_what_waited()
    {
        Task[] appends = [.. Enumerable.Range(0, 500).Select(i => Journal.Append(Entry($"book-{i}", 1, null), cancel))];
        Journal.Dispose();
        await Task.WhenAll(appends);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => Journal.Append(Entry("late", 1, null), cancel));
        Journal = await Open();
        Assert.Equal(500, (await Journal.Books("book-", cancel)).Count);
    }

    [Fact]
    public async Task Malformed_entries_do_not_reach_the_file()
    {
        await Refused("seq", Entry("book", 0, null));
        await Refused("book", Entry("", 1, null));
        await Refused("amount", Entry("book", 1, null, new Posting("a", "b", -0.01m)));
        await Refused("recordedAt", Entry("book", 1, null) with { RecordedAt = DateTime.SpecifyKind(At, DateTimeKind.Local) });
        await Refused("operationId", Entry("book", 1, ""));
        Assert.Empty(await Journal.Books("", cancel));

        async Task Refused(string field, JournalEntry entry) =>
            Assert.Equal(field, (await Assert.ThrowsAsync<InvalidInputException>(() => Journal.Append(entry, cancel))).Field);
    }

    [Fact]
    public async Task Who_has_given_up_before_writes_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Journal.Append(Entry("book", 1, null), new CancellationToken(canceled: true)));
        Assert.Empty(await Journal.Books("", cancel));
    }

    [Fact]
    public async Task Entries_in_flight_behind_one_that_failed_do_not_stand_on_a_foreign_one()
    {
        BookHead head = BookHead.Of("book");
        JournalEntry[] ours = new JournalEntry[3];
        for (int i = 0; i < ours.Length; i++)
        {
            ours[i] = Entry("book", i + 1, $"ours-{i}", new Posting("a", "b", 1)) with { Follows = head.Chain };
            head = head.Then(ours[i]);
        }
        await Journal.Append(ours[0], cancel);
        await Journal.Append(Entry("book", 2, "theirs"), cancel);
        JournalConflictException refusal = await Assert.ThrowsAsync<JournalConflictException>(() => Journal.Append(ours[2], cancel)); // its place is free
        Assert.Equal("Entry 2 of book 'book' is not the one that was followed: somebody else wrote it.", refusal.Message);
        Assert.Equal(["ours-0", "theirs"], (await Journal.Read("book", 0, cancel)).Select(entry => entry.OperationId));
    }

    [Fact]
    public async Task A_book_folds_to_one_chain_whoever_named_the_entry_before()
    {
        BookHead head = BookHead.Of("book");
        for (int seq = 1; seq <= 20; seq++)
        {
            JournalEntry entry = Entry("book", seq, $"op-{seq}", new Posting("a", "b", seq / 4m));
            await Journal.Append(seq % 3 == 0 ? entry : entry with { Follows = head.Chain }, cancel);
            head = head.Then(entry);
        }
        Assert.Equal(head.Chain, BookHead.Of("book", await Journal.Read("book", 0, cancel)).Chain);
    }

    /// <summary>What no entry can be made of is told by the place it stands in; every other is as it was.</summary>
    private protected async Task Finds(string damage, Func<Task> slip)
    {
        for (int seq = 1; seq <= 4; seq++) await Journal.Append(Entry("book", seq, $"op-{seq}", new Posting("a", "b", seq)), cancel);
        IReadOnlyList<JournalEntry> written = await Journal.Read("book", 0, cancel);
        await slip();
        string sentence = (await Assert.ThrowsAsync<DamagedBookException>(() => Journal.Read("book", 0, cancel))).Message;
        Assert.Contains($"The book 'book' is damaged: entry 2 is not what was written: {damage}", sentence, StringComparison.Ordinal);
        IReadOnlyList<JournalEntry> found = await Journal.Examine("book", 0, cancel);
        Assert.Equal([null, damage, null, null], found.Select(entry => entry.Fault));
        Assert.Equal([1L, 2, 3, 4], found.Select(entry => entry.Seq));
        Assert.Equal(written[2].Chain, found[2].Chain);
        Assert.Equal(sentence, Assert.Throws<DamagedBookException>(() => BookHead.Of("book", found)).Message);
        Assert.Equal(2, (await Journal.Read("book", 2, cancel)).Count);
        Assert.NotNull(await Journal.First("book", cancel));
    }

    [Fact]
    public async Task A_first_entry_follows_the_empty_book_and_no_other()
    {
        JournalEntry astray = Entry("book", 1, null) with { Follows = JournalChain.Start("other") };
        Assert.Equal("follows", (await Assert.ThrowsAsync<InvalidInputException>(() => Journal.Append(astray, cancel))).Field);
    }
}
