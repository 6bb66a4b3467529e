using System.Data.Common;
using System.Globalization;
using NeuralTrader.Domain.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace NeuralTrader.Storage.Ledger;

/// <summary>
/// Whole batches in two statements on one PostgreSQL connection. Where a batch meets a place that is taken, its entries are written one by
/// one, so that each of the others still gets its answer.
/// </summary>
internal sealed class PostgresAppender(NpgsqlConnection connection) : IJournalAppender
{
    // A book's first entry of the batch must follow the last one stored; those after it follow it in the batch.
    private const string Insert =
        """
        INSERT INTO journal (book, seq, op_id, fingerprint, recorded_at, body)
        SELECT n.book, n.seq, n.op_id, n.fingerprint, n.recorded_at, n.body
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::boolean[])
            AS n (book, seq, op_id, fingerprint, recorded_at, body, follows)
        WHERE n.follows OR n.seq = 1 + coalesce((SELECT max(seq) FROM journal WHERE book = n.book), 0)
        ON CONFLICT DO NOTHING
        """;

    private const string Post =
        "INSERT INTO posting (book, seq, line, debit, credit, amount) SELECT * FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::numeric[])";

    private const string Last = "SELECT coalesce(max(seq), 0) FROM journal WHERE book = $1";

    /// <inheritdoc/>
    public void Append(IReadOnlyList<PendingAppend> batch)
    {
        if (IsWritten([.. batch.Select(pending => pending.Entry)])) return;
        foreach (PendingAppend pending in batch)
            if (!IsWritten([pending.Entry])) pending.Conflict = WhyNot(pending.Entry);
    }

    /// <summary>Gives the connection back.</summary>
    public void Dispose() => connection.Dispose();

    // All or none: when fewer rows went in than were sent, the transaction is left without a commit.
    private bool IsWritten(JournalEntry[] entries)
    {
        if (Successors(entries) is not { } follows) return false;
        using NpgsqlTransaction transaction = connection.BeginTransaction();
        using NpgsqlCommand insert = Command(
            Insert,
            (NpgsqlDbType.Text, Column(entries, entry => entry.Book)), (NpgsqlDbType.Bigint, Column(entries, entry => entry.Seq)),
            (NpgsqlDbType.Text, Column(entries, entry => entry.OperationId)), (NpgsqlDbType.Text, Column(entries, entry => entry.Fingerprint)),
            (NpgsqlDbType.TimestampTz, Column(entries, entry => entry.RecordedAt)), (NpgsqlDbType.Text, Column(entries, entry => entry.Body)),
            (NpgsqlDbType.Boolean, follows));
        if (insert.ExecuteNonQuery() != entries.Length) return false;
        (JournalEntry Entry, int Line, Posting Posting)[] lines = [.. entries.SelectMany(entry => entry.Postings.Select((posting, line) => (entry, line, posting)))];
        if (lines.Length > 0)
        {
            using NpgsqlCommand post = Command(
                Post,
                (NpgsqlDbType.Text, Column(lines, line => line.Entry.Book)), (NpgsqlDbType.Bigint, Column(lines, line => line.Entry.Seq)),
                (NpgsqlDbType.Integer, Column(lines, line => line.Line)), (NpgsqlDbType.Text, Column(lines, line => line.Posting.Debit)),
                (NpgsqlDbType.Text, Column(lines, line => line.Posting.Credit)), (NpgsqlDbType.Numeric, Column(lines, line => line.Posting.Amount)));
            post.ExecuteNonQuery();
        }
        transaction.Commit();
        return true;
    }

    // Which entries follow another of their book in the batch; null where a book's entries are not in sequence.
    private static bool[]? Successors(JournalEntry[] entries)
    {
        Dictionary<string, long> last = [];
        bool[] follows = new bool[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            follows[i] = last.TryGetValue(entries[i].Book, out long before);
            if (follows[i] && entries[i].Seq != before + 1) return null;
            last[entries[i].Book] = entries[i].Seq;
        }
        return follows;
    }

    private JournalConflictException WhyNot(JournalEntry entry)
    {
        using NpgsqlCommand last = new(Last, connection) { Parameters = { new() { Value = entry.Book } } };
        long next = 1 + Convert.ToInt64(last.ExecuteScalar(), CultureInfo.InvariantCulture);
        return JournalConflicts.Of(entry, next);
    }

    private static TValue[] Column<TRow, TValue>(TRow[] rows, Converter<TRow, TValue> value) => Array.ConvertAll(rows, value);

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<(NpgsqlDbType Type, Array Values)> columns)
    {
        NpgsqlCommand command = new(sql, connection);
        foreach ((NpgsqlDbType type, Array values) in columns)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values });
        return command;
    }
}
