using System.Data.Common;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;
using Npgsql;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Ledger;

/// <summary>Removes archived books of the audit log from the tables of either store.</summary>
/// <param name="source">Connections to where the journal is; they stay the caller's.</param>
public sealed class BookRemoval(DbDataSource source) : IBookRemoval
{
    /// <inheritdoc/>
    public Task Remove(string book, CancellationToken cancellationToken)
    {
        if (AuditBook.Parse(book) is null) throw Require.Invalid("book", book, "a book of the audit log");
        return Task.Run(
            () =>
            {
                try
                {
                    using DbConnection connection = source.OpenConnection();
                    using DbTransaction transaction = connection.BeginTransaction();
                    bool isGuarded = connection is NpgsqlConnection;
                    if (isGuarded) Run(connection, transaction, Guard("DISABLE"));
                    Run(connection, transaction, "DELETE FROM posting WHERE book = $1", book);
                    Run(connection, transaction, "DELETE FROM journal WHERE book = $1", book);
                    if (isGuarded) Run(connection, transaction, Guard("ENABLE"));
                    transaction.Commit();
                }
                catch (DbException fault)
                {
                    throw new JournalUnavailableException($"The book {book} could not be removed: {fault.Message}");
                }
            },
            cancellationToken);
    }

    // PostgreSQL's triggers refuse every deletion; for the length of this transaction, in which nobody else can write, they stand aside.
    private static string Guard(string what) => $"ALTER TABLE posting {what} TRIGGER posting_append_only; ALTER TABLE journal {what} TRIGGER journal_append_only";

    private static void Run(DbConnection connection, DbTransaction transaction, string sql, params ReadOnlySpan<object?> parameters)
    {
        using DbCommand command = Command(connection, sql, parameters);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
