using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Security.Audit;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Tests;
using Npgsql;

namespace NeuralTrader.Cluster.Tests.Security.Audit;

/// <summary>A real journal on a real database, and its tables in the hands of who has every right on them.</summary>
public sealed class AuditStore : IDisposable
{
    private readonly DirectoryInfo? folder;
    private GroupCommitJournal? journal;

    private AuditStore(DbDataSource source, DirectoryInfo? folder) => (Source, this.folder) = (source, folder);

    public DbDataSource Source { get; }

    public IJournal Journal => journal ??= Source is NpgsqlDataSource postgres ? new PostgresJournal(postgres) : new SqliteJournal(Path.Combine(folder!.FullName, "journal.db"));

    public static async Task<AuditStore> Make(PostgresServer? server)
    {
        if (server is null)
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-audit-");
            string file = Path.Combine(folder.FullName, "journal.db");
            new SqliteJournal(file).Dispose();
            return new AuditStore(SqliteDataSource.OfFile(file), folder);
        }
        NpgsqlDataSource source = NpgsqlDataSource.Create(await server.CreateDatabase());
        await PostgresSchema.Migrate(source, TestContext.Current.CancellationToken);
        return new AuditStore(source, null);
    }

    public async Task<List<JournalEntry>> Log()
    {
        List<JournalEntry> entries = [];
        foreach (string book in await Journal.Books(AuditBook.Prefix, default)) entries.AddRange(await Journal.Read(book, 0, default));
        return entries;
    }

    /// <summary>Puts other rows in the place of the whole log.</summary>
    public void Replace(IEnumerable<JournalEntry> entries)
    {
        using DbConnection connection = Source.OpenConnection();
        using DbTransaction transaction = connection.BeginTransaction();
        if (connection is NpgsqlConnection) Run("SET LOCAL session_replication_role = replica"); // the triggers that keep it append-only do not fire
        Run("DELETE FROM journal WHERE book LIKE 'audit/log/%'");
        foreach (JournalEntry entry in entries)
        {
            object time = connection is SqliteConnection ? entry.RecordedAt.ToString("O", CultureInfo.InvariantCulture) : entry.RecordedAt;
            Run("INSERT INTO journal (book, seq, recorded_at, body, chain) VALUES (@a, @b, @c, @d, @e)", entry.Book, entry.Seq, time, entry.Body, entry.Chain!.Value.ToArray());
        }
        transaction.Commit();

        void Run(string sql, params object[] values)
        {
            using DbCommand command = connection.CreateCommand();
            (command.CommandText, command.Transaction) = (sql, transaction);
            for (int i = 0; i < values.Length; i++)
            {
                DbParameter parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ($"@{(char)('a' + i)}", values[i]);
                command.Parameters.Add(parameter);
            }
            command.ExecuteNonQuery();
        }
    }

    public async Task<AuditReport> Verify(IEnumerable<AuditKey> keys, params AuditHead[] heads)
    {
        AuditVerification verification = new(keys);
        foreach (AuditHead head in heads) verification.Expect(head);
        foreach (JournalEntry entry in await Log()) verification.Add(entry);
        return verification.Finish();
    }

    public void Dispose()
    {
        journal?.Dispose();
        Source.Dispose();
        folder?.Delete(recursive: true);
    }
}
