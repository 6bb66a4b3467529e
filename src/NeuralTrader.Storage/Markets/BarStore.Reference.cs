using NeuralTrader.Domain.Markets;
using static NeuralTrader.Storage.Databases.Sql;

namespace NeuralTrader.Storage.Markets;

/// <content>Instruments, corporate actions, and which files were imported.</content>
public sealed partial class BarStore
{
    /// <inheritdoc/>
    public Task SaveActions(string symbol, IReadOnlyList<CorporateAction> actions, CancellationToken cancellationToken = default)
    {
        string name = Symbol.Parse(symbol);
        return database.Write(
            connection =>
            {
                Execute(connection, "DELETE FROM market_action WHERE symbol = $1", name);
                foreach (CorporateAction action in actions)
                    Execute(connection, "INSERT INTO market_action (symbol, ex_ticks, split_ratio, cash_dividend) VALUES ($1, $2, $3, $4)", name, action.ExDate.Ticks, action.SplitRatio, action.CashDividend);
                return actions.Count;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CorporateAction>> LoadActions(string symbol, CancellationToken cancellationToken = default)
    {
        string name = Symbol.Parse(symbol);
        return await database.Read(
            connection => Query(
                connection, row => new CorporateAction(Time(row.GetInt64(0)), row.GetDouble(1), row.GetDouble(2)),
                "SELECT ex_ticks, split_ratio, cash_dividend FROM market_action WHERE symbol = $1 ORDER BY ex_ticks, rowid", name),
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task SaveInstrument(Instrument instrument, CancellationToken cancellationToken = default)
    {
        string name = Symbol.Parse(instrument.Symbol);
        return database.Write(
            connection => Execute(
                connection,
                "INSERT INTO market_instrument (symbol, name, asset_class, currency, exchange, time_zone) VALUES ($1, $2, $3, $4, $5, $6) "
                + "ON CONFLICT (symbol) DO UPDATE SET name = excluded.name, asset_class = excluded.asset_class, currency = excluded.currency, "
                + "exchange = excluded.exchange, time_zone = excluded.time_zone",
                name, instrument.Name, (int)instrument.AssetClass, instrument.Currency, instrument.Exchange, instrument.TimeZone),
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Instrument>> Instruments(CancellationToken cancellationToken = default) =>
        await database.Read(
            connection => Query(
                connection,
                row => new Instrument(
                    row.GetString(0), row.GetString(1), (AssetClass)row.GetInt32(2), row.GetString(3),
                    row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5)),
                "SELECT symbol, name, asset_class, currency, exchange, time_zone FROM market_instrument ORDER BY symbol"),
            cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task<bool> WasImported(string name, string sha256, CancellationToken cancellationToken = default) => database.Read(
        connection => Query(connection, row => row.GetInt64(0), "SELECT 1 FROM market_file WHERE name = $1 AND sha256 = $2", name, sha256).Count > 0,
        cancellationToken);

    /// <inheritdoc/>
    public Task RememberImport(string name, string sha256, CancellationToken cancellationToken = default) => database.Write(
        connection => Execute(
            connection,
            "INSERT INTO market_file VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, imported_ticks = excluded.imported_ticks",
            name, sha256, clock.GetUtcNow().UtcTicks),
        cancellationToken);
}
