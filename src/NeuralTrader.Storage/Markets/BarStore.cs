using System.Data.Common;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Storage.Databases;
using Npgsql;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Markets;

/// <summary>Market data in a SQLite file or in PostgreSQL. This part keeps the list of series; the others keep bars, ticks, and what is known of instruments.</summary>
public sealed partial class BarStore : IBarStore, IDisposable
{
    private const string SeriesColumns = "id, symbol, interval, basis, currency, source, synthetic, licence, version, bars, first_ticks, last_ticks";
    private readonly IDatabase database;
    private readonly TimeProvider clock;

    private BarStore(IDatabase database, TimeProvider? clock) => (this.database, this.clock) = (database, clock ?? TimeProvider.System);

    /// <summary>Opens a SQLite file, making it and its tables where they are missing.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="clock">Dates the imports; null for the system's.</param>
    public static BarStore OnSqlite(string path, TimeProvider? clock = null) => new(new SqliteDatabase(path, "sqlite-markets.sql"), clock);

    /// <summary>The tables of a PostgreSQL database, which must have been made.</summary>
    /// <param name="source">The connections; they stay the caller's.</param>
    /// <param name="clock">Dates the imports; null for the system's.</param>
    public static BarStore OnPostgres(NpgsqlDataSource source, TimeProvider? clock = null) => new(new PostgresDatabase(source, PostgresLock.Markets), clock);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SeriesInfo>> List(string? symbol = null, CancellationToken cancellationToken = default) =>
        await database.Read<IReadOnlyList<SeriesInfo>>(
            connection => Query(
                connection, row => Stored.Of(row).Info,
                $"SELECT {SeriesColumns} FROM market_series WHERE bars > 0 AND (CAST($1 AS TEXT) IS NULL OR symbol = $1) ORDER BY symbol, interval, basis",
                symbol?.ToUpperInvariant()),
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<bool> Delete(SeriesKey key, CancellationToken cancellationToken = default) => database.Write(
        connection =>
        {
            if (Find(connection, key) is not { Info.Count: > 0 } stored) return false;
            Execute(connection, "DELETE FROM market_chunk WHERE series_id = $1", stored.Id);
            Execute(connection, "UPDATE market_series SET bars = 0, version = version + 1 WHERE id = $1", stored.Id);
            return true;
        },
        cancellationToken);

    /// <summary>Closes the file, where there is one.</summary>
    public void Dispose() => database.Dispose();

    private static Stored? Find(DbConnection connection, SeriesKey key) => Query(
        connection, Stored.Of, $"SELECT {SeriesColumns} FROM market_series WHERE symbol = $1 AND interval = $2 AND basis = $3",
        key.Symbol.ToUpperInvariant(), (int)key.Interval, (int)key.Basis).FirstOrDefault();

    private static void RequireSameKind(string name, string currency, Provenance stored, string newCurrency, Provenance newcomer)
    {
        if (currency != newCurrency) throw Require.Invalid("currency", newCurrency, $"{currency}, as {name} is stored");
        if (stored.IsSynthetic != newcomer.IsSynthetic)
            throw Require.Invalid("source", newcomer.Source, $"{(stored.IsSynthetic ? "synthetic" : "real")} data, as {name} is stored");
    }

    private static string Name(SeriesKey key) => $"{key.Symbol} {key.Interval} {key.Basis}";

    private sealed record Stored(long Id, SeriesInfo Info)
    {
        public static Stored Of(DbDataReader row) => new(
            row.GetInt64(0),
            new SeriesInfo(
                new SeriesKey(row.GetString(1), (BarInterval)row.GetInt32(2), (PriceBasis)row.GetInt32(3)),
                row.GetString(4),
                new Provenance(row.GetString(5), row.GetBoolean(6), row.IsDBNull(7) ? null : row.GetString(7)),
                row.GetInt64(8), row.GetInt32(9), Time(row.GetInt64(10)), Time(row.GetInt64(11))));
    }

    private static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);
}
