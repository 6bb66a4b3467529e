using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralTrader.Tests;

/// <summary>One line of figures.</summary>
/// <param name="Name">As written, with its suffix.</param>
/// <param name="Labels">By name.</param>
/// <param name="Value">The figure.</param>
public sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>A metric with its type and all its lines.</summary>
public sealed record PrometheusFamily(string Name, string Type, List<PrometheusSample> Samples);

/// <summary>
/// Prometheus' text form, read strictly: every line is a comment or a figure of a family that was declared above it, families are not torn apart, no
/// series is there twice, and the buckets of a histogram grow up to its count.
/// </summary>
public static partial class PrometheusText
{
    /// <exception cref="FormatException">A line is not in order; it is named.</exception>
    public static IReadOnlyDictionary<string, PrometheusFamily> Parse(string text)
    {
        Dictionary<string, PrometheusFamily> families = [];
        HashSet<string> series = [];
        PrometheusFamily? current = null;
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line is "# EOF") continue;
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                string[] words = line.Split(' ', 4);
                if (words[1] == "TYPE")
                {
                    if (words[3] is not ("counter" or "gauge" or "histogram" or "summary" or "untyped")) throw new FormatException(line);
                    current = new PrometheusFamily(words[2], words[3], []);
                    if (!NameForm().IsMatch(words[2]) || !families.TryAdd(words[2], current)) throw new FormatException($"twice, or no name: {line}");
                }
                else if (words[1] is not ("HELP" or "UNIT") || words[2] != current?.Name) throw new FormatException(line);
                continue;
            }
            Match found = SampleForm().Match(line);
            if (!found.Success) throw new FormatException(line);
            string name = found.Groups["name"].Value, suffix = current is null ? "" : name.StartsWith(current.Name, StringComparison.Ordinal) ? name[current.Name.Length..] : "?";
            if (current is null || !(current.Type == "histogram" ? suffix is "_bucket" or "_sum" or "_count" : suffix is "")) throw new FormatException($"not of the family above: {line}");
            if (!series.Add(name + found.Groups["labels"].Value)) throw new FormatException($"twice: {line}");
            Dictionary<string, string> labels = [];
            foreach (Match label in LabelForm().Matches(found.Groups["labels"].Value)) labels.Add(label.Groups["name"].Value, label.Groups["value"].Value);
            current.Samples.Add(new PrometheusSample(name, labels, Number(found.Groups["value"].Value)));
        }
        foreach (PrometheusFamily family in families.Values.Where(family => family.Type == "histogram")) CheckBuckets(family);
        return families;
    }

    private static void CheckBuckets(PrometheusFamily family)
    {
        foreach (IGrouping<string, PrometheusSample> one in family.Samples.GroupBy(sample => Key(sample)))
        {
            PrometheusSample[] buckets = [.. one.Where(sample => sample.Name.EndsWith("_bucket", StringComparison.Ordinal)).OrderBy(sample => Number(sample.Labels["le"]))];
            double count = one.Single(sample => sample.Name.EndsWith("_count", StringComparison.Ordinal)).Value;
            if (buckets.Length == 0 || buckets[^1].Labels["le"] != "+Inf" || buckets[^1].Value != count) throw new FormatException($"{family.Name}: the last bucket is not the count");
            if (buckets.Zip(buckets.Skip(1)).Any(pair => pair.First.Value > pair.Second.Value)) throw new FormatException($"{family.Name}: buckets do not grow");
        }

        static string Key(PrometheusSample sample) => string.Join(',', sample.Labels.Where(label => label.Key != "le").OrderBy(label => label.Key, StringComparer.Ordinal));
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("^[a-zA-Z_:][a-zA-Z0-9_:]*$")]
    private static partial Regex NameForm();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*"(?:,[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\]|\\["\\n])*")*,?)?\})? (?<value>\S+)(?: \d+)?$""")]
    private static partial Regex SampleForm();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(?:[^"\\]|\\["\\n])*)\x22""")]
    private static partial Regex LabelForm();
}
