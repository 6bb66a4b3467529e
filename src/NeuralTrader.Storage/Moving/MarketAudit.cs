using System.Globalization;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Storage.Databases;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Storage.Moving;

/// <summary>Checks market data as it is read, table after table: every block's checksum, and that a series has as many bars as it says.</summary>
internal sealed class MarketAudit
{
    private readonly Dictionary<long, (string Symbol, long Missing)> series = [];
    private readonly Dictionary<long, (string Symbol, int Columns)> ticks = [];

    /// <summary>Takes a row of any table.</summary>
    /// <exception cref="MovingException">It is damaged; the sentence says what.</exception>
    public void Add(PlatformTable table, object?[] row)
    {
        switch (table.Name)
        {
            case "market_series": series[(long)row[0]!] = ((string)row[1]!, (long)row[9]!); break;
            case "market_tick_series": ticks[(long)row[0]!] = ((string)row[1]!, Columns((TickKind)(long)row[2]!)); break;
            case "market_chunk" when series.TryGetValue((long)row[0]!, out (string Symbol, long Missing) of):
                series[(long)row[0]!] = (of.Symbol, of.Missing - Block(of.Symbol, row, BarStore.BarColumnCount));
                break;
            case "market_tick_chunk" when ticks.TryGetValue((long)row[0]!, out (string Symbol, int Columns) of): Block(of.Symbol, row, of.Columns); break;
            case "market_chunk" or "market_tick_chunk": throw Damaged($"A block of {table.Name} belongs to series {row[0]}, which is not there.");
            default: break;
        }
    }

    /// <summary>There are no more rows.</summary>
    /// <exception cref="MovingException">A series has not as many bars as it says.</exception>
    public void Finish()
    {
        foreach ((string symbol, long missing) in series.Values)
            if (missing != 0) throw Damaged($"The bars of {symbol} are damaged: {Math.Abs(missing)} too {(missing > 0 ? "few" : "many")}.");
    }

    private static int Columns(TickKind kind) => kind == TickKind.Quote ? TickColumns<QuoteTick>.Instance.Columns : TickColumns<TradeTick>.Instance.Columns;

    // A block's rows, which its own row of the table must know.
    private static long Block(string symbol, object?[] row, int columns)
    {
        string? damage = ColumnBlock.Check((byte[])row[3]!, columns, out int rows);
        if (damage is null && rows != (long)row[2]!) damage = FormattableString.Invariant($"it holds {rows} and should hold {row[2]}");
        return damage is null ? rows : throw Damaged($"Block {row[1]} of {symbol} is damaged: {damage}.");
    }

    private static MovingException Damaged(FormattableString what) => new(what.ToString(CultureInfo.InvariantCulture));
}
