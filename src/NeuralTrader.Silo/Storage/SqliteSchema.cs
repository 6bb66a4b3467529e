using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using static NeuralTrader.Silo.Storage.SqliteDatabase;

namespace NeuralTrader.Silo.Storage;

/// <summary>Brings a file's tables to the form that this build wants: whole or not at all, and any number of times.</summary>
/// <param name="Script">Name of an embedded script that leads from every older version, and from nothing, to this one.</param>
/// <param name="Version">Rises with every change of the script.</param>
internal sealed record SqliteSchema(string Script, int Version)
{
    /// <summary>Orleans' grain state and reminders.</summary>
    public static SqliteSchema Orleans { get; } = new("sqlite-orleans.sql", 1);

    /// <summary>The journal of books.</summary>
    public static SqliteSchema Journal { get; } = new("sqlite-journal.sql", 1);

    private const string Ledger = "CREATE TABLE IF NOT EXISTS nt_schema (script TEXT PRIMARY KEY, version INTEGER NOT NULL, applied_at TEXT NOT NULL) STRICT";

    /// <summary>Applies the script unless it has been.</summary>
    /// <exception cref="InvalidOperationException">A newer build wrote the file.</exception>
    public void Apply(SqliteDataSource source)
    {
        using SqliteConnection connection = source.OpenConnection();
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false); // two processes may start at once
        Execute(connection, Ledger);
        int stored = Query(connection, row => row.GetInt32(0), "SELECT version FROM nt_schema WHERE script = $1", Script).FirstOrDefault();
        if (stored > Version)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{connection.DataSource} is of schema version {stored}; this build knows {Version}: use the build that wrote it, or a newer one."));
        if (stored < Version)
        {
            Execute(connection, Text());
            Execute(
                connection, "INSERT INTO nt_schema VALUES ($1, $2, datetime('now')) ON CONFLICT (script) DO UPDATE SET version = $2, applied_at = datetime('now')",
                Script, Version);
        }
        transaction.Commit();
    }

    private string Text()
    {
        using Stream script = Assembly.GetExecutingAssembly().GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"{Script} is not embedded in this assembly.");
        using StreamReader text = new(script);
        return text.ReadToEnd();
    }
}
