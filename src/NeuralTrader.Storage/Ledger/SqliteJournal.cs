using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Storage.Databases;

namespace NeuralTrader.Storage.Ledger;

/// <summary>The journal in one SQLite file.</summary>
public sealed class SqliteJournal : GroupCommitJournal
{
    private readonly SqliteDataSource source;

    /// <summary>Opens the file, making it and its tables where they are missing.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="log">Takes what went wrong in the file; null for nobody.</param>
    /// <exception cref="JournalUnavailableException">The file cannot be opened or written.</exception>
    public SqliteJournal(string path, ILogger<SqliteJournal>? log = null)
        : base(log ?? NullLogger<SqliteJournal>.Instance)
    {
        source = SqliteDataSource.OfFile(path);
        try
        {
            SchemaScript.JournalOnSqlite.Apply(source);
        }
        catch (Exception fault) when (fault is SqliteException or InvalidOperationException)
        {
            source.Dispose();
            throw new JournalUnavailableException($"The journal {path} cannot be opened: {fault.Message}");
        }
        Start();
    }

    private protected override IJournalAppender OpenAppender() => new SqliteAppender(source.OpenConnection());

    private protected override Task<IReadOnlyList<T>> Answer<T>(Func<DbConnection, Task<List<T>>> question, CancellationToken cancellationToken) => Task.Run<IReadOnlyList<T>>(
        async () => // SQLite knows no waiting: all of it happens on this thread
        {
            try
            {
                using SqliteConnection connection = source.OpenConnection();
                using SqliteTransaction snapshot = connection.BeginTransaction(deferred: true);
                return await question(connection).ConfigureAwait(false);
            }
            catch (SqliteException fault)
            {
                throw new JournalUnavailableException($"The journal cannot be read: {fault.Message}");
            }
        },
        cancellationToken);

    private protected override void Close() => source.Dispose();
}
