using System.Data.Common;
using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;
using NeuralTrader.ServiceDefaults;
using NeuralTrader.Storage.Hosting;
using NeuralTrader.Storage.Ledger;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Every file of the data directory, open. Disposing it lets the directory go last.</summary>
internal sealed class SqliteStorage : PlatformStorage
{
    /// <summary>Orleans' name for SQLite; it loads Microsoft.Data.Sqlite for it.</summary>
    public const string InvariantName = "System.Data.SQLite";

    private readonly SqliteDataSource state, books;
    private readonly SqliteJournal journal;
    private readonly BarStore bars;
    private readonly DataDirectory directory;

    private SqliteStorage(DataDirectory directory, string stateConnection)
    {
        this.directory = directory;
        state = new SqliteDataSource(stateConnection);
        SchemaScript.OrleansOnSqlite.Apply(state);
        journal = new SqliteJournal(directory.JournalFile);
        books = SqliteDataSource.OfFile(directory.JournalFile);
        bars = BarStore.OnSqlite(directory.MarketsFile);
    }

    public override string Invariant => InvariantName;

    public override DbDataSource State => state;

    public override IJournal Journal => journal;

    public override DbDataSource Books => books;

    public override IBarStore Bars => bars;

    public override DataDirectory Directory => directory;

    public override string Description => $"SQLite in {directory.Path}";

    /// <summary>Opens the files, making those that are missing.</summary>
    /// <param name="directory">Taken by this process; let go again when a file cannot be opened.</param>
    /// <param name="stateConnection">Where Orleans keeps state; null for the directory's own file.</param>
    /// <exception cref="StartupException">A file cannot be opened, or a newer build wrote it.</exception>
    public static SqliteStorage Open(DataDirectory directory, string? stateConnection)
    {
        try
        {
            return new SqliteStorage(directory, stateConnection is { Length: > 0 } ? stateConnection : new SqliteConnectionStringBuilder { DataSource = directory.StateFile }.ToString());
        }
        catch (ArgumentException fault)
        {
            directory.Dispose();
            throw new StartupException($"{ClusterDatabase.ConnectionKey} names neither a PostgreSQL database (Host=…) nor a SQLite file (Data Source=…): {fault.Message}");
        }
        catch (Exception fault) when (fault is SqliteException or JournalUnavailableException or InvalidOperationException)
        {
            directory.Dispose();
            throw new StartupException($"The files in {directory.Path} cannot be opened: {fault.Message}");
        }
    }

    public override void Dispose()
    {
        journal.Dispose();
        books.Dispose();
        bars.Dispose();
        state.Dispose();
        directory.Dispose();
    }
}
