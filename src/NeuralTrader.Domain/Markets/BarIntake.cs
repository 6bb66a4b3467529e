using System.Globalization;
using System.Text;

namespace NeuralTrader.Domain.Markets;

/// <summary>The gate every imported bar passes, whatever file it comes from: checks rows, orders them, makes the series.</summary>
/// <remarks>Rows out of time order are put in order with a warning; of two rows for one time the first in the file is kept, the other is an error.</remarks>
public sealed class BarIntake
{
    private readonly ImportOptions options;
    private readonly string file;
    private readonly string form;
    private readonly BarColumns rows;
    private readonly ExchangeClock clock;

    /// <summary>An empty intake.</summary>
    /// <param name="options">What the file does not say about itself.</param>
    /// <param name="file">The file as the caller named it.</param>
    /// <param name="form">The column form that was recognised.</param>
    /// <param name="capacity">About how many rows will come.</param>
    /// <exception cref="InvalidInputException">The symbol is malformed or the currency missing.</exception>
    public BarIntake(ImportOptions options, string file, string form = "unknown", int capacity = 0)
        : this(options, file, form, capacity, new IssueLog(file))
    {
    }

    internal BarIntake(ImportOptions options, string file, string form, int capacity, IssueLog issues)
    {
        Symbol.Parse(options.Symbol);
        if (options.Currency is not { Length: 3 }) throw Require.Invalid("currency", options.Currency, "three letters, as in ISO 4217; PTS for points");
        (this.options, this.file, this.form, Issues) = (options, file, form, issues);
        rows = new BarColumns(capacity);
        clock = new ExchangeClock(options.Interval >= BarInterval.Day ? null : options.TimeZone);
    }

    /// <summary>Rows seen, good and bad.</summary>
    public long Rows { get; private set; }

    internal IssueLog Issues { get; }

    /// <summary>Offers one row; a bad one is reported and left out.</summary>
    /// <param name="line">Where it stands in the file, counted from 1.</param>
    /// <param name="bar">Its values.</param>
    /// <param name="adjustedClose">Close adjusted for splits and dividends; NaN where the file has no such column.</param>
    /// <returns>Whether it was taken.</returns>
    public bool Add(long line, in Bar bar, double adjustedClose = double.NaN)
    {
        Rows++;
        if (!BarCheck.IsSound(bar))
        {
            (string field, double value, string problem) = BarCheck.Explain(bar);
            Issues.Error(line, field, value, problem);
            return false;
        }
        if (bar.Time > options.NotAfter)
        {
            Issues.Error(line, "date", Encoding.UTF8.GetBytes(bar.Time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)), "lies in the future");
            return false;
        }
        long ticks = options.Interval >= BarInterval.Day ? bar.Time.Ticks - (bar.Time.Ticks % TimeSpan.TicksPerDay) : bar.Time.Ticks;
        Bar widened = BarCheck.Widen(bar);
        if (widened != bar) Issues.Warning(line, widened.High != bar.High ? "high" : "low", null, "missed the open or close by rounding; set to it");
        rows.Add(line, ticks, widened, adjustedClose);
        return true;
    }

    /// <summary>Reads a time as a text file would have it; a bad one is reported as a bad row.</summary>
    public bool TryTime(long line, string text, out DateTime utc)
    {
        utc = default;
        byte[] field = Encoding.UTF8.GetBytes(text);
        if (CsvTime.TryParse(field, out long ticks, out bool zoned, out bool hasTime))
        {
            utc = new DateTime(ticks, DateTimeKind.Utc);
            return zoned || !hasTime || TryLocal(line, utc, out utc);
        }
        Reject(line, "date", field, CsvTime.Allowed);
        return false;
    }

    /// <summary>Turns a time on the exchange's wall clock into UTC; one that the clocks skip is reported as a bad row.</summary>
    public bool TryLocal(long line, DateTime local, out DateTime utc)
    {
        bool exists = clock.TryUtc(local.Ticks, out long ticks);
        utc = new DateTime(ticks, DateTimeKind.Utc);
        byte[] text = exists ? [] : Encoding.UTF8.GetBytes(local.ToString("s", CultureInfo.InvariantCulture));
        if (!exists) Reject(line, "date", text, "a time that the exchange's clocks skipped");
        return exists;
    }

    /// <summary>Reports a row that could not be read at all.</summary>
    public void Reject(long line, string field, ReadOnlySpan<byte> value, string problem)
    {
        Rows++;
        Issues.Error(line, field, value, problem);
    }

    /// <summary>Reports a fault of the whole file.</summary>
    public void RejectFile(string field, string problem) => Issues.FileError(field, problem);

    /// <summary>The series and the report. The intake is used up.</summary>
    public BarImport Finish()
    {
        if (rows.Count == 0 && Issues.Errors == 0) Issues.FileError("file", "has no rows");
        rows.Order(Issues);
        if (rows.Count == 0 || (options.Strict && Issues.Errors > 0)) return new BarImport(Issues.Report(form, Rows, 0, refused: true), []);
        BarInterval interval = options.Interval ?? rows.SmallestStep();
        if (interval == BarInterval.Day) DailyGaps.Warn(rows.Ticks, rows.Lines, Issues);
        BarSeries[] series = [.. Series(interval)];
        WarnOfSplits(series[0]);
        return new BarImport(Issues.Report(form, Rows, rows.Count, refused: false), series);
    }

    private void WarnOfSplits(BarSeries bars)
    {
        if (bars.Key is not { Interval: >= BarInterval.Day, Basis: var basis and not PriceBasis.TotalReturn }) return;
        foreach ((int place, string ratio) in RawPrices.Splits(bars))
        {
            if (basis == PriceBasis.Raw && RawPrices.IsBooked(bars, place, options.Booked)) continue;
            Issues.Warning(
                rows.Lines[place], "open", bars.Open[place].ToString("R", CultureInfo.InvariantCulture),
                $"near {ratio} of the close before, as after a split that is not booked; its corporate actions, or adjusted prices, take it out of the returns");
        }
    }

    private IEnumerable<BarSeries> Series(BarInterval interval)
    {
        bool adjusted = rows.HasAdjustedClose;
        PriceBasis basis = options.Basis ?? (adjusted ? PriceBasis.SplitAdjusted : PriceBasis.Raw);
        BarSeries quoted = rows.ToSeries(new SeriesKey(options.Symbol.ToUpperInvariant(), interval, basis), options.Currency, options.Provenance(file));
        yield return quoted;
        if (adjusted && basis != PriceBasis.TotalReturn) yield return PriceAdjustment.ToAdjustedCloses(quoted, rows.AdjustedClose);
    }
}
