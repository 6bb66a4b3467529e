using System.Data.Common;
using Microsoft.Data.Sqlite;
using NeuralTrader.Abstractions.Hosting;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Silo.Hosting;

/// <summary>What the platform's storage says of itself.</summary>
internal sealed class StorageFigures(PlatformStorage storage) : IStorageFigures
{
    private const string Versions = "SELECT script, version FROM nt_schema WHERE version > 0 ORDER BY script";

    /// <inheritdoc/>
    public async Task<StorageStatus> Read(CancellationToken cancellationToken)
    {
        Dictionary<string, int> schemas = [];
        await AddVersions(schemas, storage.State, cancellationToken).ConfigureAwait(false);
        if (storage is not SqliteStorage { Directory: { } directory })
            return new StorageStatus(storage.Description, schemas, await DatabaseSize(cancellationToken).ConfigureAwait(false));
        await using SqliteConnection journal = new(new SqliteConnectionStringBuilder { DataSource = directory.JournalFile, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await journal.OpenAsync(cancellationToken).ConfigureAwait(false);
        await AddVersions(schemas, journal, cancellationToken).ConfigureAwait(false);
        return new StorageStatus(storage.Description, schemas, new DirectoryInfo(directory.Path).EnumerateFiles("*.db*").Sum(file => file.Length));
    }

    private async Task<long?> DatabaseSize(CancellationToken cancellationToken)
    {
        await using DbCommand ask = storage.State.CreateCommand("SELECT pg_database_size(current_database())");
        return await ask.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) as long?;
    }

    private static async Task AddVersions(Dictionary<string, int> schemas, DbDataSource source, CancellationToken cancellationToken)
    {
        await using DbConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await AddVersions(schemas, connection, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddVersions(Dictionary<string, int> schemas, DbConnection connection, CancellationToken cancellationToken)
    {
        await using DbCommand ask = connection.CreateCommand();
        ask.CommandText = Versions;
        await using DbDataReader row = await ask.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false)) schemas[row.GetString(0)] = row.GetInt32(1);
    }
}
