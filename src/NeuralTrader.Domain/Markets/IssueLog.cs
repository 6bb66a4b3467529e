using System.Globalization;
using System.Text;

namespace NeuralTrader.Domain.Markets;

/// <summary>Collects the findings of one import: counts all, keeps the first thousand.</summary>
internal sealed class IssueLog(string file)
{
    private const int Kept = 1000;
    private const int LongestEcho = 80;
    private readonly List<ImportIssue> issues = [];

    public long Errors { get; private set; }

    public long Warnings { get; private set; }

    public void Error(long line, string field, ReadOnlySpan<byte> value, string problem)
    {
        Errors++;
        if (issues.Count < Kept) Keep(line, field, Echo(value), problem, IssueSeverity.Error);
    }

    public void Error(long line, string field, double value, string problem)
    {
        Errors++;
        if (issues.Count < Kept) Keep(line, field, value.ToString("R", CultureInfo.InvariantCulture), problem, IssueSeverity.Error);
    }

    public void FileError(string field, string problem)
    {
        Errors++;
        Keep(0, field, null, problem, IssueSeverity.Error);
    }

    public void Warning(long line, string field, string? value, string problem)
    {
        Warnings++;
        if (issues.Count < Kept) Keep(line, field, value, problem, IssueSeverity.Warning);
    }

    public ImportReport Report(string form, long rows, long accepted, bool refused) =>
        new(file, form, rows, refused ? 0 : accepted, Errors, Warnings, [.. issues], refused);

    private void Keep(long line, string field, string? value, string problem, IssueSeverity severity) =>
        issues.Add(new ImportIssue(file, line, field, value, problem, severity));

    // Control characters would garble a terminal; bytes that are not UTF-8 become U+FFFD.
    private static string? Echo(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty) return null;
        string text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, LongestEcho)]);
        string clean = string.Create(text.Length, text, static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++) span[i] = char.IsControl(source[i]) ? '\u00B7' : source[i];
        });
        return value.Length > LongestEcho ? clean + "…" : clean;
    }
}
