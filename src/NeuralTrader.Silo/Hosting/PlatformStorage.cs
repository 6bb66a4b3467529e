using Microsoft.Data.Sqlite;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Silo.Ledger;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Silo.Storage;

namespace NeuralTrader.Silo.Hosting;

/// <summary>Every file of the data directory, open. Disposing it writes what waits, closes them, and only then lets the directory go.</summary>
internal sealed class PlatformStorage : IDisposable
{
    private PlatformStorage(DataDirectory directory, string stateConnection)
    {
        Directory = directory;
        State = new SqliteDataSource(stateConnection);
        SchemaScript.OrleansOnSqlite.Apply(State);
        Journal = new SqliteJournal(directory.JournalFile);
        Bars = BarStore.OnSqlite(directory.MarketsFile);
    }

    public DataDirectory Directory { get; }

    public SqliteDataSource State { get; }

    public SqliteJournal Journal { get; }

    public BarStore Bars { get; }

    /// <summary>Opens the files, making those that are missing.</summary>
    /// <param name="directory">Taken by this process; let go again when a file cannot be opened.</param>
    /// <param name="stateConnection">Where Orleans keeps state; null for the directory's own file.</param>
    /// <exception cref="StartupException">A file cannot be opened, or a newer build wrote it.</exception>
    public static PlatformStorage Open(DataDirectory directory, string? stateConnection)
    {
        try
        {
            return new PlatformStorage(directory, stateConnection ?? new SqliteConnectionStringBuilder { DataSource = directory.StateFile }.ToString());
        }
        catch (Exception fault) when (fault is SqliteException or JournalUnavailableException or InvalidOperationException)
        {
            directory.Dispose();
            throw new StartupException($"The files in {directory.Path} cannot be opened: {fault.Message}");
        }
    }

    public void Dispose()
    {
        Journal.Dispose();
        Bars.Dispose();
        State.Dispose();
        Directory.Dispose();
    }
}
