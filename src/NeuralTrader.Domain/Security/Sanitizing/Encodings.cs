using System.Globalization;
using System.Text;

namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>Texts as HTML, CSV and logs need them.</summary>
internal static class Encodings
{
    private const char DottedCircle = '\u25CC';
    private const string LineSeparators = "\u0085\u2028\u2029";

    /// <summary>Text or a quoted attribute's value of HTML.</summary>
    public static TextEdit HtmlText(TextEdit edit)
    {
        for (int i = 0; i < edit.Source.Length; i++)
        {
            if (HtmlReference(edit.Source[i]) is { } reference) edit.Replace(i, 1, reference, "means something in HTML");
            else edit.Keep(i, 1);
        }
        return edit;
    }

    /// <summary>How a letter with a meaning is written in HTML; null for others.</summary>
    public static string? HtmlReference(char letter) => letter switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '`' => "&#96;",
        _ => null,
    };

    /// <summary>A cell of CSV (RFC 4180) that no spreadsheet takes for a formula.</summary>
    public static TextEdit CsvCell(TextEdit edit)
    {
        string source = edit.Source;
        bool isFormula = IsFormula(source), quotes = source.AsSpan().ContainsAny(",;\t\n\"") || source != source.Trim();
        if (quotes) edit.Replace(0, 0, "\"", "a cell with separators, quotes or breaks stands in quotes");
        if (isFormula) edit.Replace(0, 0, "'", "a spreadsheet would compute it");
        for (int i = 0; i < source.Length; i++)
        {
            if (source[i] == '"') edit.Replace(i, 1, "\"\"", "a quote inside quotes is doubled");
            else edit.Keep(i, 1);
        }
        if (quotes) edit.Add(source.Length, "\"");
        return edit;
    }

    /// <summary>One line of a log.</summary>
    public static TextEdit LogLine(TextEdit edit)
    {
        for (int i = 0; i < edit.Source.Length; i++)
        {
            char letter = edit.Source[i];
            string? shown = letter switch
            {
                '\n' => "\\n",
                '\t' => "\\t",
                _ when LineSeparators.Contains(letter) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => null,
            };
            bool joins = shown is not null && i + 1 < edit.Source.Length && Rune.TryGetRuneAt(edit.Source, i + 1, out Rune next) && CanonicalForm.Joins(next);
            if (shown is null) edit.Keep(i, 1);
            else edit.Replace(i, 1, joins ? shown + DottedCircle : shown, "would begin another line or column"); // a mark behind it must not join the n
        }
        return edit;
    }

    /// <summary>Whether a spreadsheet computes a cell: behind blanks and quotes begins with = + - @, also of full width; a plain number does not.</summary>
    internal static bool IsFormula(string cell)
    {
        ReadOnlySpan<char> inside = cell.AsSpan().TrimStart(" \t\n\r\u00A0\"\u3000");
        if (inside.IsEmpty || inside[0] is not ('=' or '+' or '-' or '@' or '|' or '%' or '＝' or '＋' or '－' or '＠')) return cell.StartsWith('\t') || cell.StartsWith('\r');
        return !(inside.Length == cell.Length && decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _));
    }
}
