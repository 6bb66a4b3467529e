namespace NeuralTrader.Domain.Markets;

/// <summary>
/// QuantConnect Lean factor files: last_date, price_factor, split_factor, reference_close, with that header or with none. A row holds for dates up to
/// its last date; adjusted price = raw × price factor × split factor.
/// </summary>
public static class FactorFile
{
    private const double FactorDigits = 1e-7; // the factors carry seven

    /// <summary>The splits and dividends behind the steps of the factors; one bad row refuses the file.</summary>
    /// <param name="utf8">The whole file.</param>
    /// <param name="file">Its name, for the report.</param>
    public static ActionImport Read(ReadOnlySpan<byte> utf8, string file)
    {
        IssueLog issues = new(file);
        List<Factor> factors = [];
        long rows = 0;
        if (CsvDocument.TryOpen(utf8, issues, out CsvText text) && Layout(text.Row, issues) is { } layout)
        {
            bool more = !char.IsAsciiLetter((char)text.Row[0]) || text.Next();
            for (; more; more = text.Next(), rows++)
                if (Row(text, layout, issues) is { } factor) factors.Add(factor);
            if (rows == 0) issues.FileError("file", "has no rows");
        }
        for (int i = 1; i < factors.Count; i++)
            if (factors[i].LastDate <= factors[i - 1].LastDate) issues.Error(factors[i].Line, "last_date", [], "does not come after the row above it");
        bool refused = factors.Count == 0 || issues.Errors > 0; // an action is the step between two rows: without one, its neighbours mean something else
        return new ActionImport(issues.Report("Lean factors", rows, factors.Count, refused), refused ? [] : [.. Actions(factors)]);
    }

    private static CsvLayout? Layout(ReadOnlySpan<byte> first, IssueLog issues)
    {
        ReadOnlySpan<CsvColumn> columns = [CsvColumn.LastDate, CsvColumn.PriceFactor, CsvColumn.SplitFactor, CsvColumn.ReferenceClose];
        return char.IsAsciiLetter((char)first[0]) ? CsvLayout.FromHeader(first, issues, columns) : CsvLayout.InOrder((byte)',', columns);
    }

    private static Factor? Row(in CsvText text, CsvLayout layout, IssueLog issues)
    {
        Span<(int Start, int End)> fields = stackalloc (int, int)[CsvText.MostFields];
        if (CsvText.Split(text.Row, layout.Delimiter, fields) != layout.Columns)
        {
            issues.Error(text.Line, "row", text.Row, $"not {layout.Columns} fields");
            return null;
        }
        ReadOnlySpan<byte> date = Field(text.Row, fields[layout[CsvColumn.LastDate]]);
        if (!CsvTime.TryParse(date, out long ticks, out _, out _))
        {
            issues.Error(text.Line, "last_date", date, CsvTime.Allowed);
            return null;
        }
        Span<double> numbers = stackalloc double[3];
        for (CsvColumn column = CsvColumn.PriceFactor; column <= CsvColumn.ReferenceClose; column++)
        {
            ReadOnlySpan<byte> field = Field(text.Row, fields[layout[column]]);
            if (CsvNumber.TryParse(field, out numbers[column - CsvColumn.PriceFactor]) && double.IsFinite(numbers[column - CsvColumn.PriceFactor])
                && numbers[column - CsvColumn.PriceFactor] >= (column == CsvColumn.ReferenceClose ? 0 : double.Epsilon)) continue;
            issues.Error(text.Line, column.ToString(), field, "not a finite number above 0");
            return null;
        }
        return new Factor(text.Line, new DateTime(ticks, DateTimeKind.Utc), numbers[0], numbers[1], numbers[2]);
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> row, (int Start, int End) field) => row[field.Start..field.End];

    private static IEnumerable<CorporateAction> Actions(List<Factor> factors)
    {
        for (int i = 0; i + 1 < factors.Count; i++)
        {
            (Factor old, Factor later) = (factors[i], factors[i + 1]);
            double ratio = WholeRatio(later.Split / old.Split);
            double dividend = Cents(old.ReferenceClose * (1 - (old.Price / later.Price)), old.ReferenceClose);
            if (ratio != 1 || dividend != 0) yield return new CorporateAction(NextWeekday(old.LastDate), ratio, dividend);
        }
    }

    // 1.99999 of seven-digit factors is 2, 0.1250001 is 1/8, 1.5000002 is 3/2.
    private static double WholeRatio(double ratio)
    {
        for (int old = 1; old <= 20; old++)
        {
            double whole = Math.Round(ratio * old);
            if (whole >= 1 && Math.Abs(ratio - (whole / old)) < 2e-5 * ratio) return whole / old;
        }
        return ratio;
    }

    // Dividends are declared in hundredths of a cent; the factor carries them no finer than its own last digit.
    private static double Cents(double dividend, double close)
    {
        double declared = Math.Round(dividend, 4);
        return Math.Abs(declared - dividend) <= 2 * FactorDigits * close ? declared : dividend;
    }

    private static DateTime NextWeekday(DateTime date) =>
        date.AddDays(date.DayOfWeek switch { DayOfWeek.Friday => 3, DayOfWeek.Saturday => 2, _ => 1 });

    private readonly record struct Factor(int Line, DateTime LastDate, double Price, double Split, double ReferenceClose);
}
