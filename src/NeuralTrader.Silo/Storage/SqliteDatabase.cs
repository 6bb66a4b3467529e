using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Data.Sqlite;

namespace NeuralTrader.Silo.Storage;

/// <summary>One SQLite file: one writer at a time, readers beside it, every commit on disk before it is acknowledged.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    private const string Pragmas =
        "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;";

    private readonly string connectionString;
    private readonly SemaphoreSlim writing = new(1);
    private readonly SqliteConnection writer;
    private readonly ConcurrentBag<SqliteConnection> idleReaders = [];
    private bool disposed;

    /// <summary>Opens the file, making it and its tables where they are missing.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="schema">Name of an embedded script that may run any number of times.</param>
    public SqliteDatabase(string path, string schema)
    {
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        writer = Open("PRAGMA page_size=16384; " + Pragmas); // the page size counts for a new file only
        using Stream script = Assembly.GetExecutingAssembly().GetManifestResourceStream(schema)
            ?? throw new InvalidOperationException($"{schema} is not embedded in this assembly.");
        using StreamReader text = new(script);
        using SqliteTransaction transaction = writer.BeginTransaction(deferred: false); // two processes may start at once
        Execute(writer, text.ReadToEnd());
        transaction.Commit();
    }

    /// <summary>Reads one consistent state.</summary>
    public Task<T> Read<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (!idleReaders.TryTake(out SqliteConnection? connection)) connection = Open(Pragmas);
            try
            {
                using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
                return query(connection);
            }
            finally
            {
                if (disposed) connection.Dispose();
                else idleReaders.Add(connection);
            }
        },
        cancellationToken);

    /// <summary>Writes all or nothing; an exception takes everything back.</summary>
    public async Task<T> Write<T>(Func<SqliteConnection, T> command, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(
                () =>
                {
                    ObjectDisposedException.ThrowIf(disposed, this);
                    using SqliteTransaction transaction = writer.BeginTransaction(deferred: false);
                    T result = command(writer);
                    transaction.Commit();
                    return result;
                },
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>A command inside the transaction that its connection is in, its parameters named $1, $2, …</summary>
    public static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<object?> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        for (int i = 0; i < parameters.Length; i++) command.Parameters.AddWithValue($"${i + 1}", parameters[i] ?? DBNull.Value);
        return command;
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public static int Execute(SqliteConnection connection, string sql, params ReadOnlySpan<object?> parameters)
    {
        using SqliteCommand command = Command(connection, sql, parameters);
        return command.ExecuteNonQuery();
    }

    /// <summary>Rows of a query.</summary>
    public static List<T> Query<T>(SqliteConnection connection, Func<SqliteDataReader, T> row, string sql, params ReadOnlySpan<object?> parameters)
    {
        using SqliteCommand command = Command(connection, sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        List<T> rows = [];
        while (reader.Read()) rows.Add(row(reader));
        return rows;
    }

    /// <summary>Closes the file once the writer is done.</summary>
    public void Dispose()
    {
        if (disposed) return;
        writing.Wait();
        disposed = true;
        while (idleReaders.TryTake(out SqliteConnection? reader)) reader.Dispose();
        writer.Dispose();
        writing.Release();
    }

    private SqliteConnection Open(string pragmas)
    {
        SqliteConnection connection = new(connectionString);
        connection.Open();
        Execute(connection, pragmas);
        return connection;
    }
}
