using System.Data.Common;
using System.Globalization;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Markets;
using Npgsql;

namespace NeuralTrader.Silo.Hosting;

/// <summary>A PostgreSQL database that all silos of a cluster share.</summary>
internal sealed class PostgresStorage : PlatformStorage
{
    /// <summary>Orleans' name for PostgreSQL.</summary>
    public const string InvariantName = "Npgsql";

    private const int PreparedStatements = 50; // without them every statement is parsed again: a quarter of the throughput
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), ClockDrift = TimeSpan.FromSeconds(60);

    private readonly NpgsqlDataSource source;
    private readonly PostgresJournal journal;
    private readonly BarStore bars;
    private readonly DataDirectory? directory;

    private PostgresStorage(NpgsqlDataSource source, DataDirectory? directory)
    {
        (this.source, this.directory) = (source, directory);
        journal = new PostgresJournal(source);
        bars = BarStore.OnPostgres(source);
    }

    public override string Invariant => InvariantName;

    public override DbDataSource State => source;

    public override IJournal Journal => journal;

    public override IBarStore Bars => bars;

    public override DataDirectory? Directory => directory;

    public override string Description
    {
        get
        {
            NpgsqlConnectionStringBuilder named = new(source.ConnectionString);
            return string.Create(CultureInfo.InvariantCulture, $"PostgreSQL, database {named.Database} at {named.Host}:{named.Port}");
        }
    }

    /// <summary>Whether a connection string names a PostgreSQL server.</summary>
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
    public static PostgresStorage Open(string connection, string? ownDirectory, IHostEnvironment environment)
    {
        NpgsqlDataSource source = Source(connection);
        DataDirectory? directory = null;
        try
        {
            using CancellationTokenSource patience = new(Patience);
            if (environment.IsDevelopment()) PostgresSchema.Migrate(source, patience.Token).GetAwaiter().GetResult();
            PostgresSchema.Check(source, patience.Token).GetAwaiter().GetResult();
            CompareClocks(source);
            if (ownDirectory is { Length: > 0 }) directory = DataDirectory.Take(ownDirectory);
            return new PostgresStorage(source, directory);
        }
        catch
        {
            directory?.Dispose();
            source.Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        journal.Dispose();
        bars.Dispose();
        source.Dispose();
        directory?.Dispose();
    }

    // Members of a cluster judge each other by their clocks: one that is minutes off would be taken for dead while it joins.
    private static void CompareClocks(NpgsqlDataSource source)
    {
        DateTime before = DateTime.UtcNow;
        using NpgsqlCommand ask = source.CreateCommand("SELECT clock_timestamp()");
        DateTime there = (DateTime)ask.ExecuteScalar()!;
        TimeSpan apart = before + ((DateTime.UtcNow - before) / 2) - there;
        if (apart.Duration() > ClockDrift)
            throw new StartupException(string.Create(
                CultureInfo.InvariantCulture,
                $"This machine's clock is {apart.Duration().TotalSeconds:0} s {(apart > TimeSpan.Zero ? "ahead of" : "behind")} the database's: set it right (a cluster takes no member that is more than {ClockDrift.TotalSeconds:0} s off)."));
    }
}
