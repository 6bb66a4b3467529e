using System.Globalization;
using System.Text.Json;
using NeuralTrader.Benchmarks;
using NeuralTrader.Benchmarks.Cluster;
using NeuralTrader.Benchmarks.Tables;
using Spectre.Console;

// Usage: tables [--only WORD] [--seconds N] [--json FILE] [--html FILE], or [cluster] [--quick] [--only WORD] [--json FILE]; WORD of cluster: client, postgres, sqlite, http. A figure counts only with its answer, so every reference is compared by its answer first.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool isQuick = args.Contains("--quick");
string? only = Option("--only"), json = Option("--json");
if (args is ["tables", ..])
    return await TableSuite.Run(only, TimeSpan.FromSeconds(double.Parse(Option("--seconds") ?? (isQuick ? "2" : "10"), CultureInfo.InvariantCulture)), json, Option("--html"));
if (args is ["cluster-silo", var siloPort, var gatewayPort])
    return await PingSilo.Serve(int.Parse(siloPort, CultureInfo.InvariantCulture), int.Parse(gatewayPort, CultureInfo.InvariantCulture));
bool isCluster = args is ["cluster", ..];
TimeSpan spend = TimeSpan.FromSeconds(isQuick ? 0.5 : 3);

var machine = Machine.Here();
AnsiConsole.MarkupLineInterpolated($"[bold]NeuralTrader.Orleans benchmarks[/]\n{machine}\n");
List<Figure> figures = [];
if (isCluster) await foreach (Figure figure in new ClusterCases(isQuick, only).Run()) figures.AddRange(Shown([figure]));
if (Wanted("domain")) figures.AddRange(Shown(new DomainCases(spend).Run()));
if (Wanted("limits")) figures.AddRange(Shown(new LimitCases(spend).Run()));
if (Wanted("security")) await foreach (Figure figure in new SecurityCases(spend).Run()) figures.AddRange(Shown([figure]));
if (Wanted("checks")) figures.AddRange(Shown(new CheckCases(spend).Run()));
if (Wanted("storage")) await foreach (Figure figure in new StorageCases(isQuick).Run()) figures.AddRange(Shown([figure]));
if (Wanted("http")) await foreach (Figure figure in new HttpCases(isQuick).Run()) figures.AddRange(Shown([figure]));

if (json is not null)
{
    JsonSerializerOptions indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { machine, figures }, indented));
}
return figures.Any(figure => figure.IsMet == false) ? 1 : 0;

bool Wanted(string suite) => !isCluster && (only is null || suite.Contains(only, StringComparison.OrdinalIgnoreCase));

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

static IEnumerable<Figure> Shown(IEnumerable<Figure> figures)
{
    foreach (Figure figure in figures)
    {
        string goal = figure.Goal is null ? "" : $"  goal {figure.Goal}: {(figure.IsMet == true ? "met" : "MISSED")}";
        string reference = figure.Reference is { } value ? $"  {figure.ReferenceName}: {value:0.###} {figure.Unit}, ours is {figure.Ratio:0.00}×" : "";
        AnsiConsole.MarkupLineInterpolated($"{figure.Name,-72} [bold]{figure.Value,12:0.###}[/] {figure.Unit}{goal}{reference}");
        if (figure.Note is not null) AnsiConsole.MarkupLineInterpolated($"    [dim]{figure.Note}[/]");
        yield return figure;
    }
}
