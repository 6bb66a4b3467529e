using System.Text.RegularExpressions;

namespace NeuralTrader.Deploy.Tests;

/// <summary>The metrics of the product as Prometheus knows them, read off its source: name, kind and unit make the name there.</summary>
internal static partial class ProductMetrics
{
    /// <summary>Metrics of others that are in every process: of .NET, ASP.NET Core and Orleans; and Prometheus' own. TelemetryTests sees them in a real process.</summary>
    public static readonly IReadOnlySet<string> OfOthers = new HashSet<string>
    {
        "up", "dotnet_process_memory_working_set_bytes", "dotnet_process_cpu_time_seconds_total", "dotnet_gc_pause_time_seconds_total", "orleans_catalog_activations",
        "http_server_request_duration_seconds_bucket", "http_server_request_duration_seconds_count",
    };

    /// <summary>Names of all series.</summary>
    public static readonly IReadOnlySet<string> Names = Repository.Source.Split(';').SelectMany(statement => InstrumentForm().Matches(statement)).SelectMany(Series).ToHashSet();

    private static IEnumerable<string> Series(Match found)
    {
        string unit = UnitForm().Match(found.Groups["rest"].Value) is { Success: true } match ? match.Groups[1].Value : throw new InvalidDataException($"no unit: {found.Value}");
        string name = found.Groups["name"].Value.Replace('.', '_') + (unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" });
        return found.Groups["kind"].Value switch
        {
            "Counter" or "ObservableCounter" => [$"{name}_total"],
            "Histogram" => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            _ => [name],
        };
    }

    // A statement may hold one instrument; its unit is the first text after its name that can be one.
    [GeneratedRegex("""Create(?<kind>ObservableCounter|ObservableUpDownCounter|ObservableGauge|UpDownCounter|Counter|Histogram|Gauge)(?:<\w+>)?\(\s*"(?<name>neuraltrader\.[a-z._]+)"(?<rest>.*)""", RegexOptions.Singleline)]
    private static partial Regex InstrumentForm();

    [GeneratedRegex("""
        "(\{[a-z]+\}|s|By)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex UnitForm();
}
