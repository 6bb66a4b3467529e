using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Ledger;

/// <summary>Entries as both stores keep them.</summary>
internal static class JournalRows
{
    private const string Postings = "SELECT seq, debit, credit, amount FROM posting WHERE book = $1 AND seq > $2 AND seq <= $3 ORDER BY seq, line";
    private const string Entries = "SELECT seq, op_id, fingerprint, recorded_at, body, chain FROM journal WHERE book = $1 AND seq > $2 AND seq <= $3 ORDER BY seq";

    /// <summary>
    /// The entries of a book after a place, in order, in the transaction that the connection is in. A row that none can be made of is one with a fault.
    /// </summary>
    public static List<JournalEntry> Read(DbConnection connection, string book, long afterSeq)
    {
        List<MovedRow> postings = Query(connection, Moved, Postings, book, afterSeq, long.MaxValue);
        return Query(connection, Entry(book, postings), Entries, book, afterSeq, long.MaxValue);
    }

    /// <summary>The same up to a place, holding no thread while the database is at work.</summary>
    public static async Task<List<JournalEntry>> ReadAsync(DbConnection connection, string book, long afterSeq, long through, CancellationToken cancellationToken)
    {
        List<MovedRow> postings = await QueryAsync(connection, Moved, Postings, [book, afterSeq, through], cancellationToken).ConfigureAwait(false);
        return await QueryAsync(connection, Entry(book, postings), Entries, [book, afterSeq, through], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a value that was read is not what its column holds: somebody else wrote it.</summary>
    public static bool IsForeign(Exception fault) => fault is FormatException or InvalidCastException or OverflowException or ArgumentException or InvalidInputException;

    /// <summary>A moment as it was written, to the letter: SQLite keeps times as ISO 8601.</summary>
    /// <exception cref="FormatException">It is none in UTC.</exception>
    public static DateTime Time(DbDataReader row, int column)
    {
        if (row is not SqliteDataReader) return row.GetDateTime(column);
        DateTime time = DateTime.ParseExact(row.GetString(column), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return time.Kind == DateTimeKind.Utc ? time : throw new FormatException("It is no time in UTC.");
    }

    private static MovedRow Moved(DbDataReader row)
    {
        try
        {
            return new MovedRow(row.GetInt64(0), new Posting(row.GetString(1), row.GetString(2), row.GetDecimal(3)), null);
        }
        catch (Exception fault) when (IsForeign(fault))
        {
            return new MovedRow(row.GetInt64(0), default, "one of its postings cannot be read");
        }
    }

    private static Func<DbDataReader, JournalEntry> Entry(string book, List<MovedRow> moved)
    {
        ILookup<long, MovedRow> postings = moved.ToLookup(row => row.Seq);
        return row => Entry(row, book, [.. postings[row.GetInt64(0)]]);
    }

    private static JournalEntry Entry(DbDataReader row, string book, MovedRow[] postings)
    {
        (long seq, int column) = (row.GetInt64(0), 0);
        string? wrong = Array.Find(postings, posting => posting.Fault is not null).Fault;
        try
        {
            if (wrong is null)
                return new JournalEntry(
                    book, seq, Text(row, column = 1), Text(row, column = 2), Time(row, column = 3), row.GetString(column = 4), Array.ConvertAll(postings, posting => posting.Posting))
                {
                    Chain = row.IsDBNull(column = 5) ? null : JournalChain.Parse(Blob(row, 5)),
                };
        }
        catch (Exception fault) when (IsForeign(fault))
        {
            wrong = $"its {row.GetName(column)} cannot be read";
        }
        return JournalEntry.Unreadable(book, seq, wrong, row.IsDBNull(5) ? default : Blob(row, 5));
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // A movement of money, and why there is none in its row.
    private readonly record struct MovedRow(long Seq, Posting Posting, string? Fault);
}
