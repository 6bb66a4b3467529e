using NeuralTrader.Domain.Markets;
using NeuralTrader.Storage.Databases;

namespace NeuralTrader.Storage.Markets;

/// <summary>Quotes and trades as column blocks and back.</summary>
/// <param name="Kind">As stored.</param>
/// <param name="Columns">How many columns a block has, times included.</param>
/// <param name="Time">A tick's time.</param>
/// <param name="Encode">Ticks to a block.</param>
/// <param name="Decode">A checked block of some rows to ticks.</param>
internal sealed record TickColumns<T>(TickKind Kind, int Columns, Func<T, DateTime> Time, Func<ReadOnlyMemory<T>, byte[]> Encode, DecodeTicks<T> Decode)
    where T : struct
{
    /// <summary>The way of one of the two tick types.</summary>
    public static TickColumns<T> Instance { get; } = (TickColumns<T>)(
        typeof(T) == typeof(QuoteTick) ? (object)new TickColumns<QuoteTick>(TickKind.Quote, 5, tick => tick.Time, EncodeQuotes, DecodeQuotes)
        : typeof(T) == typeof(TradeTick) ? new TickColumns<TradeTick>(TickKind.Trade, 3, tick => tick.Time, EncodeTrades, DecodeTrades)
        : throw new NotSupportedException($"{typeof(T).Name} is neither QuoteTick nor TradeTick."));

    private static byte[] EncodeQuotes(ReadOnlyMemory<QuoteTick> ticks)
    {
        QuoteTick[] all = ticks.ToArray();
        return ColumnBlock.Encode(
            Array.ConvertAll(all, tick => tick.Time.Ticks), Array.ConvertAll(all, tick => tick.Bid), Array.ConvertAll(all, tick => tick.Ask),
            Array.ConvertAll(all, tick => tick.BidSize), Array.ConvertAll(all, tick => tick.AskSize));
    }

    private static byte[] EncodeTrades(ReadOnlyMemory<TradeTick> ticks)
    {
        TradeTick[] all = ticks.ToArray();
        return ColumnBlock.Encode(
            Array.ConvertAll(all, tick => tick.Time.Ticks), Array.ConvertAll(all, tick => tick.Price), Array.ConvertAll(all, tick => tick.Size));
    }

    private static QuoteTick[] DecodeQuotes(ReadOnlySpan<byte> block, int rows)
    {
        (long[] time, double[][] columns) = Decoded(block, rows, 4);
        return [.. Enumerable.Range(0, rows).Select(i => new QuoteTick(Utc(time[i]), columns[0][i], columns[1][i], columns[2][i], columns[3][i]))];
    }

    private static TradeTick[] DecodeTrades(ReadOnlySpan<byte> block, int rows)
    {
        (long[] time, double[][] columns) = Decoded(block, rows, 2);
        return [.. Enumerable.Range(0, rows).Select(i => new TradeTick(Utc(time[i]), columns[0][i], columns[1][i]))];
    }

    private static (long[] Time, double[][] Columns) Decoded(ReadOnlySpan<byte> block, int rows, int numbers)
    {
        long[] time = new long[rows];
        ColumnBlock.Decode(block, 0, time.AsSpan());
        double[][] columns = new double[numbers][];
        for (int c = 0; c < numbers; c++) ColumnBlock.Decode(block, 1 + c, (columns[c] = new double[rows]).AsSpan());
        return (time, columns);
    }

    private static DateTime Utc(long ticks) => new(ticks, DateTimeKind.Utc);
}

/// <summary>Reads the ticks of a checked block.</summary>
internal delegate T[] DecodeTicks<T>(ReadOnlySpan<byte> block, int rows);
