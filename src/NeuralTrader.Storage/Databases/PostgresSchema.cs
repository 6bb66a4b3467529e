using System.Globalization;
using NeuralTrader.Storage.Hosting;
using Npgsql;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Databases;

/// <summary>The tables of a cluster's database: made, brought to this build's form, or compared with it.</summary>
public static class PostgresSchema
{
    private const string NoTables = "42P01"; // undefined_table
    private const string Moving = "data on its way in"; // stands among the scripts while a move goes on, and after one that was killed

    /// <summary>Brings all tables to this build's form, in one transaction; any number of processes may do so at once.</summary>
    /// <param name="source">The database.</param>
    /// <param name="cancellationToken">Gives up; then nothing has changed.</param>
    /// <returns>What was done, in words; empty when nothing was to do.</returns>
    /// <exception cref="StartupException">The database cannot be reached, or a newer build wrote its tables.</exception>
    public static async Task<IReadOnlyList<string>> Migrate(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            Execute(connection, "SELECT pg_advisory_xact_lock($1)", (long)PostgresLock.Schema);
            List<string> done = [];
            foreach (SchemaScript script in SchemaScript.Postgres)
            {
                int before = script.Apply(connection);
                if (before < script.Version) done.Add(string.Create(CultureInfo.InvariantCulture, $"{script.Name}: version {before} → {script.Version}"));
            }
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return done;
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
        {
            throw new StartupException($"The database's tables cannot be brought to this build's form: {fault.Message}");
        }
    }

    /// <summary>Makes sure that the tables have this build's form.</summary>
    /// <exception cref="StartupException">They have not, or the database cannot be reached; the sentence says what to do.</exception>
    public static async Task Check(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            if (Query(connection, row => row.GetString(0), "SELECT applied_at FROM nt_schema WHERE script = $1", Moving) is [string begun])
                throw new StartupException(
                    $"Data has been on its way into this database since {begun} and is not all there: wait for it, or begin `nt data move` or `nt data restore` again, which starts anew.");
            foreach (SchemaScript script in SchemaScript.Postgres)
            {
                int stored = script.Stored(connection);
                if (stored == script.Version) continue;
                throw new StartupException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database has version {stored} of {script.Name}, this build wants {script.Version}: {(stored < script.Version ? "run `migrate` first" : "use the build that wrote it, or a newer one")}."));
            }
        }
        catch (PostgresException fault) when (fault.SqlState == NoTables)
        {
            throw new StartupException("The database has no tables of NeuralTrader yet: run `migrate` first.");
        }
        catch (NpgsqlException fault)
        {
            throw new StartupException($"The database cannot be reached: {fault.Message}");
        }
    }

    /// <summary>Notes that data is on its way in, so that nobody starts on a part of it.</summary>
    internal static void Mark(NpgsqlConnection connection) => Execute(
        connection, "INSERT INTO nt_schema VALUES ($1, 0, $2) ON CONFLICT (script) DO UPDATE SET applied_at = excluded.applied_at",
        Moving, DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>Notes that all of it is there.</summary>
    internal static void Unmark(NpgsqlConnection connection) => Execute(connection, "DELETE FROM nt_schema WHERE script = $1", Moving);
}
