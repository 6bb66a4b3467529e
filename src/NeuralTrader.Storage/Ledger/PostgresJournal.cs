using System.Data;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NeuralTrader.Domain.Ledger;
using Npgsql;

namespace NeuralTrader.Storage.Ledger;

/// <summary>The journal in a PostgreSQL database that many silos share; the primary key is the fence between them.</summary>
public sealed class PostgresJournal : GroupCommitJournal
{
    private readonly NpgsqlDataSource source;

    /// <summary>Uses the tables of a database, which must have been made.</summary>
    /// <param name="source">The connections; they stay the caller's.</param>
    /// <param name="log">Takes what went wrong in the database; null for nobody.</param>
    public PostgresJournal(NpgsqlDataSource source, ILogger<PostgresJournal>? log = null)
        : base(log ?? NullLogger<PostgresJournal>.Instance)
    {
        this.source = source;
        Start();
    }

    private protected override IJournalAppender OpenAppender() => new PostgresAppender(source.OpenConnection());

    private protected override async Task<IReadOnlyList<T>> Answer<T>(Func<DbConnection, Task<List<T>>> question, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using NpgsqlTransaction snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken).ConfigureAwait(false);
            return await question(connection).ConfigureAwait(false);
        }
        catch (NpgsqlException fault)
        {
            throw new JournalUnavailableException($"The journal cannot be read: {fault.Message}");
        }
    }

    private protected override void Close()
    {
    }
}
