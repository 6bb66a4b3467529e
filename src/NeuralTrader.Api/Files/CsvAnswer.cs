using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using NeuralTrader.Api.Json;

namespace NeuralTrader.Api.Files;

/// <summary>
/// Writes a table as RFC 4180 CSV in UTF-8. A text that a spreadsheet would take for a formula gets an apostrophe before it; figures are written in
/// full, an undefined one as nothing.
/// </summary>
internal sealed class CsvAnswer(HttpContext http)
{
    private const int FlushAt = 32_768;
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");
    private readonly StringBuilder text = new();
    private bool isRowBegun;

    /// <summary>Begins the answer; nothing may be refused from here on.</summary>
    public static CsvAnswer Begin(HttpContext http, string fileName, params ReadOnlySpan<string> columns)
    {
        http.Response.ContentType = "text/csv; charset=utf-8; header=present";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{fileName}\"";
        CsvAnswer csv = new(http);
        foreach (string column in columns) csv.Cell(column);
        csv.EndRow();
        return csv;
    }

    public CsvAnswer Cell(string? value)
    {
        Comma();
        if (string.IsNullOrEmpty(value)) return this;
        string safe = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + value : value;
        if (!safe.AsSpan().ContainsAny(Quoted)) text.Append(safe);
        else text.Append('"').Append(safe.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return this;
    }

    public CsvAnswer Cell(double value)
    {
        Comma();
        if (double.IsFinite(value)) text.Append(CultureInfo.InvariantCulture, $"{value:R}");
        return this;
    }

    public CsvAnswer Cell(decimal? value)
    {
        Comma();
        text.Append(CultureInfo.InvariantCulture, $"{value}");
        return this;
    }

    public CsvAnswer Cell(DateTime? value)
    {
        Comma();
        if (value is { } time) text.Append(WireJson.Utc(time).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture));
        return this;
    }

    public CsvAnswer Cell<T>(T value)
        where T : struct, Enum => Cell(WireWords.NameOf(value));

    /// <summary>Ends a row; long tables go out as they are made.</summary>
    public void EndRow()
    {
        text.Append("\r\n");
        isRowBegun = false;
    }

    /// <summary>Sends what is written so far when it is enough to be worth a packet, or all of it at the end.</summary>
    public async ValueTask Flush(bool isEnd = false)
    {
        if (!isEnd && text.Length < FlushAt) return;
        await http.Response.WriteAsync(text.ToString(), http.RequestAborted);
        text.Clear();
    }

    private void Comma()
    {
        if (isRowBegun) text.Append(',');
        isRowBegun = true;
    }
}
