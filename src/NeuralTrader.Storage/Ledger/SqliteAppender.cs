using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Databases;

namespace NeuralTrader.Storage.Ledger;

/// <summary>Prepared statements on one SQLite connection.</summary>
internal sealed class SqliteAppender : IJournalAppender
{
    private const string Columns = "INSERT INTO journal (book, seq, op_id, fingerprint, recorded_at, body, chain) SELECT $1, $2, $3, $4, $5, $6, $7 ";

    private readonly SqliteConnection connection;
    private readonly SqliteStatement insert, insertNext, post;
    private readonly Dictionary<string, JournalEntry> last = []; // of each book, what this transaction added last

    /// <summary>Prepares the statements on an open connection, which is closed with this.</summary>
    public SqliteAppender(SqliteConnection connection)
    {
        this.connection = connection;
        insert = new SqliteStatement( // adds nothing where the entry before is missing or another one, or the place is taken, or the operation is known
            connection,
            Columns + "WHERE $2 = 1 OR EXISTS (SELECT 1 FROM journal WHERE book = $1 AND seq = $2 - 1 AND (chain = $8 OR chain IS NULL)) ON CONFLICT DO NOTHING");
        insertNext = new SqliteStatement(connection, Columns + "WHERE true ON CONFLICT DO NOTHING"); // after what is known to be the entry before
        post = new SqliteStatement(connection, "INSERT INTO posting (book, seq, line, debit, credit, amount) VALUES ($1, $2, $3, $4, $5, $6)");
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<PendingAppend> batch)
    {
        last.Clear();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false); // holds the write lock from its beginning
        foreach (PendingAppend pending in batch) pending.Conflict = Append(pending);
        transaction.Commit();
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        insert.Dispose();
        insertNext.Dispose();
        post.Dispose();
        connection.Dispose();
    }

    // Adds an entry and its postings, or answers why its place cannot be taken; then nothing is added.
    private Exception? Append(PendingAppend pending)
    {
        StoredBook.Resolve(connection, pending);
        JournalEntry entry = pending.Entry;
        if (entry.Follows is not { } follows || entry.Chain is not { } chain) return pending.Conflict;
        bool followsKnown = last.TryGetValue(entry.Book, out JournalEntry? before) && entry.Seq == before.Seq + 1 && follows == before.Chain;
        SqliteStatement statement = (followsKnown ? insertNext : insert).Text(entry.Book).Number(entry.Seq).Text(entry.OperationId).Text(entry.Fingerprint)
            .Text(entry.RecordedAt.ToString("O", CultureInfo.InvariantCulture)).Text(entry.Body).Bytes(chain.ToArray());
        if (!followsKnown) statement.Bytes(follows.ToArray());
        if (statement.Run() == 0) return StoredBook.WhyNot(connection, entry);
        for (int line = 0; line < entry.Postings.Count; line++)
        {
            Posting posting = entry.Postings[line];
            post.Text(entry.Book).Number(entry.Seq).Number(line).Text(posting.Debit).Text(posting.Credit)
                .Text(posting.Amount.ToString(CultureInfo.InvariantCulture)).Run();
        }
        last[entry.Book] = entry;
        return null;
    }
}
