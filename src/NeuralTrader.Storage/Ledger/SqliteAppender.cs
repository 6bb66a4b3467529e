using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Storage.Ledger;

/// <summary>Prepared statements on one SQLite connection.</summary>
internal sealed class SqliteAppender : IJournalAppender
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand insert;
    private readonly SqliteCommand post;

    /// <summary>Prepares the statements on an open connection, which is closed with this.</summary>
    public SqliteAppender(SqliteConnection connection)
    {
        this.connection = connection;
        insert = Prepared( // adds nothing where the entry before is missing or another one, or the place is taken, or the operation is known
            "INSERT INTO journal (book, seq, op_id, fingerprint, recorded_at, body, chain) SELECT $1, $2, $3, $4, $5, $6, $7 "
            + "WHERE $2 = 1 OR EXISTS (SELECT 1 FROM journal WHERE book = $1 AND seq = $2 - 1 AND (chain = $8 OR chain IS NULL)) ON CONFLICT DO NOTHING",
            8);
        post = Prepared("INSERT INTO posting (book, seq, line, debit, credit, amount) VALUES ($1, $2, $3, $4, $5, $6)", 6);
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<PendingAppend> batch)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false); // holds the write lock from its beginning
        insert.Transaction = post.Transaction = transaction;
        foreach (PendingAppend pending in batch) pending.Conflict = Append(pending);
        transaction.Commit();
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose()
    {
        insert.Dispose();
        post.Dispose();
        connection.Dispose();
    }

    // Adds an entry and its postings, or answers why its place cannot be taken; then nothing is added.
    private Exception? Append(PendingAppend pending)
    {
        StoredBook.Resolve(connection, pending);
        JournalEntry entry = pending.Entry;
        if (entry.Follows is not { } follows || entry.Chain is not { } chain) return pending.Conflict;
        string at = entry.RecordedAt.ToString("O", CultureInfo.InvariantCulture);
        if (Run(insert, entry.Book, entry.Seq, entry.OperationId, entry.Fingerprint, at, entry.Body, chain.ToArray(), follows.ToArray()) == 0)
            return StoredBook.WhyNot(connection, entry);
        for (int line = 0; line < entry.Postings.Count; line++)
        {
            Posting posting = entry.Postings[line];
            Run(post, entry.Book, entry.Seq, line, posting.Debit, posting.Credit, posting.Amount.ToString(CultureInfo.InvariantCulture));
        }
        return null;
    }

    private static int Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command.ExecuteNonQuery();
    }

    private SqliteCommand Prepared(string sql, int parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 1; i <= parameters; i++) command.Parameters.Add(new SqliteParameter($"${i}", DBNull.Value));
        command.Prepare();
        return command;
    }
}
