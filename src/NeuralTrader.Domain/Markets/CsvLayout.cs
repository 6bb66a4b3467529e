using System.Text;

namespace NeuralTrader.Domain.Markets;

/// <summary>What a column of a price file holds.</summary>
internal enum CsvColumn
{
    Date, Time, Open, High, Low, Close, Volume, AdjustedClose, AskOpen, AskHigh, AskLow, AskClose, Ticker, Period,
    Bid, Ask, BidSize, AskSize, Price, Size, LastDate, PriceFactor, SplitFactor, ReferenceClose,
}

/// <summary>Which column stands where, as the header says it.</summary>
internal sealed class CsvLayout
{
    private const int LongestHeader = 4096;
    private static readonly int Kinds = Enum.GetValues<CsvColumn>().Length;
    private readonly int[] position;

    private CsvLayout(byte delimiter, int columns, int[] position) => (Delimiter, Columns, this.position) = (delimiter, columns, position);

    public byte Delimiter { get; }

    public int Columns { get; }

    public int this[CsvColumn column] => position[(int)column];

    public bool Has(CsvColumn column) => position[(int)column] >= 0;

    /// <summary>The layout that a header names, or null when a needed column is missing; then the log says which.</summary>
    public static CsvLayout? FromHeader(ReadOnlySpan<byte> header, IssueLog issues, params ReadOnlySpan<CsvColumn> needed)
    {
        byte delimiter = CsvText.Delimiter(header[..Math.Min(header.Length, LongestHeader)]);
        Span<(int Start, int End)> fields = stackalloc (int, int)[CsvText.MostFields];
        int count = header.Length > LongestHeader ? -1 : CsvText.Split(header, delimiter, fields);
        if (count < 0)
        {
            issues.Error(1, "header", header, $"not a header of at most {CsvText.MostFields} columns");
            return null;
        }
        int[] position = new int[Kinds];
        position.AsSpan().Fill(-1);
        for (int i = 0; i < count; i++)
        {
            if (Recognise(header[fields[i].Start..fields[i].End]) is not { } column) continue;
            if (position[(int)column] >= 0)
            {
                issues.Error(1, "header", header, $"names the column {column} twice");
                return null;
            }
            position[(int)column] = i;
        }
        return Complete(new CsvLayout(delimiter, count, position), header, issues, needed);
    }

    /// <summary>Columns in the order given, for files without a header.</summary>
    public static CsvLayout InOrder(byte delimiter, params ReadOnlySpan<CsvColumn> columns)
    {
        int[] position = new int[Kinds];
        position.AsSpan().Fill(-1);
        for (int i = 0; i < columns.Length; i++) position[(int)columns[i]] = i;
        return new CsvLayout(delimiter, columns.Length, position);
    }

    private static CsvLayout? Complete(CsvLayout layout, ReadOnlySpan<byte> header, IssueLog issues, ReadOnlySpan<CsvColumn> needed)
    {
        if (!layout.Has(CsvColumn.Date)) (layout.position[(int)CsvColumn.Date], layout.position[(int)CsvColumn.Time]) = (layout[CsvColumn.Time], -1);
        layout.ReadAsQuoteBars();
        foreach (CsvColumn column in needed)
        {
            if (layout.Has(column)) continue;
            issues.Error(1, "header", header, $"has no column {column}; a header must name its columns, cut by commas, semicolons or tabs");
            return null;
        }
        return layout;
    }

    private static CsvColumn? Recognise(ReadOnlySpan<byte> name)
    {
        StringBuilder letters = new();
        foreach (byte character in name)
            if (char.IsAsciiLetterOrDigit((char)character)) letters.Append(char.ToLowerInvariant((char)character));
        return letters.ToString() switch
        {
            "date" or "timestamp" or "datetime" => CsvColumn.Date,
            "time" => CsvColumn.Time,
            "open" or "bidopen" => CsvColumn.Open,
            "high" or "bidhigh" => CsvColumn.High,
            "low" or "bidlow" => CsvColumn.Low,
            "close" => CsvColumn.Close,
            "bidclose" => CsvColumn.Bid,
            "askclose" => CsvColumn.Ask,
            "volume" or "vol" => CsvColumn.Volume,
            "adjclose" or "adjustedclose" => CsvColumn.AdjustedClose,
            "askopen" => CsvColumn.AskOpen,
            "askhigh" => CsvColumn.AskHigh,
            "asklow" => CsvColumn.AskLow,
            "ticker" => CsvColumn.Ticker,
            "per" => CsvColumn.Period,
            "bid" or "bidprice" => CsvColumn.Bid,
            "ask" or "askprice" => CsvColumn.Ask,
            "bidsize" => CsvColumn.BidSize,
            "asksize" => CsvColumn.AskSize,
            "price" => CsvColumn.Price,
            "size" or "quantity" => CsvColumn.Size,
            "lastdate" => CsvColumn.LastDate,
            "pricefactor" => CsvColumn.PriceFactor,
            "splitfactor" => CsvColumn.SplitFactor,
            "referenceclose" => CsvColumn.ReferenceClose,
            _ => null,
        };
    }

    // bid_close beside bid_open belongs to a bar; alone it is the quote at the end of a minute.
    private void ReadAsQuoteBars()
    {
        if (!Has(CsvColumn.Open) || !Has(CsvColumn.AskOpen)) return;
        (position[(int)CsvColumn.Close], position[(int)CsvColumn.Bid]) = (this[CsvColumn.Bid], -1);
        (position[(int)CsvColumn.AskClose], position[(int)CsvColumn.Ask]) = (this[CsvColumn.Ask], -1);
    }
}
