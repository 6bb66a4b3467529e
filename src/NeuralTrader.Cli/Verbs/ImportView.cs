using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Cli.Output;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Cli.Verbs;

/// <summary>Shows what an import did, every finding on a line that editors can jump to.</summary>
internal static class ImportView
{
    private const int MostIssues = 50;

    public static void Write(Page page, ImportAnswer answer)
    {
        foreach (ImportReport report in answer.Reports)
        {
            Action<string> say = report.Refused ? page.Bad : report.Errors > 0 ? page.Warn : page.Good;
            say($"{report.File} ({report.Form}): "
                + $"{(report.Refused ? "refused" : $"{Figures.Whole(report.Accepted)} of {Figures.Whole(report.Rows)} rows taken")}, "
                + $"{Figures.Whole(report.Errors)} errors, {Figures.Whole(report.Warnings)} warnings.");
            foreach (ImportIssue issue in report.Issues.OrderByDescending(issue => issue.Severity).Take(MostIssues)) page.Line($"  {Sentence(issue)}");
            if (report.Errors + report.Warnings > MostIssues)
                page.Note($"  … {Figures.Whole(report.Errors + report.Warnings - MostIssues)} more; --json prints the first 1,000.");
        }
        if (answer.Series.Count == 0) return;
        page.Table(answer.Series,
            new("Symbol", series => series.Key.Symbol), new("Bars of", series => Wire.Word(series.Key.Interval)),
            new("Prices", series => Wire.Word(series.Key.Basis)),
            new("Bars", series => Figures.Whole(series.Count), Look.Right), new("First", series => Figures.Time(series.First)),
            new("Last", series => Figures.Time(series.Last)),
            new("Source", series => MarketVerbs.Source(series.Provenance)));
    }

    private static string Sentence(ImportIssue issue) =>
        $"{issue.File}:{issue.Line}:{issue.Field}: "
            + $"{(issue.Value is { } value ? $"'{value}' " : "")}{issue.Problem}{(issue.Severity == IssueSeverity.Warning ? " (warning)" : "")}";
}
