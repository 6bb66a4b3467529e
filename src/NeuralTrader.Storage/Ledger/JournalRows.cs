using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Ledger;

/// <summary>Entries as both stores keep them.</summary>
internal static class JournalRows
{
    /// <summary>The entries of a book after a place, in order, in the transaction that the connection is in.</summary>
    public static List<JournalEntry> Read(DbConnection connection, string book, long afterSeq)
    {
        ILookup<long, Posting> postings = Query(
            connection, row => (Seq: row.GetInt64(0), Posting: new Posting(row.GetString(1), row.GetString(2), row.GetDecimal(3))),
            "SELECT seq, debit, credit, amount FROM posting WHERE book = $1 AND seq > $2 ORDER BY seq, line", book, afterSeq)
            .ToLookup(row => row.Seq, row => row.Posting);
        return Query(
            connection,
            row => new JournalEntry(
                book, row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2),
                Time(row, 3), row.GetString(4), [.. postings[row.GetInt64(0)]])
            {
                Chain = row.IsDBNull(5) ? null : JournalChain.Parse(Blob(row, 5)),
            },
            "SELECT seq, op_id, fingerprint, recorded_at, body, chain FROM journal WHERE book = $1 AND seq > $2 ORDER BY seq", book, afterSeq);
    }

    // SQLite keeps times as ISO 8601.
    private static DateTime Time(DbDataReader row, int column) => row is SqliteDataReader
        ? DateTime.Parse(row.GetString(column), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
        : row.GetDateTime(column);
}
