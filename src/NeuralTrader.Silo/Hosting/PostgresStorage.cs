using System.Data.Common;
using Microsoft.Extensions.Hosting;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Markets;
using Npgsql;

namespace NeuralTrader.Silo.Hosting;

/// <summary>A PostgreSQL database that all silos of a cluster share.</summary>
internal sealed class PostgresStorage : PlatformStorage
{
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

    public override string Invariant => ClusterDatabase.InvariantName;

    public override DbDataSource State => source;

    public override IJournal Journal => journal;

    public override DbDataSource Books => source;

    public override IBarStore Bars => bars;

    public override DataDirectory? Directory => directory;

    public override string Description => ClusterDatabase.Describe(source);

    /// <summary>The database itself.</summary>
    public NpgsqlDataSource Source => source;

    /// <summary>Opens the database, and the process's own directory where it is to have one.</summary>
    /// <exception cref="StartupException">Something is in the way that whoever starts the platform can remove.</exception>
    public static PostgresStorage Open(string connection, string? ownDirectory, IHostEnvironment environment)
    {
        NpgsqlDataSource source = ClusterDatabase.Open(connection, environment);
        DataDirectory? directory = null;
        try
        {
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
}
