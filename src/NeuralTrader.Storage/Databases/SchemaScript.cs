using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Databases;

/// <summary>Brings a group of tables to the form that this build wants: whole or not at all, and any number of times.</summary>
/// <param name="Name">Name of the embedded script that makes version 1; those that lead from it to 2, 3, … are called name-2, name-3, …</param>
/// <param name="Version">The version that this build wants.</param>
internal sealed record SchemaScript(string Name, int Version)
{
    private const string Ledger = "CREATE TABLE IF NOT EXISTS nt_schema (script TEXT PRIMARY KEY, version INTEGER NOT NULL, applied_at TEXT NOT NULL)";

    /// <summary>Orleans' grain state and reminders, in a file of their own.</summary>
    public static SchemaScript OrleansOnSqlite { get; } = new("sqlite-orleans.sql", 1);

    /// <summary>The journal of books, in a file of its own.</summary>
    public static SchemaScript JournalOnSqlite { get; } = new("sqlite-journal.sql", 2);

    /// <summary>All tables of a cluster, in one database.</summary>
    public static IReadOnlyList<SchemaScript> Postgres { get; } = [new("postgres-orleans.sql", 1), new("postgres-journal.sql", 2), new("postgres-markets.sql", 1)];

    /// <summary>Applies the script to a file unless it has been.</summary>
    /// <exception cref="InvalidOperationException">A newer build wrote the file.</exception>
    public void Apply(SqliteDataSource source)
    {
        using SqliteConnection connection = source.OpenConnection();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false); // two processes may start at once
        Apply(connection);
        transaction.Commit();
    }

    /// <summary>Applies the script inside the transaction that a connection is in, unless it has been.</summary>
    /// <returns>The version that was there; 0 where there was none.</returns>
    /// <exception cref="InvalidOperationException">A newer build wrote the tables.</exception>
    public int Apply(DbConnection connection)
    {
        Execute(connection, Ledger);
        int stored = Stored(connection);
        if (stored > Version)
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"{connection.DataSource} is of schema version {stored} ({Name}); this build knows {Version}: use the build that wrote it, or a newer one."));
        if (stored == Version) return stored;
        for (int version = stored + 1; version <= Version; version++) Execute(connection, Text(Step(version)));
        Execute(
            connection, "INSERT INTO nt_schema VALUES ($1, $2, $3) ON CONFLICT (script) DO UPDATE SET version = excluded.version, applied_at = excluded.applied_at",
            Name, Version, DateTime.UtcNow.ToString("O", CultureInfo.InvariantCulture));
        return stored;
    }

    /// <summary>The version that was applied last; 0 for none. The ledger of versions must be there.</summary>
    public int Stored(DbConnection connection) =>
        Query(connection, row => row.GetInt32(0), "SELECT version FROM nt_schema WHERE script = $1", Name).FirstOrDefault();

    private string Step(int version) =>
        version == 1 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(Name)}-{version}{Path.GetExtension(Name)}");

    /// <summary>The text of an embedded script.</summary>
    public static string Text(string name)
    {
        using Stream script = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in this assembly.");
        using StreamReader text = new(script);
        return text.ReadToEnd();
    }
}
