using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Ledger;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Moving;

/// <summary>Tables of open transactions, which show one state.</summary>
/// <param name="description">Where they are.</param>
/// <param name="connection">The connection, inside its transaction, that has a file's tables.</param>
/// <param name="owned">Closed with this, in order.</param>
internal sealed class DatabaseSnapshot(string description, Func<SqliteFile, DbConnection> connection, params IDisposable[] owned) : DataSnapshot
{
    private const string Orphan = "SELECT book, seq FROM posting p WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.book = p.book AND j.seq = p.seq) LIMIT 1";

    /// <inheritdoc/>
    public override string Description => description;

    /// <inheritdoc/>
    public override void RequireSound()
    {
        foreach (SqliteFile file in Enum.GetValues<SqliteFile>())
            if (connection(file) is SqliteConnection sqlite && Query(sqlite, row => row.GetString(0), "PRAGMA integrity_check(1)")[0] is var fault and not "ok")
                throw new MovingException($"{sqlite.DataSource} is damaged: {fault}");
    }

    /// <inheritdoc/>
    public override long Count(PlatformTable table) => Query(connection(table.File), row => row.GetInt64(0), $"SELECT count(*) FROM {table.Name}")[0];

    /// <inheritdoc/>
    public override IEnumerable<object?[]> Rows(PlatformTable table) =>
        Stream(table.File, Value, $"SELECT {table.ColumnList} FROM {table.Name} ORDER BY {table.Order}", table.Columns);

    /// <inheritdoc/>
    public override IEnumerable<JournalEntry> Entries()
    {
        (PlatformTable journal, PlatformTable posting) = (PlatformTable.Journal, PlatformTable.Posting);
        string columns = string.Join(", ", [.. journal.Columns.Select(column => $"j.{column.Name}"), .. posting.Columns.Skip(2).Select(column => $"p.{column.Name}")]);
        foreach ((string book, long seq) in Query(connection(SqliteFile.Journal), row => (row.GetString(0), row.GetInt64(1)), Orphan))
            throw new MovingException(FormattableString.Invariant($"A posting of book {book}, entry {seq}, has no entry that it belongs to."));
        return Grouped(Stream(
            SqliteFile.Journal, Examined,
            $"SELECT {columns} FROM journal j LEFT JOIN posting p ON p.book = j.book AND p.seq = j.seq ORDER BY j.book, j.seq, p.line",
            [.. journal.Columns, .. posting.Columns.Skip(2)]));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (IDisposable one in owned) one.Dispose();
    }

    // One connection gives one stream, so entries come with their postings beside them, a row for each.
    private static IEnumerable<JournalEntry> Grouped(IEnumerable<object?[]> rows)
    {
        int width = PlatformTable.Journal.Columns.Count;
        object?[]? entry = null;
        List<object?[]> postings = [];
        foreach (object?[] row in rows)
        {
            if (entry is not null && ((string)entry[0]! != (string)row[0]! || (long)entry[1]! != (long)row[1]!))
            {
                yield return Join([entry], postings).First();
                (entry, postings) = (null, []);
            }
            entry ??= row[..width];
            if (row[width] is not null) postings.Add([row[0], row[1], .. row[width..]]);
        }
        if (entry is not null) yield return Join([entry], postings).First();
    }

    private IEnumerable<object?[]> Stream(SqliteFile file, Func<DbDataReader, int, ColumnKind, object> value, string sql, IReadOnlyList<PlatformColumn> columns)
    {
        using DbCommand command = Command(connection(file), sql);
        command.CommandTimeout = 0; // a large table takes the time it takes
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            object?[] row = new object?[columns.Count];
            for (int i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : value(reader, i, columns[i].Kind);
            yield return row;
        }
    }

    // What somebody put there that cannot be read is for who folds the book to tell.
    private static object Examined(DbDataReader row, int column, ColumnKind kind)
    {
        try
        {
            return Value(row, column, kind);
        }
        catch (Exception fault) when (JournalRows.IsForeign(fault))
        {
            return new ForeignValue($"its {row.GetName(column)} cannot be read");
        }
    }

    private static object Value(DbDataReader row, int column, ColumnKind kind) => kind switch
    {
        ColumnKind.Text => row.GetString(column),
        ColumnKind.Int => (long)row.GetInt32(column),
        ColumnKind.Long => row.GetInt64(column),
        ColumnKind.Boolean => row.GetBoolean(column),
        ColumnKind.Real => row.GetDouble(column),
        ColumnKind.Decimal => row.GetDecimal(column),
        ColumnKind.Time => Microseconds(JournalRows.Time(row, column)),
        ColumnKind.DriverTime => Microseconds(DriverTime(row, column)),
        ColumnKind.Blob => row.GetFieldValue<byte[]>(column),
    };

    private static DateTime DriverTime(DbDataReader row, int column) => row.GetFieldType(column) == typeof(string)
        ? DateTime.Parse(row.GetString(column), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
        : row.GetDateTime(column);

    private static DateTime Microseconds(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond)); // as PostgreSQL keeps them
}
