namespace NeuralTrader.Domain.Markets;

/// <summary>Quotes and trades in delimited text with a header: timestamp, bid, ask[, sizes] or timestamp, price, size.</summary>
public static class TickCsv
{
    /// <summary>Reads quotes; bid_close and ask_close (the quote at the end of a minute) count as bid and ask. A bid above its ask is a warning.</summary>
    /// <param name="utf8">The whole file.</param>
    /// <param name="file">Its name, for the report.</param>
    /// <param name="options">What the file does not say about itself.</param>
    public static TickImport<QuoteTick> ReadQuotes(ReadOnlySpan<byte> utf8, string file, ImportOptions options) =>
        Read<QuoteTick>(utf8, file, options, "quotes", [CsvColumn.Date, CsvColumn.Bid, CsvColumn.Ask], static (DateTime time, ref readonly TickRow row) =>
            row.Price(CsvColumn.Bid, "bid", out double bid) && row.Price(CsvColumn.Ask, "ask", out double ask)
            && row.Size(CsvColumn.BidSize, "bid_size", out double bidSize) && row.Size(CsvColumn.AskSize, "ask_size", out double askSize)
                ? row.Warn(bid > ask, "bid", "above the ask", new QuoteTick(time, bid, ask, bidSize, askSize))
                : null);

    /// <summary>Reads trades.</summary>
    /// <inheritdoc cref="ReadQuotes"/>
    public static TickImport<TradeTick> ReadTrades(ReadOnlySpan<byte> utf8, string file, ImportOptions options) =>
        Read<TradeTick>(utf8, file, options, "trades", [CsvColumn.Date, CsvColumn.Price], static (DateTime time, ref readonly TickRow row) =>
            row.Price(CsvColumn.Price, "price", out double price) && row.Size(CsvColumn.Size, "size", out double size)
                ? new TradeTick(time, price, size)
                : null);

    private delegate T? Make<T>(DateTime time, ref readonly TickRow row)
        where T : struct;

    private static TickImport<T> Read<T>(
        ReadOnlySpan<byte> utf8, string file, ImportOptions options, string form, ReadOnlySpan<CsvColumn> needed, Make<T> make)
        where T : struct
    {
        string symbol = Symbol.Parse(options.Symbol);
        IssueLog issues = new(file);
        List<T> ticks = [];
        List<long> times = [];
        long rows = 0;
        if (CsvDocument.TryOpen(utf8, issues, out CsvText text) && CsvLayout.FromHeader(text.Row, issues, needed) is { } layout)
        {
            (int Start, int End)[] fields = new (int, int)[CsvText.MostFields];
            ExchangeClock clock = new(options.TimeZone);
            for (; text.Next(); rows++)
            {
                TickRow row = new(text.Row, text.Line, layout, fields, issues);
                if (!row.Time(clock, out long time) || make(new DateTime(time, DateTimeKind.Utc), in row) is not { } tick) continue;
                if (times.Count > 0 && time < times[^1]) issues.Warning(text.Line, "timestamp", null, "earlier than the row above it; put in time order");
                times.Add(time);
                ticks.Add(tick);
            }
            if (rows == 0) issues.FileError("file", "has no rows");
        }
        bool refused = ticks.Count == 0 || (options.Strict && issues.Errors > 0);
        T[] ordered = [.. Enumerable.Range(0, ticks.Count).OrderBy(i => times[i]).Select(i => ticks[i])]; // stable
        return new TickImport<T>(
            issues.Report(form, rows, ticks.Count, refused),
            refused ? null : new TickSeries<T>(symbol, options.Currency, options.Provenance(file), 1, ordered));
    }

    private readonly ref struct TickRow(ReadOnlySpan<byte> row, int line, CsvLayout layout, (int Start, int End)[] fields, IssueLog issues)
    {
        private readonly ReadOnlySpan<byte> row = row;

        public bool Time(ExchangeClock clock, out long time)
        {
            time = 0;
            int count = CsvText.Split(row, layout.Delimiter, fields);
            if (count != layout.Columns) return Reject("row", row, $"not {layout.Columns} fields");
            ReadOnlySpan<byte> field = Field(CsvColumn.Date);
            return !CsvTime.TryParse(field, out time, out bool zoned, out _) ? Reject("timestamp", field, CsvTime.Allowed)
                : zoned || clock.TryUtc(time, out time) || Reject("timestamp", field, "a time that the exchange's clocks skipped");
        }

        public bool Price(CsvColumn column, string name, out double value) =>
            (CsvNumber.TryParse(Field(column), out value) && value > 0 && value < double.PositiveInfinity)
            || Reject(name, Field(column), "not a finite number above 0");

        public bool Size(CsvColumn column, string name, out double value)
        {
            value = 0;
            if (!layout.Has(column) || CsvText.Trim(Field(column)).IsEmpty) return true;
            return (CsvNumber.TryParse(Field(column), out value) && value >= 0 && value < double.PositiveInfinity)
                || Reject(name, Field(column), "not a finite number of 0 or more");
        }

        public T Warn<T>(bool condition, string field, string problem, T tick)
        {
            if (condition) issues.Warning(line, field, null, problem);
            return tick;
        }

        private ReadOnlySpan<byte> Field(CsvColumn column) => row[fields[layout[column]].Start..fields[layout[column]].End];

        private bool Reject(string field, ReadOnlySpan<byte> value, string problem)
        {
            issues.Error(line, field, value, problem);
            return false;
        }
    }
}
