using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace NeuralTrader.Storage.Databases;

/// <summary>
/// Connections to one SQLite file, each with the settings that SQLite keeps per connection: write-ahead log, a full sync at every
/// commit, and ten seconds of patience with another writer.
/// </summary>
/// <param name="connectionString">As Microsoft.Data.Sqlite writes it.</param>
public sealed class SqliteDataSource(string connectionString) : DbDataSource
{
    private const string Pragmas =
        "PRAGMA busy_timeout=10000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA fullfsync=ON; PRAGMA checkpoint_fullfsync=ON; PRAGMA foreign_keys=ON;";

    /// <inheritdoc/>
    public override string ConnectionString => connectionString;

    /// <summary>The source of a file that is made when it is missing.</summary>
    public static SqliteDataSource OfFile(string path) => new(new SqliteConnectionStringBuilder { DataSource = path }.ToString());

    /// <summary>An open connection.</summary>
    public new SqliteConnection OpenConnection() => (SqliteConnection)OpenDbConnection();

    /// <inheritdoc/>
    protected override DbConnection CreateDbConnection() => new SqliteConnection(connectionString);

    /// <inheritdoc/>
    [SuppressMessage("Reliability", "CA2000", Justification = "The caller closes the connection.")]
    protected override DbConnection OpenDbConnection()
    {
        SqliteConnection connection = new(connectionString);
        try
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) => new(OpenDbConnection());

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            using SqliteConnection pooled = new(connectionString);
            SqliteConnection.ClearPool(pooled); // else the pool holds the file open
        }
        base.Dispose(disposing);
    }
}
