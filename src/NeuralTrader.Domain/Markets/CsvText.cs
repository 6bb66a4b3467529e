namespace NeuralTrader.Domain.Markets;

/// <summary>Rows and fields of a delimited text in UTF-8; allocates nothing.</summary>
internal ref struct CsvText(ReadOnlySpan<byte> text)
{
    /// <summary>More columns than any price file has; a longer row is refused.</summary>
    public const int MostFields = 64;

    private ReadOnlySpan<byte> rest = text;

    /// <summary>Line of the current row, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The current row without its line end.</summary>
    public ReadOnlySpan<byte> Row { get; private set; }

    /// <summary>Goes to the next row that is not blank.</summary>
    public bool Next()
    {
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> row = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            Line++;
            if (!row.IsEmpty && row[^1] == '\r') row = row[..^1];
            if (row.IsEmpty || (row[0] <= ' ' && Trim(row).IsEmpty)) continue;
            Row = row;
            return true;
        }
        Row = [];
        return false;
    }

    /// <summary>Cuts a row into fields, quotes taken off.</summary>
    /// <param name="row">One line.</param>
    /// <param name="delimiter">What stands between two fields.</param>
    /// <param name="fields">Out: where each field lies, at least <see cref="MostFields"/> long.</param>
    /// <returns>How many fields; −1 when there are too many or a quote is not closed.</returns>
    public static int Split(ReadOnlySpan<byte> row, byte delimiter, Span<(int Start, int End)> fields)
    {
        int count = 0;
        for (int start = 0; ; )
        {
            if (count == MostFields) return -1;
            if (start < row.Length && row[start] == '"')
            {
                int close = row[(start + 1)..].IndexOf((byte)'"');
                if (close < 0) return -1;
                fields[count++] = (start + 1, start + 1 + close);
                start += close + 2;
                if (start < row.Length && row[start] != delimiter) return -1; // text after the closing quote
            }
            else
            {
                int end = start;
                while (end < row.Length && row[end] != delimiter) end++;
                fields[count++] = (start, end);
                start = end;
            }
            if (start >= row.Length) return count;
            start++; // the delimiter; a row that ends with one has an empty last field
        }
    }

    /// <summary>The delimiter of a header: comma, semicolon or tab, whichever is most frequent.</summary>
    public static byte Delimiter(ReadOnlySpan<byte> header)
    {
        int commas = header.Count((byte)','), semicolons = header.Count((byte)';'), tabs = header.Count((byte)'\t');
        return semicolons > commas && semicolons >= tabs ? (byte)';' : tabs > commas ? (byte)'\t' : (byte)',';
    }

    /// <summary>Without blanks at either end.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field)
    {
        while (!field.IsEmpty && field[0] is (byte)' ' or (byte)'\t') field = field[1..];
        while (!field.IsEmpty && field[^1] is (byte)' ' or (byte)'\t') field = field[..^1];
        return field;
    }
}
