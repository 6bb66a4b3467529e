namespace NeuralTrader.Cli.Output;

/// <summary>A column as wide as there is room for.</summary>
internal sealed record FittedColumn(string Name, Look Look, int Drop, string[] Texts, int? Width = null, bool Wraps = false)
{
    /// <summary>Characters of its longest line.</summary>
    public int Natural => Texts.Select(text => text.Length).Append(Name.Length).Max();
}

/// <summary>Makes a table fit: first texts become short, then columns are left out, then words wrap. Numbers and dates are never broken.</summary>
internal static class Fit
{
    private const int Padding = 3, LeastText = 12; // Spectre puts a blank at each side of a column and one between columns

    public static IReadOnlyList<FittedColumn> Columns<T>(T[] rows, Column<T>[] columns, int room)
    {
        List<FittedColumn> fitted = [.. columns.Select(column => Full(column, column.Text))];
        if (Excess(fitted, room) <= 0) return fitted;
        fitted = [.. columns.Select(column => Full(column, column.Short ?? column.Text))];
        LeaveOut(fitted, room, above: 1);
        List<FittedColumn> wrapped = Wrapped(fitted, room);
        if (Excess(wrapped, room) <= 0) return wrapped;
        LeaveOut(fitted, room, above: 0);
        return Wrapped(fitted, room);

        FittedColumn Full(Column<T> column, Func<T, string> text) => new(column.Name, column.Look, column.Drop, [.. rows.Select(row => Page.Plain(text(row)))]);
    }

    private static void LeaveOut(List<FittedColumn> columns, int room, int above)
    {
        while (Excess(columns, room) > 0 && columns.MaxBy(column => column.Drop) is { } least && least.Drop > above) columns.Remove(least);
    }

    private static List<FittedColumn> Wrapped(List<FittedColumn> columns, int room)
    {
        List<FittedColumn> fitted = [.. columns];
        foreach (FittedColumn text in columns.Where(column =>
            column.Look == Look.Left && column.Natural > LeastText).OrderByDescending(column => column.Natural))
        {
            int excess = Excess(fitted, room);
            if (excess <= 0) break;
            if (!text.Texts.Any(words => words.Contains(' '))) continue;
            fitted[fitted.IndexOf(text)] = text with { Width = Math.Max(LeastText, text.Natural - excess), Wraps = true };
        }
        return fitted;
    }

    private static int Excess(IEnumerable<FittedColumn> columns, int room) => columns.Sum(column => (column.Width ?? column.Natural) + Padding) + 1 - room;
}
