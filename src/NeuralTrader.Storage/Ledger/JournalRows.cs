using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Ledger;

/// <summary>Entries as both stores keep them.</summary>
internal static class JournalRows
{
    private const string Postings = "SELECT seq, debit, credit, amount FROM posting WHERE book = $1 AND seq > $2 ORDER BY seq, line";
    private const string Entries = "SELECT seq, op_id, fingerprint, recorded_at, body, chain FROM journal WHERE book = $1 AND seq > $2 ORDER BY seq";

    /// <summary>The entries of a book after a place, in order, in the transaction that the connection is in.</summary>
    public static List<JournalEntry> Read(DbConnection connection, string book, long afterSeq)
    {
        List<(long Seq, Posting Posting)> postings = Query(connection, Moved, Postings, book, afterSeq);
        return Query(connection, Entry(book, postings), Entries, book, afterSeq);
    }

    /// <summary>The same, holding no thread while the database is at work.</summary>
    public static async Task<List<JournalEntry>> ReadAsync(DbConnection connection, string book, long afterSeq, CancellationToken cancellationToken)
    {
        List<(long Seq, Posting Posting)> postings = await QueryAsync(connection, Moved, Postings, [book, afterSeq], cancellationToken).ConfigureAwait(false);
        return await QueryAsync(connection, Entry(book, postings), Entries, [book, afterSeq], cancellationToken).ConfigureAwait(false);
    }

    private static (long Seq, Posting Posting) Moved(DbDataReader row) => (row.GetInt64(0), new Posting(row.GetString(1), row.GetString(2), row.GetDecimal(3)));

    private static Func<DbDataReader, JournalEntry> Entry(string book, List<(long Seq, Posting Posting)> moved)
    {
        ILookup<long, Posting> postings = moved.ToLookup(row => row.Seq, row => row.Posting);
        return row => new JournalEntry(
            book, row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2),
            Time(row, 3), row.GetString(4), [.. postings[row.GetInt64(0)]])
        {
            Chain = row.IsDBNull(5) ? null : JournalChain.Parse(Blob(row, 5)),
        };
    }

    // SQLite keeps times as ISO 8601.
    private static DateTime Time(DbDataReader row, int column) => row is SqliteDataReader
        ? DateTime.Parse(row.GetString(column), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
        : row.GetDateTime(column);
}
