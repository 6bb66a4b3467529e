using Spectre.Console;

namespace NeuralTrader.Cli.Output;

/// <summary>Writes for people: headings, tables, grids and lines. Text is text: nothing in it is taken for markup or terminal commands.</summary>
/// <param name="console">Where to.</param>
internal sealed class Page(IAnsiConsole console)
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
        foreach (Column<T> column in columns)
            table.AddColumn(new TableColumn(new Text(Plain(column.Name), Faint)) { Alignment = column.Look == Look.Left ? Justify.Left : Justify.Right, NoWrap = column.Look != Look.Left });
        long shown = 0;
        foreach (T row in rows)
        {
            table.AddRow(columns.Select(column => Cell(column, row)));
            shown++;
        }
        Console.Write(table);
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

    private static Text Cell<T>(Column<T> column, T row)
    {
        string text = column.Text(row);
        return new Text(Plain(text), column.Look == Look.Signed ? Tone(text) : Style.Plain);
    }

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
internal sealed record Column<T>(string Name, Func<T, string> Text, Look Look = Look.Left);
