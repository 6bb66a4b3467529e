using System.Data.Common;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Storage.Databases;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Markets;

/// <content>Ticks: one chunk a UTC day.</content>
public sealed partial class BarStore
{
    /// <inheritdoc/>
    public Task SaveTicks<T>(TickSeries<T> ticks, CancellationToken cancellationToken = default)
        where T : struct
    {
        TickColumns<T> form = TickColumns<T>.Instance;
        string symbol = Symbol.Parse(ticks.Symbol);
        if (ticks.Ticks.Length == 0) throw Require.Invalid("ticks", 0, "at least one tick");
        for (int i = 1; i < ticks.Ticks.Length; i++)
            if (form.Time(ticks.Ticks[i]) < form.Time(ticks.Ticks[i - 1]))
                throw Require.Invalid($"ticks[{i}]", form.Time(ticks.Ticks[i]), "ticks in time order");
        return database.Write(connection => Replace(connection, form, ticks with { Symbol = symbol }), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<TickSeries<T>?> LoadTicks<T>(
        string symbol, DateTime? since = null, DateTime? until = null, CancellationToken cancellationToken = default)
        where T : struct
    {
        TickColumns<T> form = TickColumns<T>.Instance;
        string name = Symbol.Parse(symbol);
        return database.Read(
            connection =>
            {
                if (FindTicks(connection, name, form.Kind) is not { } stored) return null;
                List<T> found = [];
                foreach (T tick in Chunks(connection, form, name, stored.Id, Day(since ?? DateTime.MinValue), Day(until ?? DateTime.MaxValue)))
                    if ((since is null || form.Time(tick) >= since) && (until is null || form.Time(tick) <= until)) found.Add(tick);
                return new TickSeries<T>(name, stored.Currency, stored.Provenance, stored.Version, [.. found]);
            },
            cancellationToken);
    }

    private static int Replace<T>(DbConnection connection, TickColumns<T> form, TickSeries<T> ticks)
        where T : struct
    {
        if (FindTicks(connection, ticks.Symbol, form.Kind) is { } stored)
            RequireSameKind($"{ticks.Symbol} {form.Kind}", stored.Currency, stored.Provenance, ticks.Currency, ticks.Provenance);
        Execute(
            connection,
            "INSERT INTO market_tick_series (symbol, kind, currency, source, synthetic, licence, version) VALUES ($1, $2, $3, $4, $5, $6, 1) "
            + "ON CONFLICT (symbol, kind) DO UPDATE SET source = $4, licence = $6, version = market_tick_series.version + 1",
            ticks.Symbol, (int)form.Kind, ticks.Currency, ticks.Provenance.Source, ticks.Provenance.IsSynthetic, ticks.Provenance.Licence);
        long id = FindTicks(connection, ticks.Symbol, form.Kind)!.Value.Id;
        DateTime first = form.Time(ticks.Ticks[0]), last = form.Time(ticks.Ticks[^1]);
        T[] outside = [.. Chunks(connection, form, ticks.Symbol, id, Day(first), Day(last)).Where(tick => form.Time(tick) < first || form.Time(tick) > last)];
        IEnumerable<T> all = outside.Where(tick => form.Time(tick) < first).Concat(ticks.Ticks).Concat(outside.Where(tick => form.Time(tick) > last));
        Execute(connection, "DELETE FROM market_tick_chunk WHERE series_id = $1 AND day BETWEEN $2 AND $3", id, Day(first), Day(last));
        foreach (IGrouping<long, T> day in all.GroupBy(tick => Day(form.Time(tick))))
        {
            T[] chunk = [.. day];
            Execute(connection, "INSERT INTO market_tick_chunk VALUES ($1, $2, $3, $4)", id, day.Key, chunk.Length, form.Encode(chunk));
        }
        return ticks.Ticks.Length;
    }

    private static List<T> Chunks<T>(DbConnection connection, TickColumns<T> form, string symbol, long series, long firstDay, long lastDay)
        where T : struct
    {
        using DbCommand command = Command(
            connection, "SELECT day, payload FROM market_tick_chunk WHERE series_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day", series, firstDay, lastDay);
        using DbDataReader reader = command.ExecuteReader();
        List<T> ticks = [];
        while (reader.Read())
        {
            ReadOnlySpan<byte> block = Blob(reader, 1);
            if (ColumnBlock.Check(block, form.Columns, out int rows) is { } damage)
                throw new CorruptSeriesException($"{symbol} {form.Kind}", DateOnly.FromDayNumber(reader.GetInt32(0)).ToString("O"), damage);
            ticks.AddRange(form.Decode(block, rows));
        }
        return ticks;
    }

    private static (long Id, string Currency, Provenance Provenance, long Version)? FindTicks(DbConnection connection, string symbol, TickKind kind)
    {
        List<(long, string, Provenance, long)> found = Query(
            connection,
            row => (
                row.GetInt64(0), row.GetString(1), new Provenance(row.GetString(2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetString(4)),
                row.GetInt64(5)),
            "SELECT id, currency, source, synthetic, licence, version FROM market_tick_series WHERE symbol = $1 AND kind = $2", symbol, (int)kind);
        return found.Count == 0 ? null : found[0];
    }

    private static long Day(DateTime time) => time.Ticks / TimeSpan.TicksPerDay;
}
