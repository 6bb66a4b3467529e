using System.Globalization;
using System.Text;

namespace NeuralTrader.Domain.Markets;

/// <summary>
/// Bars in delimited text. Forms told apart by their header: Yahoo (an adjusted close), Stooq (ticker, period, date, time), quote bars (bid and
/// ask, read as their middle), plain (date, open, high, low, close, volume), and Lean without a header (prices × 10,000).
/// </summary>
public static class BarCsv
{
    private const int ShortestRow = 24; // bytes; for a first guess of the row count

    /// <summary>Reads bars; bad rows are left out and reported.</summary>
    /// <param name="utf8">The whole file.</param>
    /// <param name="file">Its name, for the report.</param>
    /// <param name="options">What the file does not say about itself.</param>
    /// <exception cref="InvalidInputException">The options are malformed; a bad file does not throw but is reported.</exception>
    public static BarImport Read(ReadOnlySpan<byte> utf8, string file, ImportOptions options)
    {
        IssueLog issues = new(file);
        BarIntake unread = new(options, file, "unknown", 0, issues);
        if (!CsvDocument.TryOpen(utf8, issues, out CsvText text)) return unread.Finish();
        bool lean = char.IsAsciiDigit((char)text.Row[0]);
        CsvLayout? layout = lean
            ? LeanLayout(text.Row, issues)
            : CsvLayout.FromHeader(text.Row, issues, CsvColumn.Date, CsvColumn.Open, CsvColumn.High, CsvColumn.Low, CsvColumn.Close);
        if (layout is null) return unread.Finish();
        string form = lean ? "Lean" : Form(layout);
        if (layout.Has(CsvColumn.Period)) options = options with { Interval = options.Interval ?? StooqPeriod(text, layout) };
        if (lean && options.Date is null) options = options with { Interval = options.Interval ?? BarInterval.Day };
        BarIntake intake = new(options, file, form, utf8.Length / ShortestRow / 2, issues);
        BarCsvRows rows = new(layout, options, lean ? options.LeanScale : 1, lean ? options.Date : null);
        bool more = lean || text.Next();
        for (; more; more = text.Next()) rows.Read(text.Line, text.Row, intake);
        return intake.Finish();
    }

    /// <inheritdoc cref="Read(ReadOnlySpan{byte}, string, ImportOptions)"/>
    /// <param name="text">The whole file.</param>
    /// <param name="file">Its name, for the report.</param>
    /// <param name="options">What the file does not say about itself.</param>
    public static BarImport Read(ReadOnlySpan<char> text, string file, ImportOptions options)
    {
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        return Read(utf8, file, options);
    }

    /// <summary>Writes bars in the plain form; reading them back gives the same values bit for bit.</summary>
    /// <param name="series">The bars.</param>
    /// <param name="output">Takes lines that end in a line feed.</param>
    public static void Write(BarSeries series, TextWriter output)
    {
        bool daily = series.Key.Interval >= BarInterval.Day;
        output.Write(daily ? "date,open,high,low,close,volume\n" : "timestamp,open,high,low,close,volume\n");
        for (int i = 0; i < series.Count; i++)
        {
            DateTime time = series.TimeAt(i);
            string stamp = daily ? "yyyy-MM-dd" : time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffffffZ";
            output.Write(time.ToString(stamp, CultureInfo.InvariantCulture));
            foreach (double value in (ReadOnlySpan<double>)[series.Open[i], series.High[i], series.Low[i], series.Close[i], series.Volume[i]])
            {
                output.Write(',');
                output.Write(value.ToString("R", CultureInfo.InvariantCulture));
            }
            output.Write('\n');
        }
    }

    private static string Form(CsvLayout layout) =>
        layout.Has(CsvColumn.AdjustedClose) ? "Yahoo"
        : layout.Has(CsvColumn.Ticker) ? "Stooq"
        : layout.Has(CsvColumn.AskClose) ? "quote bars"
        : "plain";

    private static CsvLayout? LeanLayout(ReadOnlySpan<byte> row, IssueLog issues)
    {
        Span<(int Start, int End)> fields = stackalloc (int, int)[CsvText.MostFields];
        byte delimiter = (byte)',';
        if (CsvText.Split(row, delimiter, fields) == 6)
            return CsvLayout.InOrder(delimiter, CsvColumn.Date, CsvColumn.Open, CsvColumn.High, CsvColumn.Low, CsvColumn.Close, CsvColumn.Volume);
        issues.Error(1, "header", row, "no header, and not the six columns of a Lean file: time, open, high, low, close, volume");
        return null;
    }

    private static BarInterval? StooqPeriod(CsvText text, CsvLayout layout)
    {
        Span<(int Start, int End)> fields = stackalloc (int, int)[CsvText.MostFields];
        if (!text.Next() || CsvText.Split(text.Row, layout.Delimiter, fields) != layout.Columns) return null;
        (int start, int end) = fields[layout[CsvColumn.Period]];
        return Encoding.UTF8.GetString(text.Row[start..end]).ToUpperInvariant() switch
        {
            "1" => BarInterval.Minute,
            "5" => BarInterval.FiveMinutes,
            "15" => BarInterval.FifteenMinutes,
            "60" => BarInterval.Hour,
            "D" => BarInterval.Day,
            "W" => BarInterval.Week,
            "M" => BarInterval.Month,
            _ => null,
        };
    }
}
