using System.Data.Common;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Storage.Databases;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Markets;

/// <content>Bars: merged chunk by chunk, read straight into columns.</content>
public sealed partial class BarStore
{
    internal const int BarColumnCount = 6;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SeriesInfo>> Upsert(IReadOnlyList<BarSeries> series, CancellationToken cancellationToken = default)
    {
        foreach (BarSeries bars in series) RequireStorable(bars);
        return await database.Write<IReadOnlyList<SeriesInfo>>(
            connection =>
            {
                using DbCommand put = Command(
                    connection,
                    "INSERT INTO market_chunk (series_id, chunk, bars, payload) VALUES ($1, $2, $3, $4) "
                    + "ON CONFLICT (series_id, chunk) DO UPDATE SET bars = excluded.bars, payload = excluded.payload",
                    0L, 0L, 0, Array.Empty<byte>());
                return [.. series.Select(bars => Merge(connection, put, bars))];
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<BarSeries?> Load(SeriesKey key, DateTime? since = null, DateTime? until = null, CancellationToken cancellationToken = default) =>
        database.Read(
            connection => Find(connection, key) is { Info.Count: > 0 } stored
                ? Bars(
                    connection, stored, since is { } s ? BarChunks.Of(s, key.Interval) : 0, until is { } u ? BarChunks.Of(u, key.Interval) : long.MaxValue)
                    .Between(since, until)
                : null,
            cancellationToken);

    private static SeriesInfo Merge(DbConnection connection, DbCommand put, BarSeries bars)
    {
        Stored? stored = Find(connection, bars.Key);
        if (stored is { Info.Count: > 0 }) RequireSameKind(Name(bars.Key), stored.Info.Currency, stored.Info.Provenance, bars.Currency, bars.Provenance);
        stored ??= Create(connection, bars);
        int count = stored.Info.Count;
        bool changed = false;
        foreach ((long chunk, int start, int length) in BarChunks.Cut(bars))
        {
            BarSeries run = bars.Slice(start, length);
            BarSeries? old = stored.Info.Count == 0 ? null : Bars(connection, stored, chunk, chunk);
            BarSeries merged = old is null or { Count: 0 } ? run : BarChunks.Merge(old, run);
            if (old is not null && Same(old, merged)) continue;
            (put.Parameters[0].Value, put.Parameters[1].Value, put.Parameters[2].Value) = (stored.Id, chunk, merged.Count);
            put.Parameters[3].Value = Encode(merged);
            put.ExecuteNonQuery();
            count += merged.Count - (old?.Count ?? 0);
            changed = true;
        }
        if (!changed) return stored.Info;
        long first = bars.Ticks[0], last = bars.Ticks[^1];
        if (stored.Info.Count > 0) (first, last) = (Math.Min(first, stored.Info.First.Ticks), Math.Max(last, stored.Info.Last.Ticks));
        Execute(
            connection,
            "UPDATE market_series SET currency = $1, source = $2, synthetic = $3, licence = $4, version = version + 1, bars = $5, first_ticks = $6, "
            + "last_ticks = $7 WHERE id = $8",
            bars.Currency, bars.Provenance.Source, bars.Provenance.IsSynthetic, bars.Provenance.Licence, count, first, last, stored.Id);
        return new SeriesInfo(stored.Info.Key, bars.Currency, bars.Provenance, stored.Info.Version + 1, count, Time(first), Time(last));
    }

    private static Stored Create(DbConnection connection, BarSeries bars)
    {
        Execute(
            connection,
            "INSERT INTO market_series (symbol, interval, basis, currency, source, synthetic, licence, version, bars, first_ticks, last_ticks) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0)",
            bars.Key.Symbol.ToUpperInvariant(), (int)bars.Key.Interval, (int)bars.Key.Basis, bars.Currency,
            bars.Provenance.Source, bars.Provenance.IsSynthetic, bars.Provenance.Licence);
        return Find(connection, bars.Key)!;
    }

    private static BarSeries Bars(DbConnection connection, Stored stored, long firstChunk, long lastChunk)
    {
        SeriesInfo info = stored.Info;
        const string range = "FROM market_chunk WHERE series_id = $1 AND chunk BETWEEN $2 AND $3";
        int total = firstChunk == 0 && lastChunk == long.MaxValue
            ? info.Count
            : Query(connection, row => row.GetInt32(0), $"SELECT COALESCE(SUM(bars), 0) {range}", stored.Id, firstChunk, lastChunk)[0];
        long[] ticks = new long[total];
        double[][] columns = [new double[total], new double[total], new double[total], new double[total], new double[total]];
        using DbCommand command = Command(connection, $"SELECT chunk, payload {range} ORDER BY chunk", stored.Id, firstChunk, lastChunk);
        using DbDataReader reader = command.ExecuteReader();
        int at = 0;
        while (reader.Read())
        {
            ReadOnlySpan<byte> block = Blob(reader, 1);
            string? damage = ColumnBlock.Check(block, BarColumnCount, out int rows);
            if (damage is null && rows > total - at) damage = $"{rows} bars where {total - at} are left of the series";
            if (damage is not null) throw Corrupt(info.Key, reader.GetInt64(0), damage);
            ColumnBlock.Decode(block, 0, ticks.AsSpan(at, rows));
            for (int c = 0; c < columns.Length; c++) ColumnBlock.Decode(block, 1 + c, columns[c].AsSpan(at, rows));
            at += rows;
        }
        return at == total
            ? new BarSeries(info.Key, info.Currency, info.Provenance, info.Version, ticks, columns[0], columns[1], columns[2], columns[3], columns[4])
            : throw new CorruptSeriesException(Name(info.Key), "all", $"{at} bars where {total} are listed");
    }

    private static CorruptSeriesException Corrupt(SeriesKey key, long chunk, string damage) =>
        new(Name(key), BarChunks.Name(chunk, key.Interval), damage);

    private static byte[] Encode(BarSeries bars) => ColumnBlock.Encode(
        bars.Ticks, bars.Open.ToArray(), bars.High.ToArray(), bars.Low.ToArray(), bars.Close.ToArray(), bars.Volume.ToArray());

    private static bool Same(BarSeries a, BarSeries b) => // equal numbers are equal bits here: an import turns −0 into 0 and leaves out NaN
        a.Ticks.SequenceEqual(b.Ticks) && a.Open.SequenceEqual(b.Open) && a.High.SequenceEqual(b.High) && a.Low.SequenceEqual(b.Low)
        && a.Close.SequenceEqual(b.Close) && a.Volume.SequenceEqual(b.Volume);

    private static void RequireStorable(BarSeries bars)
    {
        Symbol.Parse(bars.Key.Symbol);
        if (bars.Count == 0) throw Require.Invalid("bars", 0, "at least one bar");
        for (int i = 1; i < bars.Count; i++)
            if (bars.Ticks[i] <= bars.Ticks[i - 1]) throw Require.Invalid($"bars[{i}]", bars.TimeAt(i), "a time after the bar before it");
    }
}
