using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Databases;

/// <summary>One SQLite file: one writer at a time, readers beside it, every commit on disk before it is acknowledged.</summary>
internal sealed class SqliteDatabase : IDatabase
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
        using SqliteTransaction transaction = writer.BeginTransaction(deferred: false); // two processes may start at once
        Execute(writer, SchemaScript.Text(schema));
        transaction.Commit();
    }

    /// <inheritdoc/>
    public Task<T> Read<T>(Func<DbConnection, T> query, CancellationToken cancellationToken) => Task.Run(
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

    /// <inheritdoc/>
    public async Task<T> Write<T>(Func<DbConnection, T> command, CancellationToken cancellationToken)
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
