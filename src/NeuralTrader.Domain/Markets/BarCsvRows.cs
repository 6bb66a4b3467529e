using System.Text;

namespace NeuralTrader.Domain.Markets;

/// <summary>Turns the rows of one file into bars for the intake.</summary>
internal sealed class BarCsvRows(CsvLayout layout, ImportOptions options, double scale, DateOnly? leanDate)
{
    private readonly (int Start, int End)[] fields = new (int, int)[CsvText.MostFields];
    private readonly ExchangeClock clock = new(options.Interval >= BarInterval.Day ? null : options.TimeZone);
    private readonly bool adjusted = layout.Has(CsvColumn.AdjustedClose), quoteBars = layout.Has(CsvColumn.AskClose);
    private readonly bool timed = layout.Has(CsvColumn.Time), tickered = layout.Has(CsvColumn.Ticker);
    private byte[]? ticker;

    public void Read(int line, ReadOnlySpan<byte> row, BarIntake intake)
    {
        int count = CsvText.Split(row, layout.Delimiter, fields);
        if (count != layout.Columns)
        {
            string problem = count < 0 ? "a quote is not closed, or too many fields" : $"{count} fields where {layout.Columns} are named";
            intake.Reject(line, "row", row, problem);
            return;
        }
        if (tickered && !IsOwnTicker(line, row, intake)) return;
        if (!TryTime(line, row, intake, out long ticks)) return;
        if (!TryNumber(CsvColumn.Open, "open", line, row, intake, out double open) || !TryNumber(CsvColumn.High, "high", line, row, intake, out double high)
            || !TryNumber(CsvColumn.Low, "low", line, row, intake, out double low) || !TryNumber(CsvColumn.Close, "close", line, row, intake, out double close)
            || !TryVolume(line, row, intake, out double volume)) return;
        Bar bar = scale == 1
            ? new(new DateTime(ticks, DateTimeKind.Utc), open, high, low, close, volume)
            : new(new DateTime(ticks, DateTimeKind.Utc), open / scale, high / scale, low / scale, close / scale, volume);
        double adjustedClose = double.NaN;
        if (adjusted)
        {
            if (!TryNumber(CsvColumn.AdjustedClose, "adjclose", line, row, intake, out adjustedClose)) return;
            if (!(adjustedClose > 0 && adjustedClose < double.PositiveInfinity))
            {
                intake.Reject(line, "adjclose", Field(CsvColumn.AdjustedClose, row), "not a finite number above 0");
                return;
            }
        }
        if (quoteBars && !TryMiddle(line, row, intake, ref bar)) return;
        intake.Add(line, bar, adjustedClose);
    }

    private ReadOnlySpan<byte> Field(CsvColumn column, ReadOnlySpan<byte> row)
    {
        (int start, int end) = fields[layout[column]];
        return row[start..end];
    }

    private bool TryNumber(CsvColumn column, string name, int line, ReadOnlySpan<byte> row, BarIntake intake, out double value)
    {
        ReadOnlySpan<byte> field = Field(column, row);
        if (CsvNumber.TryParse(field, out value)) return true;
        bool missing = CsvText.Trim(field).IsEmpty || field.SequenceEqual("null"u8);
        intake.Reject(line, name, field, missing ? "missing" : field.Contains((byte)',') ? "not a number; the decimal mark is a point" : "not a number");
        return false;
    }

    private bool TryVolume(int line, ReadOnlySpan<byte> row, BarIntake intake, out double volume)
    {
        volume = 0; // a source that does not know it leaves the column or the cell out
        return !layout.Has(CsvColumn.Volume) || CsvText.Trim(Field(CsvColumn.Volume, row)).IsEmpty
            || TryNumber(CsvColumn.Volume, "volume", line, row, intake, out volume);
    }

    private bool TryTime(int line, ReadOnlySpan<byte> row, BarIntake intake, out long ticks)
    {
        ReadOnlySpan<byte> field = Field(CsvColumn.Date, row);
        bool zoned = false, hasTime = true;
        if (leanDate is { } date)
        {
            if (!CsvNumber.TryParse(field, out double milliseconds) || milliseconds is not (>= 0 and < 86_400_000))
            {
                ticks = 0;
                intake.Reject(line, "date", field, "not milliseconds since midnight");
                return false;
            }
            ticks = date.DayNumber * TimeSpan.TicksPerDay + (long)(milliseconds * TimeSpan.TicksPerMillisecond);
        }
        else if (!CsvTime.TryParse(field, out ticks, out zoned, out hasTime))
        {
            intake.Reject(line, "date", field, CsvTime.Allowed);
            return false;
        }
        if (timed && !hasTime)
        {
            if (!CsvTime.TryTimeOfDay(Field(CsvColumn.Time, row), out long time))
            {
                intake.Reject(line, "time", Field(CsvColumn.Time, row), "not a time: HH:mm:ss or HHmmss");
                return false;
            }
            (ticks, hasTime) = (ticks + time, true);
        }
        if (zoned || !hasTime || clock.TryUtc(ticks, out ticks)) return true;
        intake.Reject(line, "date", field, "a time that the exchange's clocks skipped");
        return false;
    }

    private bool TryMiddle(int line, ReadOnlySpan<byte> row, BarIntake intake, ref Bar bid)
    {
        if (!TryNumber(CsvColumn.AskOpen, "ask_open", line, row, intake, out double open)
            || !TryNumber(CsvColumn.AskHigh, "ask_high", line, row, intake, out double high)
            || !TryNumber(CsvColumn.AskLow, "ask_low", line, row, intake, out double low)
            || !TryNumber(CsvColumn.AskClose, "ask_close", line, row, intake, out double close)) return false;
        Bar ask = new(bid.Time, open, high, low, close, bid.Volume);
        foreach (Bar side in (ReadOnlySpan<Bar>)[bid, ask])
            if (!BarCheck.IsSound(side)) return intake.Add(line, side); // which reports it
        bid = new Bar(bid.Time, (bid.Open + open) / 2, (bid.High + high) / 2, (bid.Low + low) / 2, (bid.Close + close) / 2, bid.Volume);
        return true;
    }

    private bool IsOwnTicker(int line, ReadOnlySpan<byte> row, BarIntake intake)
    {
        ReadOnlySpan<byte> field = Field(CsvColumn.Ticker, row);
        ticker ??= field.ToArray();
        if (field.SequenceEqual(ticker)) return true;
        intake.Reject(line, "ticker", field, $"the file begins with {Encoding.UTF8.GetString(ticker)}; one instrument a file");
        return false;
    }
}
