using System.Globalization;
using System.Text.RegularExpressions;

namespace NeuralTrader.Deploy.Tests;

/// <summary>What docs/security.md says of OWASP's standard is whole, and names nothing that is not there.</summary>
public sealed partial class SecurityDocumentTests
{
    // Requirements of levels 1 and 2 by section, as version 5.0.0 numbers them.
    private const string Asked = """
        1.1.1-2 1.2.1-9 1.3.1-11 1.4.1-3 1.5.1-2 2.1.1-3 2.2.1-3 2.3.1-4 2.4.1 3.2.1-2 3.3.1-4 3.4.1-6 3.5.1-5 3.7.1-2 4.1.1-3 4.2.1 4.3.1-2 4.4.1-4
        5.1.1 5.2.1-3 5.3.1-2 5.4.1-3 6.1.1-3 6.2.1-12 6.3.1-4 6.4.1-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.2.1-4 7.3.1-2 7.4.1-5 7.5.1-2 7.6.1-2
        8.1.1-2 8.2.1-3 8.3.1 8.4.1 9.1.1-3 9.2.1-4 11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1 11.6.1 12.1.1-3 12.2.1-2 12.3.1-4
        13.1.1 13.2.1-5 13.3.1-2 13.4.1-5 14.1.1-2 14.2.1-4 14.3.1-3 15.1.1-3 15.2.1-3 15.3.1-7 16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3
        """;

    private static readonly string Text = Repository.Read("docs/security.md");
    private static readonly Row[] Rows = [.. Line().Matches(Text).Select(line => new Row(line.Groups[1].Value, line.Groups[2].Value.Trim('*'), line.Groups[3].Value))];

    [Fact]
    public void Every_requirement_of_both_levels_has_its_line() => Assert.Equal(Ids(), Rows.Select(row => row.Id));

    [Fact]
    public void The_sum_is_that_of_the_lines()
    {
        int Count(string verdict) => Rows.Count(row => row.Verdict == verdict);
        string sum = string.Create(CultureInfo.InvariantCulture, $"Of the other {Rows.Length}, {Count("met")} are met, {Count("not applicable")} do not apply, and {Count("not met")} are not met.");
        Assert.Equal(Rows.Length, Count("met") + Count("not applicable") + Count("not met"));
        Assert.Contains(sum, Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_met_or_does_not_apply_says_why() => Assert.All(Rows, row => Assert.True(row.Why.Length > 5, row.Id));

    [Fact]
    public void All_evidence_is_there()
    {
        HashSet<string> classes = [.. Repository.Files("tests", "*.cs").Select(File.ReadAllText).SelectMany(code => Class().Matches(code)).Select(found => found.Groups[1].Value)];
        string[] named = [.. Rows.SelectMany(row => Quoted().Matches(row.Why)).Select(quoted => quoted.Groups[1].Value).Distinct()];
        Assert.Equal([], [.. named.Where(name => name.EndsWith("Tests", StringComparison.Ordinal) ? !classes.Contains(name) : IsPath(name) && !Path.Exists(Path.Combine(Repository.Root, name)))]);
        Assert.True(named.Count(name => name.EndsWith("Tests", StringComparison.Ordinal)) > 50, "Tests are the evidence.");
    }

    [Fact]
    public void Its_own_headings_are_where_it_links_to() => Assert.All(
        Anchor().Matches(Text).Select(link => link.Groups[1].Value), anchor => Assert.Contains(anchor, Heading().Matches(Text).Select(heading => heading.Groups[1].Value.Trim().ToLowerInvariant().Replace(' ', '-'))));

    private static bool IsPath(string name) => name.Contains('/', StringComparison.Ordinal) ? !name.StartsWith('/') : name.StartsWith('.') || name.EndsWith(".props", StringComparison.Ordinal);

    private static IEnumerable<string> Ids() => Asked.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).SelectMany(range =>
    {
        string[] ends = range.Split('-');
        int dot = ends[0].LastIndexOf('.'), first = int.Parse(ends[0].AsSpan(dot + 1), CultureInfo.InvariantCulture);
        int last = ends.Length == 1 ? first : int.Parse(ends[1], CultureInfo.InvariantCulture);
        return Enumerable.Range(first, last - first + 1).Select(number => string.Create(CultureInfo.InvariantCulture, $"{ends[0].AsSpan(0, dot + 1)}{number}"));
    });

    private sealed record Row(string Id, string Verdict, string Why);

    [GeneratedRegex(@"^\| (\d+\.\d+\.\d+) \| [12] \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    private static partial Regex Class();

    [GeneratedRegex(@"\]\(#([a-z-]+)\)")]
    private static partial Regex Anchor();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
