using System.Data;
using System.Data.Common;
using NeuralTrader.Domain;
using Npgsql;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Databases;

/// <summary>Some tables of a PostgreSQL database: one writer at a time in the whole cluster, readers beside it.</summary>
/// <param name="source">The connections; they stay the caller's.</param>
/// <param name="writing">The lock that all writers of these tables take.</param>
internal sealed class PostgresDatabase(NpgsqlDataSource source, PostgresLock writing) : IDatabase
{
    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database failed.</exception>
    public Task<T> Read<T>(Func<DbConnection, T> query, CancellationToken cancellationToken) => Ask(async () =>
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
        return query(connection);
    });

    /// <inheritdoc/>
    /// <exception cref="StorageUnavailableException">The database failed.</exception>
    public Task<T> Write<T>(Func<DbConnection, T> command, CancellationToken cancellationToken) => Ask(async () =>
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        Execute(connection, "SELECT pg_advisory_xact_lock($1)", (long)writing);
        T result = command(connection);
        await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false); // once it is sent, giving up would leave its outcome unknown
        return result;
    });

    /// <summary>Does nothing: the connections are the caller's.</summary>
    public void Dispose()
    {
    }

    // The database's own exceptions cannot cross the wire.
    private static async Task<T> Ask<T>(Func<Task<T>> question)
    {
        try
        {
            return await question().ConfigureAwait(false);
        }
        catch (NpgsqlException fault)
        {
            throw new StorageUnavailableException($"The database failed: {fault.Message}");
        }
    }
}

/// <summary>PostgreSQL's advisory locks that this product takes; the numbers spell NT.</summary>
internal enum PostgresLock : long
{
    /// <summary>Changing the tables themselves.</summary>
    Schema = 0x4E54_0000_0000_0001,

    /// <summary>Writing market data.</summary>
    Markets = 0x4E54_0000_0000_0002,

    /// <summary>Moving a whole platform's data in.</summary>
    Moving = 0x4E54_0000_0000_0003,
}
