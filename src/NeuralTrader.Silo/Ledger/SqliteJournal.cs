using System.Globalization;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Silo.Storage;
using static NeuralTrader.Silo.Storage.SqliteDatabase;

namespace NeuralTrader.Silo.Ledger;

/// <summary>
/// The journal in one SQLite file. Appends queue for one writer thread, which puts what waits into one transaction and answers when it is
/// on disk; a full queue makes callers wait. Readers have connections of their own and see what was committed.
/// </summary>
public sealed class SqliteJournal : IJournal, IDisposable
{
    private const int MostWaiting = 8192;
    private const int LongestBody = 16 << 20;
    private const int LongestName = 300;

    private readonly Channel<PendingAppend> queue = Channel.CreateBounded<PendingAppend>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly SqliteDataSource source;
    private readonly Thread writer;

    /// <summary>Opens the file, making it and its tables where they are missing.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="log">Takes what went wrong in the file; null for nobody.</param>
    /// <exception cref="JournalUnavailableException">The file cannot be opened or written.</exception>
    public SqliteJournal(string path, ILogger<SqliteJournal>? log = null)
    {
        source = SqliteDataSource.OfFile(path);
        try
        {
            SqliteSchema.Journal.Apply(source);
        }
        catch (Exception fault) when (fault is SqliteException or InvalidOperationException)
        {
            source.Dispose();
            throw new JournalUnavailableException($"The journal {path} cannot be opened: {fault.Message}");
        }
        writer = new Thread(new JournalWriter(source, queue.Reader, log ?? NullLogger<SqliteJournal>.Instance).Run) { IsBackground = true, Name = "journal" };
        writer.Start();
    }

    /// <inheritdoc/>
    public async Task Append(JournalEntry entry, CancellationToken cancellationToken)
    {
        PendingAppend pending = new(Checked(entry), cancellationToken);
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

    /// <inheritdoc/>
    public Task<IReadOnlyList<JournalEntry>> Read(string book, long afterSeq, CancellationToken cancellationToken) => Answer<JournalEntry>(
        connection =>
        {
            ILookup<long, Posting> postings = Query(
                connection, row => (Seq: row.GetInt64(0), Posting: new Posting(row.GetString(1), row.GetString(2), decimal.Parse(row.GetString(3), CultureInfo.InvariantCulture))),
                "SELECT seq, debit, credit, amount FROM posting WHERE book = $1 AND seq > $2 ORDER BY seq, line", book, afterSeq)
                .ToLookup(row => row.Seq, row => row.Posting);
            return Query(
                connection,
                row => new JournalEntry(
                    book, row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2),
                    DateTime.Parse(row.GetString(3), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), row.GetString(4), [.. postings[row.GetInt64(0)]]),
                "SELECT seq, op_id, fingerprint, recorded_at, body FROM journal WHERE book = $1 AND seq > $2 ORDER BY seq", book, afterSeq);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Books(string prefix, CancellationToken cancellationToken) => Answer(
        connection => Query(
            connection, row => row.GetString(0), // every book has an entry 1; names beyond the prefix sort after it and U+10FFFF
            "SELECT book FROM journal WHERE seq = 1 AND book >= $1 AND book < $1 || char(1114111) ORDER BY book", prefix),
        cancellationToken);

    /// <summary>Writes what waits, then closes the file.</summary>
    public void Dispose()
    {
        queue.Writer.TryComplete();
        writer.Join();
        source.Dispose();
    }

    private Task<IReadOnlyList<T>> Answer<T>(Func<SqliteConnection, List<T>> question, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<T>>(
        () =>
        {
            try
            {
                using SqliteConnection connection = source.OpenConnection();
                using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
                return question(connection);
            }
            catch (SqliteException fault)
            {
                throw new JournalUnavailableException($"The journal cannot be read: {fault.Message}");
            }
        },
        cancellationToken);

    private static JournalEntry Checked(JournalEntry entry)
    {
        if (entry.Book is not { Length: > 0 and <= LongestName }) throw Require.Invalid("book", entry.Book, "a name of 1 to 300 characters");
        if (entry.OperationId is { Length: 0 or > LongestName }) throw Require.Invalid("operationId", entry.OperationId, "1 to 300 characters, or none");
        if (entry.Body is not { Length: <= LongestBody }) throw Require.Invalid("body", entry.Body?.Length, "a text of at most 16 MiB");
        if (entry.RecordedAt.Kind != DateTimeKind.Utc) throw Require.Invalid("recordedAt", entry.RecordedAt, "a time in UTC");
        Require.Between(entry.Seq, 1, long.MaxValue);
        foreach (Posting posting in entry.Postings) Require.NotNegative(posting.Amount);
        return entry;
    }
}
