using System.Data.Common;

namespace NeuralTrader.Storage.Databases;

/// <summary>Tables that many read and one at a time writes, whatever the number of processes.</summary>
internal interface IDatabase : IDisposable
{
    /// <summary>Reads one consistent state.</summary>
    Task<T> Read<T>(Func<DbConnection, T> query, CancellationToken cancellationToken);

    /// <summary>Writes all or nothing; an exception takes everything back. What was written is durable when the task ends.</summary>
    Task<T> Write<T>(Func<DbConnection, T> command, CancellationToken cancellationToken);
}
