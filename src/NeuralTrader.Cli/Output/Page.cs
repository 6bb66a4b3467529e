using Spectre.Console;

namespace NeuralTrader.Cli.Output;

/// <summary>Writes for people: headings, tables, grids and lines. Text is text: nothing in it is taken for markup or terminal commands.</summary>
/// <param name="console">Where to.</param>
/// <param name="widestTable">Characters that a table may take; a narrower terminal takes less.</param>
internal sealed class Page(IAnsiConsole console, int widestTable = int.MaxValue)
{
    private static readonly Style Faint = new(decoration: Decoration.Dim), Strong = new(decoration: Decoration.Bold);

    public IAnsiConsole Console { get; } = console;

    public void Heading(string text) => Line(text, Strong);

    public void Line(string text = "") => Line(text, Style.Plain);

    public void Note(string text) => Line(text, Faint);

    public void Good(string text) => Line(text, new Style(Color.Green));

    public void Warn(string text) => Line(text, new Style(Color.Yellow));

    public void Bad(string text) => Line(text, new Style(Color.Red));

    /// <summary>Names and values side by side.</summary>
    public void Grid(params IEnumerable<(string Name, string Value)> rows)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach ((string name, string value) in rows) grid.AddRow(new Text(Plain(name), Faint), new Text(Plain(value), Tone(value)));
        Console.Write(grid);
    }

    /// <summary>A table, with a line below when not all rows are shown.</summary>
    public void Table<T>(IReadOnlyList<T> rows, params Column<T>[] columns) => Table(rows, rows.Count, columns);

    /// <inheritdoc cref="Table{T}(IReadOnlyList{T}, Column{T}[])"/>
    public void Table<T>(IEnumerable<T> rows, long total, params Column<T>[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple);
        T[] shownRows = [.. rows];
        IReadOnlyList<FittedColumn> fitted = Fit.Columns(shownRows, columns, Math.Min(Console.Profile.Width, widestTable));
        foreach (FittedColumn column in fitted)
        {
            table.AddColumn(new TableColumn(new Text(Plain(column.Name), Faint))
            {
                Alignment = column.Look == Look.Left ? Justify.Left : Justify.Right, NoWrap = !column.Wraps, Width = column.Width,
            });
        }
        for (int row = 0; row < shownRows.Length; row++) table.AddRow(fitted.Select(column => Cell(column, row)));
        Console.Write(table);
        long shown = shownRows.Length;
        if (shown < total) Note($"… {Figures.Whole(total - shown)} more; --json prints all.");
    }

    /// <summary>Text without what a terminal would obey.</summary>
    public static string Plain(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.Select(c => c is '\n' or '\t' ? ' ' : char.IsControl(c) ? '\uFFFD' : c)) : text;

    private void Line(string text, Style style)
    {
        Console.Write(new Text(Plain(text), style));
        Console.WriteLine();
    }

    private static Text Cell(FittedColumn column, int row) =>
        new(column.Texts[row], column.Look == Look.Signed ? Tone(column.Texts[row]) : Style.Plain);

    private static Style Tone(string value) => value switch
    {
        ['+', >= '0' and <= '9', ..] => new Style(Color.Green),
        ['-', >= '0' and <= '9', ..] => new Style(Color.Red),
        _ => Style.Plain,
    };
}

/// <summary>How a column looks.</summary>
internal enum Look
{
    /// <summary>Words.</summary>
    Left = 1,

    /// <summary>Numbers.</summary>
    Right = 2,

    /// <summary>Gains and losses, in colour.</summary>
    Signed = 3,
}

/// <summary>A column of a table.</summary>
/// <param name="Name">What stands above it.</param>
/// <param name="Text">What a row says in it.</param>
/// <param name="Look">How it looks.</param>
/// <param name="Short">What a row says where there is not room for all of it; null for the same.</param>
/// <param name="Drop">0 where it is always shown; of the others the highest is left out first where there is not room, 1 only where wrapping words makes
/// none.</param>
internal sealed record Column<T>(string Name, Func<T, string> Text, Look Look = Look.Left, Func<T, string>? Short = null, int Drop = 0);
