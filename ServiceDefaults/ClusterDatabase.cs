using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Hosting;
using Npgsql;

namespace NeuralTrader.ServiceDefaults;

/// <summary>The PostgreSQL database that makes a cluster of its processes.</summary>
public static class ClusterDatabase
{
    /// <summary>Configuration's name for where everything is kept.</summary>
    public const string ConnectionKey = "ConnectionStrings:neuraltrader";

    /// <summary>Orleans' name for PostgreSQL.</summary>
    public const string InvariantName = "Npgsql";

    /// <summary>A process whose clock is further off than this does not start: the others would take it for dead while it joins.</summary>
    public static readonly TimeSpan LargestDrift = TimeSpan.FromSeconds(60);

    /// <summary>A clock that is further off than this is complained of.</summary>
    public static readonly TimeSpan NotableDrift = TimeSpan.FromSeconds(5);

    private const int PreparedStatements = 50; // without them every statement is parsed again: a quarter of the throughput
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Whether a connection string names a PostgreSQL server.</summary>
    /// <exception cref="StartupException">It is no connection string.</exception>
    public static bool IsMeant(string connection)
    {
        try
        {
            DbConnectionStringBuilder parts = new() { ConnectionString = connection };
            return parts.ContainsKey("Host") || parts.ContainsKey("Server");
        }
        catch (ArgumentException fault)
        {
            throw new StartupException($"{ConnectionKey} is no connection string: {fault.Message}");
        }
    }

    /// <summary>The connections to a database, as every part of the platform wants them.</summary>
    /// <exception cref="StartupException">It is no connection string of PostgreSQL.</exception>
    public static NpgsqlDataSource Source(string connection)
    {
        try
        {
            NpgsqlConnectionStringBuilder named = new(connection);
            if (named.MaxAutoPrepare == 0) named.MaxAutoPrepare = PreparedStatements;
            named.ApplicationName ??= "NeuralTrader";
            return NpgsqlDataSource.Create(named);
        }
        catch (ArgumentException fault)
        {
            throw new StartupException($"{ConnectionKey} is no connection string of PostgreSQL: {fault.Message}");
        }
    }

    /// <summary>
    /// Opens the database. In the environment Development its tables are made where they are missing; elsewhere whoever runs the platform makes
    /// them, with <c>migrate</c>.
    /// </summary>
    /// <exception cref="StartupException">It cannot be reached, its tables are not this build's, or its clock and ours are far apart.</exception>
    public static NpgsqlDataSource Open(string connection, IHostEnvironment environment)
    {
        NpgsqlDataSource source = Source(connection);
        try
        {
            using CancellationTokenSource patience = new(Patience);
            if (environment.IsDevelopment()) PostgresSchema.Migrate(source, patience.Token).GetAwaiter().GetResult();
            PostgresSchema.Check(source, patience.Token).GetAwaiter().GetResult();
            TimeSpan apart = Drift(source, patience.Token).GetAwaiter().GetResult();
            return apart.Duration() <= LargestDrift ? source : throw new StartupException(
                $"{Words(apart)}: set it right (a cluster takes no process that is more than {LargestDrift.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s off).");
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>How far this machine's clock is ahead of the database's; negative when it is behind.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public static async Task<TimeSpan> Drift(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using NpgsqlCommand ask = new("SELECT clock_timestamp()", connection);
        DateTime before = DateTime.UtcNow;
        DateTime there = (DateTime)(await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        return before + ((DateTime.UtcNow - before) / 2) - there;
    }

    /// <summary>A drift in words.</summary>
    internal static string Words(TimeSpan apart) => string.Create(
        CultureInfo.InvariantCulture,
        $"This machine's clock is {apart.Duration().TotalSeconds:0} s {(apart > TimeSpan.Zero ? "ahead of" : "behind")} the database's");

    /// <summary>Where the database is, in words and without a password.</summary>
    public static string Describe(NpgsqlDataSource source)
    {
        NpgsqlConnectionStringBuilder named = new(source.ConnectionString);
        return string.Create(CultureInfo.InvariantCulture, $"PostgreSQL, database {named.Database} at {named.Host}:{named.Port}");
    }
}
