using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Moving;

/// <summary>A data directory.</summary>
/// <param name="path">Absolute.</param>
internal sealed class DirectoryPlace(string path) : DataPlace
{
    /// <summary>The file beside the data that holds the secret that API keys are hashed with.</summary>
    internal const string PepperFile = "pepper";

    /// <inheritdoc/>
    public override string Description => $"SQLite in {path}";

    /// <summary>The name of a file in the directory.</summary>
    public static string Name(SqliteFile file) => file switch { SqliteFile.State => "state.db", SqliteFile.Journal => "journal.db", SqliteFile.Markets => "markets.db" };

    /// <inheritdoc/>
    public override byte[]? Pepper() => File.Exists(Path.Combine(path, PepperFile)) ? File.ReadAllBytes(Path.Combine(path, PepperFile)) : null;

    /// <inheritdoc/>
    internal override DataSnapshot Read(bool alone)
    {
        foreach (SqliteFile file in Enum.GetValues<SqliteFile>())
            if (!File.Exists(Path.Combine(path, Name(file)))) throw new MovingException($"{path} is no data directory of a platform: it has no {Name(file)}.");
        List<IDisposable> open = [];
        try
        {
            if (alone) open.Add(Take(path));
            Dictionary<SqliteFile, SqliteConnection> connections = [];
            foreach (SqliteFile file in Enum.GetValues<SqliteFile>()) // a running platform may write between two of them: each file is of one moment
                open.Insert(0, connections[file] = Snapshot(Path.Combine(path, Name(file))));
            RequireForm(connections[SqliteFile.State], SchemaScript.OrleansOnSqlite);
            RequireForm(connections[SqliteFile.Journal], SchemaScript.JournalOnSqlite);
            return new DatabaseSnapshot(Description, file => connections[file], [.. open]);
        }
        catch (Exception fault)
        {
            foreach (IDisposable one in open) one.Dispose();
            throw fault is SqliteException ? new MovingException($"The files in {path} cannot be read: {fault.Message}") : fault;
        }
    }

    /// <inheritdoc/>
    internal override Task<DataTarget> Receive(CancellationToken cancellationToken) => Task.FromResult<DataTarget>(DirectoryTarget.Open(path));

    /// <inheritdoc/>
    internal override OpenedJournal OpenJournal()
    {
        SqliteJournal journal = new(Path.Combine(path, Name(SqliteFile.Journal)));
        return new OpenedJournal(journal, journal);
    }

    /// <summary>Takes a directory for this process.</summary>
    internal static DataDirectory Take(string path)
    {
        try
        {
            return DataDirectory.Take(path);
        }
        catch (StartupException fault)
        {
            throw new MovingException(fault.Message.Replace(", or name another directory with --data-dir", "", StringComparison.Ordinal));
        }
    }

    private static SqliteConnection Snapshot(string file)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA busy_timeout=10000");
            Execute(connection, "BEGIN"); // by hand: commands need not name a transaction then
            Query(connection, row => row.GetInt64(0), "SELECT count(*) FROM sqlite_master"); // the first question fixes the moment
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void RequireForm(DbConnection connection, SchemaScript script)
    {
        int stored = Query(connection, row => row.GetInt64(0), "SELECT count(*) FROM sqlite_master WHERE name = 'nt_schema'")[0] == 0 ? 0 : script.Stored(connection);
        if (stored == script.Version) return;
        throw new MovingException(string.Create(
            CultureInfo.InvariantCulture,
            $"{path} has version {stored} of {script.Name}, this build wants {script.Version}: {(stored < script.Version ? "start the platform of this build on it once, which renews it" : "use the build that wrote it, or a newer one")}."));
    }
}
