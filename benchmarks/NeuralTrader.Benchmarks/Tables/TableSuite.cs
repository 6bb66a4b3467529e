using Spectre.Console;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>Every row, measured and shown.</summary>
internal static class TableSuite
{
    /// <summary>Runs the rows whose name holds a word.</summary>
    /// <param name="only">The word; null for all rows.</param>
    /// <param name="spend">Time for each contender of a row.</param>
    /// <param name="json">File for the figures; null for none.</param>
    /// <param name="html">File for the page; null for none.</param>
    /// <returns>0 when every promise was kept and every answer agreed.</returns>
    public static async Task<int> Run(string? only, TimeSpan spend, string? json, string? html)
    {
        var machine = Machine.Here();
        DateTime started = DateTime.UtcNow;
        IReadOnlyList<ReferenceServer> servers = ReferenceServer.Installed();
        Dictionary<string, string> versions = servers.SelectMany(server => server.Versions).ToDictionary();
        string installed = versions.Count == 0 ? "none installed (benchmarks/README.md says how)" : string.Join(", ", versions.Select(entry => $"{entry.Key} {entry.Value}"));
        AnsiConsole.MarkupLineInterpolated($"[bold]NeuralTrader.Orleans beside other programs[/]\n{machine}\nReferences: {installed}");
        List<TableRow> rows = [];
        try
        {
            TableRunner runner = new(servers, spend);
            foreach (Func<TableWork> make in TableWorks.All)
            {
                TableWork work = make();
                if (only is not null && !work.Name.Contains(only, StringComparison.OrdinalIgnoreCase)) continue;
                TableRow row = runner.Run(work);
                rows.Add(row);
                Show(row);
            }
        }
        finally
        {
            foreach (ReferenceServer server in servers) server.Dispose();
        }
        TableReport report = new(machine, started, versions, rows);
        if (json is not null) await File.WriteAllTextAsync(json, report.ToJson());
        if (html is not null) await File.WriteAllTextAsync(html, report.ToHtml());
        return rows.TrueForAll(row => row.IsMet) ? 0 : 1;
    }

    private static void Show(TableRow row)
    {
        string goal = row.GoalMs is { } most ? $", goal ≤ {TableReport.Time(most)}: {(row.BestMs <= most ? "met" : "MISSED")}" : "";
        AnsiConsole.MarkupLineInterpolated($"\n[bold]{row.Name}[/]  {row.Size}");
        AnsiConsole.MarkupLineInterpolated($"  {"ours",-44} [bold]{TableReport.Time(row.BestMs),12}[/]  {TableReport.Rate(row)}{goal}");
        AnsiConsole.MarkupLineInterpolated(
            $"    [dim]median {TableReport.Time(row.MedianMs)} of {row.Repetitions}, memory +{row.PeakMiB:0} MiB, checksum {row.Checksum:R}; {row.Check.Measure}{(row.Check.Holds ? "" : ": WRONG")}[/]");
        foreach (RivalRow rival in row.Rivals)
        {
            if (rival.BestMs is not { } best)
            {
                AnsiConsole.MarkupLineInterpolated($"  {rival.Label,-44} [dim]{rival.Note}[/]");
                continue;
            }
            string promise = rival.LeastRatio is { } least ? $", goal ≥ {least:0.##}×: {(rival.Ratio >= least ? "met" : "MISSED")}" : "";
            string verdict = rival.Agreement!.Holds ? $"{rival.Ratio:0.##}×{promise}" : "THE ANSWERS DISAGREE";
            AnsiConsole.MarkupLineInterpolated($"  {rival.Label,-44} {TableReport.Time(best),12}  {verdict}");
            AnsiConsole.MarkupLineInterpolated($"    [dim]{rival.Agreement.Measure}[/]");
        }
    }
}
