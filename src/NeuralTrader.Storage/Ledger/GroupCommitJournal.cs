using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Ledger;

/// <summary>
/// A journal with one writer thread: appends queue for it, it puts what waits into one transaction and answers when that is on disk; a full
/// queue makes callers wait. Readers have connections of their own and see what was committed.
/// </summary>
public abstract class GroupCommitJournal : IJournal, IDisposable
{
    private const int MostWaiting = 8192;
    private const int LongestBody = 16 << 20;
    private const int LongestName = 300;

    // From one name to the next by the primary key, and to the end of each: as much work as there are books, however many entries they have.
    private const string EveryEnd = """
        WITH RECURSIVE named(book) AS (
            SELECT min(book) FROM journal WHERE book >= $1 AND book < $2
            UNION ALL
            SELECT (SELECT min(following.book) FROM journal following WHERE following.book > named.book AND following.book < $2) FROM named WHERE named.book IS NOT NULL)
        SELECT book, (SELECT max(entry.seq) FROM journal entry WHERE entry.book = named.book) FROM named WHERE book IS NOT NULL
        """;

    private readonly Channel<PendingAppend> queue = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly JournalWriter work;
    private readonly Thread writer;

    private protected GroupCommitJournal(ILogger log)
    {
        work = new JournalWriter(OpenAppender, queue.Reader, log);
        writer = new Thread(work.Run) { IsBackground = true, Name = "journal" };
    }

    /// <summary>Entries that wait for the writer.</summary>
    public int Waiting => queue.Reader.Count;

    /// <summary>How long the newest entry took until it was on disk; null before the first.</summary>
    public TimeSpan? Latest => work.Latest;

    /// <inheritdoc/>
    public Task Append(JournalEntry entry, CancellationToken cancellationToken)
    {
        PendingAppend pending = new(Checked(entry), cancellationToken);
        return queue.Writer.TryWrite(pending) ? pending.Done : AppendWithRoom(pending, cancellationToken); // the writer's answer itself: no step between
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JournalEntry>> Read(string book, long afterSeq, CancellationToken cancellationToken) =>
        Sound(await Examine(book, afterSeq, cancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> Examine(string book, long afterSeq, CancellationToken cancellationToken) =>
        Answer(connection => JournalRows.ReadAsync(connection, book, afterSeq, long.MaxValue, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task<JournalEntry?> First(string book, CancellationToken cancellationToken) =>
        Sound(await Answer(connection => JournalRows.ReadAsync(connection, book, 0, 1, cancellationToken), cancellationToken).ConfigureAwait(false)) is [JournalEntry first, ..] ? first : null;

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Books(string prefix, CancellationToken cancellationToken) => Answer(
        connection => QueryAsync(
            connection, row => row.GetString(0), // every book has an entry 1; names beyond the prefix sort after it and U+10FFFF
            "SELECT book FROM journal WHERE seq = 1 AND book >= $1 AND book < $2 ORDER BY book", [prefix, prefix + "\U0010FFFF"], cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<BookEnd>> Ends(string prefix, CancellationToken cancellationToken) => Answer(
        connection => QueryAsync(connection, row => new BookEnd(row.GetString(0), row.GetInt64(1)), EveryEnd, [prefix, prefix + "\U0010FFFF"], cancellationToken),
        cancellationToken);

    /// <summary>Writes what waits, then closes the store.</summary>
    public void Dispose()
    {
        queue.Writer.TryComplete();
        if (writer.IsAlive) writer.Join();
        Close();
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets appends go to the store, which must be ready.</summary>
    private protected void Start() => writer.Start();

    /// <summary>A connection for the writer alone.</summary>
    private protected abstract IJournalAppender OpenAppender();

    /// <summary>Asks the store in one consistent state.</summary>
    /// <exception cref="JournalUnavailableException">The store failed.</exception>
    private protected abstract Task<IReadOnlyList<T>> Answer<T>(Func<DbConnection, Task<List<T>>> question, CancellationToken cancellationToken);

    /// <summary>Closes what the journal opened.</summary>
    private protected abstract void Close();

    private static IReadOnlyList<JournalEntry> Sound(IReadOnlyList<JournalEntry> entries) =>
        entries.FirstOrDefault(entry => entry.Fault is not null) is { Fault: { } fault } damaged ? throw DamagedBookException.At(damaged, fault) : entries;

    private async Task AppendWithRoom(PendingAppend pending, CancellationToken cancellationToken)
    {
        try
        {
            await queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new JournalUnavailableException("The journal is closed.");
        }
        await pending.Done.ConfigureAwait(false);
    }

    private static JournalEntry Checked(JournalEntry entry)
    {
        if (entry.Book is not { Length: > 0 and <= LongestName } || entry.Book.Contains('\0')) throw Require.Invalid("book", entry.Book, "a name of 1 to 300 characters");
        if (entry.OperationId is { Length: 0 or > LongestName } || entry.OperationId?.Contains('\0') == true)
            throw Require.Invalid("operationId", entry.OperationId, "1 to 300 characters, or none");
        if (entry.Body is not { Length: <= LongestBody }) throw Require.Invalid("body", entry.Body?.Length, "a text of at most 16 MiB");
        if (entry.RecordedAt.Kind != DateTimeKind.Utc) throw Require.Invalid("recordedAt", entry.RecordedAt, "a time in UTC");
        Require.Between(entry.Seq, 1, long.MaxValue);
        foreach (Posting posting in entry.Postings) Require.NotNegative(posting.Amount);
        if (entry.Seq == 1 && entry.Follows is { } start && start != JournalChain.Start(entry.Book))
            throw Require.Invalid("follows", start.ToString(), "the chain of an empty book");
        long fraction = entry.RecordedAt.Ticks % TimeSpan.TicksPerMicrosecond; // PostgreSQL keeps microseconds; so does every store
        return fraction == 0 ? entry : entry with { RecordedAt = entry.RecordedAt.AddTicks(-fraction) };
    }
}
