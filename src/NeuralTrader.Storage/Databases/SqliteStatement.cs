using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace NeuralTrader.Storage.Databases;

/// <summary>
/// A prepared statement by SQLite's own calls, for the few that run tens of thousands of times a second: no parameter objects, no boxed values. Its
/// parameters are bound one after the other, then it runs once.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private const int Kept = 1024;

    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private int bound;

    /// <summary>Prepares it on an open connection, which must stay open.</summary>
    /// <exception cref="SqliteException">It makes no sense to SQLite.</exception>
    public SqliteStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out statement), database);
    }

    /// <summary>The next parameter is a text, or null.</summary>
    public SqliteStatement Text(string? text)
    {
        if (text is null)
        {
            Check(raw.sqlite3_bind_null(statement, ++bound));
            return this;
        }
        int longest = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = longest > Kept ? ArrayPool<byte>.Shared.Rent(longest) : null;
        Span<byte> bytes = rented ?? stackalloc byte[Kept];
        Check(raw.sqlite3_bind_text(statement, ++bound, bytes[..Encoding.UTF8.GetBytes(text, bytes)])); // SQLite copies it
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>The next parameter is a number.</summary>
    public SqliteStatement Number(long number)
    {
        Check(raw.sqlite3_bind_int64(statement, ++bound, number));
        return this;
    }

    /// <summary>The next parameter is bytes.</summary>
    public SqliteStatement Bytes(ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(statement, ++bound, bytes));
        return this;
    }

    /// <summary>Runs it; answers how many rows it changed.</summary>
    /// <exception cref="SqliteException">It failed; what it changed is undone.</exception>
    public int Run()
    {
        bound = 0;
        int result = raw.sqlite3_step(statement);
        int reset = raw.sqlite3_reset(statement); // tells a failed step's reason once more
        if (result != raw.SQLITE_DONE) Check(reset);
        return raw.sqlite3_changes(database);
    }

    /// <summary>Forgets it.</summary>
    public void Dispose() => statement.Dispose();

    private void Check(int result)
    {
        if (result == raw.SQLITE_OK) return;
        bound = 0;
        SqliteException.ThrowExceptionForRC(result, database);
    }
}
