using NeuralTrader.Domain.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace NeuralTrader.Storage.Ledger;

/// <summary>
/// Whole batches in one round trip on one PostgreSQL connection. Where a batch meets a place that is taken, its entries are written one by
/// one, so that each of the others still gets its answer.
/// </summary>
internal sealed class PostgresAppender : IJournalAppender
{
    // A book's first entry of the batch must follow the stored one that it names; those after it follow it in the batch. Where it does not, its
    // place is null, which the table refuses, and the whole transaction with it. A scalar subquery is never turned into a scan of the table.
    private const string Insert =
        """
        INSERT INTO journal (book, seq, op_id, fingerprint, recorded_at, body, chain)
        SELECT n.book,
            CASE WHEN n.previous IS NULL THEN n.seq
            WHEN (SELECT coalesce(p.chain, n.previous) FROM journal AS p WHERE p.book = n.book AND p.seq = n.seq - 1) = n.previous THEN n.seq END,
            n.op_id, n.fingerprint, n.recorded_at, n.body, n.chain
        FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::text[], $7::bytea[], $8::bytea[])
            AS n (book, seq, op_id, fingerprint, recorded_at, body, chain, previous)
        """;

    private const string Post =
        "INSERT INTO posting (book, seq, line, debit, credit, amount) SELECT * FROM unnest($1::text[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::numeric[])";

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlBatch batch;

    /// <summary>Prepares the statements on an open connection, which is given back with this.</summary>
    public PostgresAppender(NpgsqlConnection connection)
    {
        this.connection = connection;
        using NpgsqlCommand settings = new("SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off", connection); // no statistics know the newest rows
        settings.ExecuteNonQuery();
        batch = new NpgsqlBatch(connection) // without a transaction around it, it is one
        {
            BatchCommands =
            {
                Command(
                    Insert, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.TimestampTz, NpgsqlDbType.Text,
                    NpgsqlDbType.Bytea, NpgsqlDbType.Bytea),
                Command(Post, NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Integer, NpgsqlDbType.Text, NpgsqlDbType.Text, NpgsqlDbType.Numeric),
            },
        };
        batch.Prepare();
    }

    /// <inheritdoc/>
    public void Append(IReadOnlyList<PendingAppend> batch)
    {
        if (batch.All(pending => pending.Entry.Follows is not null) && IsWritten([.. batch.Select(pending => pending.Entry)])) return;
        foreach (PendingAppend pending in batch)
        {
            StoredBook.Resolve(connection, pending);
            if (pending.Conflict is null && !IsWritten([pending.Entry])) pending.Conflict = StoredBook.WhyNot(connection, pending.Entry);
        }
    }

    /// <summary>Gives the connection back.</summary>
    public void Dispose()
    {
        batch.Dispose();
        connection.Dispose();
    }

    // All or none.
    private bool IsWritten(JournalEntry[] entries)
    {
        if (Previous(entries) is not { } previous) return false;
        Set(
            batch.BatchCommands[0], Column(entries, entry => entry.Book), Column(entries, entry => entry.Seq), Column(entries, entry => entry.OperationId),
            Column(entries, entry => entry.Fingerprint), Column(entries, entry => entry.RecordedAt), Column(entries, entry => entry.Body),
            Column(entries, entry => entry.Chain!.Value.ToArray()), previous);
        (JournalEntry Entry, int Line, Posting Posting)[] lines = [.. entries.SelectMany(entry => entry.Postings.Select((posting, line) => (entry, line, posting)))];
        Set(
            batch.BatchCommands[1], Column(lines, line => line.Entry.Book), Column(lines, line => line.Entry.Seq), Column(lines, line => line.Line),
            Column(lines, line => line.Posting.Debit), Column(lines, line => line.Posting.Credit), Column(lines, line => line.Posting.Amount));
        try
        {
            batch.ExecuteNonQuery();
            return true;
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.NotNullViolation)
        {
            return false;
        }
    }

    // What each entry must find stored before it; null where that is in the batch, or nothing. No answer where a book's entries do not follow each other.
    private static byte[]?[]? Previous(JournalEntry[] entries)
    {
        Dictionary<string, JournalEntry> last = [];
        byte[]?[] previous = new byte[]?[entries.Length];
        for (int i = 0; i < entries.Length; i++)
        {
            JournalEntry entry = entries[i];
            if (entry.Follows is not { } follows) return null;
            if (last.TryGetValue(entry.Book, out JournalEntry? before))
            {
                if (entry.Seq != before.Seq + 1 || follows != before.Chain) return null;
            }
            else if (entry.Seq > 1) previous[i] = follows.ToArray();
            last[entry.Book] = entry;
        }
        return previous;
    }

    private static TValue[] Column<TRow, TValue>(TRow[] rows, Converter<TRow, TValue> value) => Array.ConvertAll(rows, value);

    private static void Set(NpgsqlBatchCommand command, params ReadOnlySpan<Array> columns)
    {
        for (int i = 0; i < columns.Length; i++) command.Parameters[i].Value = columns[i];
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlDbType> columns)
    {
        NpgsqlBatchCommand command = new(sql);
        foreach (NpgsqlDbType type in columns) command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type });
        return command;
    }
}
