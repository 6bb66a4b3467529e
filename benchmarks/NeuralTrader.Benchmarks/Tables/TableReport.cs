using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace NeuralTrader.Benchmarks.Tables;

/// <summary>The run as JSON and as one HTML page that needs nothing from anywhere.</summary>
internal sealed record TableReport(Machine Machine, DateTime StartedUtc, IReadOnlyDictionary<string, string> References, IReadOnlyList<TableRow> Rows)
{
    private const double Decades = 6; // a bar spans six powers of ten

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The whole run, machine readable.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    /// <summary>The whole run, to be looked at.</summary>
    public string ToHtml()
    {
        StringBuilder page = new();
        page.Append("""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>NeuralTrader.Orleans: measured</title><style>
            :root { color-scheme: light dark; --ours: #0b7a75; --theirs: #9aa5b1; --bad: #b3261e; --line: #8883; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .2rem; } .dim { opacity: .7; font-size: .87rem; }
            table { border-collapse: collapse; width: 100%; } td { padding: .18rem .5rem; border-top: 1px solid var(--line); vertical-align: middle; }
            td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td.name { width: 17rem; }
            td.bar { width: 40%; } .fill { height: .8rem; border-radius: 2px; background: var(--theirs); } .ours .fill { background: var(--ours); }
            .ours td { font-weight: 600; } .missed { color: var(--bad); }
            </style></head><body><h1>NeuralTrader.Orleans beside other programs</h1>
            """);
        page.Append(CultureInfo.InvariantCulture, $"<p>{Text(Machine.ToString())}<br>{StartedUtc:yyyy-MM-dd HH:mm} UTC. ");
        page.Append(CultureInfo.InvariantCulture, $"{Text(string.Join(", ", References.Select(entry => $"{entry.Key} {entry.Value}")))}.</p>");
        page.Append("<p class=dim>All programs of a row worked on the same inputs, in turn, on this machine; the best repetition counts; bars are ");
        page.Append("logarithmic. A ratio stands only where the answers agree.</p>");
        foreach (TableRow row in Rows) Append(page, row);
        return page.Append("</body></html>").ToString();
    }

    private static void Append(StringBuilder page, TableRow row)
    {
        double longest = row.Rivals.Select(rival => rival.BestMs ?? 0).Append(row.BestMs).Max();
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(row.Name)}</h2><div class=dim>{Text(row.Size)}; {Text(Rate(row))}; ");
        page.Append(CultureInfo.InvariantCulture, $"memory +{row.PeakMiB:0} MiB; checksum {row.Checksum:R}; {Text(row.Check.Measure)}");
        if (!row.Check.Holds) page.Append(" <b class=missed>WRONG</b>");
        page.Append("</div><table>");
        string goal = row.GoalMs is { } most ? $"goal ≤ {Time(most)}" : "";
        Line(page, "ours", "ours", row.BestMs, longest, "", goal, row.BestMs > row.GoalMs);
        foreach (RivalRow rival in row.Rivals)
        {
            if (rival.BestMs is not { } best)
            {
                page.Append(CultureInfo.InvariantCulture, $"<tr><td class=name>{Text(rival.Label)}</td><td colspan=4 class=dim>{Text(rival.Note ?? "")}</td></tr>");
                continue;
            }
            string promise = rival.LeastRatio is { } least ? string.Create(CultureInfo.InvariantCulture, $"goal ≥ {least:0.##}×") : "";
            string ratio = rival.Agreement!.Holds ? string.Create(CultureInfo.InvariantCulture, $"{rival.Ratio:0.##}×") : "DISAGREES";
            Line(page, "", rival.Label, best, longest, ratio, promise, !rival.IsMet);
            page.Append(CultureInfo.InvariantCulture, $"<tr><td></td><td colspan=4 class=dim>{Text(rival.Agreement.Measure)}</td></tr>");
        }
        page.Append("</table>");
    }

    private static void Line(StringBuilder page, string kind, string name, double ms, double longest, string ratio, string goal, bool missed)
    {
        double width = Math.Clamp(100 * (1 - (Math.Log10(longest / ms) / Decades)), 0.5, 100);
        page.Append(CultureInfo.InvariantCulture, $"<tr class=\"{kind}\"><td class=name>{Text(name)}</td><td class=bar><div class=fill style=\"width:{width:0.#}%\"></div></td>");
        page.Append(CultureInfo.InvariantCulture, $"<td class=number>{Time(ms)}</td><td class=number>{Text(ratio)}</td><td class=\"number {(missed ? "missed" : "")}\">{Text(goal)}</td></tr>");
    }

    /// <summary>A rate with its unit.</summary>
    public static string Rate(TableRow row) => row.Rate switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{row.Rate / 1e9:0.00} G {row.Unit}/s"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{row.Rate / 1e6:0.0} M {row.Unit}/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{row.Rate:N0} {row.Unit}/s"),
    };

    /// <summary>A time in the unit that suits it.</summary>
    public static string Time(double ms) => ms switch
    {
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1e3:0.0} s"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{ms:0.00} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ms * 1e3:0.0} µs"),
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
