using System.Text.RegularExpressions;
using System.Xml.Linq;
using NeuralTrader.Domain.Security.Threats;
using NeuralTrader.Domain.Tests.Security.Data;

namespace NeuralTrader.Domain.Tests.Security.Threats;

/// <summary>Lists of attacks that others wrote, read where their Debian packages are installed.</summary>
public sealed partial class PayloadListTests
{
    private const string Injections = "usr/share/wfuzz/wordlist/Injections/", Wapiti = "usr/lib/python3/dist-packages/wapitiCore/data/attacks/";
    private const string Sqlmap = "usr/share/sqlmap/data/xml/", Bluemonday = "usr/share/gocode/src/github.com/microcosm-cc/bluemonday/sanitize_test.go";

    [Fact]
    public void Sql_of_wfuzz_is_found() => Recall(
        0.97, ThreatKind.SqlInjection,
        [.. TestTexts.InstalledLines(Injections + "SQL.txt", "wfuzz").Concat(TestTexts.InstalledLines("usr/share/wfuzz/wordlist/vulns/sql_inj.txt", "wfuzz")).Where(IsWholeAttack)]);

    [Fact]
    public void Sql_of_wapiti_is_found() => Recall(0.97, ThreatKind.SqlInjection, [.. TestTexts.InstalledLines(Wapiti + "blindSQLPayloads.txt", "wapiti").Select(Filled)]);

    [Fact]
    public void Sql_of_sqlmap_in_every_place_it_tries_is_found() => Recall(0.97, ThreatKind.SqlInjection, SqlmapAttacks());

    [Fact]
    public void Scripts_of_wfuzz_are_found() => Recall(0.95, ThreatKind.CrossSiteScripting, TestTexts.InstalledLines(Injections + "XSS.txt", "wfuzz"));

    [Fact]
    public void Scripts_of_wapiti_are_found() => Recall(
        0.95, ThreatKind.CrossSiteScripting,
        [.. TestTexts.InstalledLines(Wapiti + "xssPayloads.ini", "wapiti").Where(line => line.StartsWith("payload", StringComparison.Ordinal)).Select(line => Filled(line[(line.IndexOf('=') + 1)..].Trim()))]);

    [Fact]
    public void Scripts_of_bluemonday_are_found()
    {
        string tests = File.ReadAllText(TestTexts.Installed(Bluemonday, "golang-github-microcosm-cc-bluemonday-dev"));
        int start = tests.IndexOf("func TestXSS", StringComparison.Ordinal), end = tests.IndexOf("\nfunc ", start + 1, StringComparison.Ordinal);
        Recall(0.95, ThreatKind.CrossSiteScripting, [.. GoText().Matches(tests[start..(end < 0 ? tests.Length : end)]).Select(match => match.Groups[1].Value)]);
    }

    [Fact]
    public void Paths_of_wfuzz_are_found() => Recall(0.97, ThreatKind.PathTraversal, [.. TestTexts.InstalledLines(Injections + "Traversal.txt", "wfuzz").Where(line => line.Contains("..", StringComparison.Ordinal) && !line.Contains("...", StringComparison.Ordinal))]);

    [Theory, InlineData("american-english", "wamerican"), InlineData("ngerman", "wngerman"), InlineData("french", "wfrench")]
    public void No_word_of_the_dictionary_is_suspected(string file, string package) =>
        Assert.All(TestTexts.InstalledLines($"usr/share/dict/{file}", package), word => Assert.Empty(ThreatScan.Of(word)));

    [Fact] // who makes network cards, as they registered themselves
    public void No_company_of_the_registry_is_suspected()
    {
        string[] names = [.. TestTexts.InstalledLines("usr/share/ieee-data/oui.csv", "ieee-data").Skip(1).Select(line => Company().Match(line).Groups[1].Value.Trim('"')).Distinct()];
        Assert.True(names.Length > 10_000, $"{names.Length} companies.");
        Assert.All(names, name => Assert.Empty(ThreatScan.Of(name)));
    }

    private static void Recall(double least, ThreatKind kind, IReadOnlyCollection<string> attacks)
    {
        Assert.NotEmpty(attacks);
        string[] missed = [.. attacks.Where(attack => ThreatScan.Of(attack).All(finding => finding.Kind != kind))];
        double recall = 1 - ((double)missed.Length / attacks.Count);
        TestContext.Current.TestOutputHelper?.WriteLine($"{attacks.Count - missed.Length} of {attacks.Count}; missed:\n{string.Join("\n", missed.Take(40))}");
        Assert.True(recall >= least, $"{recall:P2} of {attacks.Count}; missed:\n{string.Join("\n", missed.Take(40))}");
    }

    // The list mixes attacks with probes (a quote, a dash, a keyword alone) that change no statement, and with lines for LDAP and shells. An attack by
    // itself has a word of SQL and something that it does: a comparison, a comment behind a quote, a query, a call.
    private static bool IsWholeAttack(string line)
    {
        string text = Uri.UnescapeDataString(line).Replace("\\x27", "'", StringComparison.Ordinal).Replace("\\x4F\\x52", "OR", StringComparison.Ordinal).Replace("\\x6F\\x72", "or", StringComparison.Ordinal);
        return AttackWord().IsMatch(text) && Deed().IsMatch(text);
    }

    private static string Filled(string text) => text.Replace("[TIME]", "5", StringComparison.Ordinal).Replace("[VALUE]", "default", StringComparison.Ordinal).Replace("[LF]", "\n", StringComparison.Ordinal)
        .Replace("[TAB]", "\t", StringComparison.Ordinal).Replace("[ATTR_SEP]", " ", StringComparison.Ordinal).Replace("[VALUE_SEP]", "\"", StringComparison.Ordinal)
        .Replace("__XSS__", "wabc", StringComparison.Ordinal).Replace("\\0", "\0", StringComparison.Ordinal);

    // Every test of sqlmap in every boundary that its own rules try it in, with its placeholders filled in.
    private static HashSet<string> SqlmapAttacks()
    {
        XElement[] boundaries = [.. XDocument.Load(TestTexts.Installed(Sqlmap + "boundaries.xml", "sqlmap")).Root!.Elements("boundary")];
        HashSet<string> attacks = [];
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(TestTexts.Installed(Sqlmap + "payloads/boolean_blind.xml", "sqlmap"))!, "*.xml"))
        {
            foreach (XElement test in XDocument.Load(file).Root!.Elements("test"))
            {
                string payload = test.Element("request")!.Element("payload")?.Value ?? "", comment = test.Element("request")!.Element("comment")?.Value ?? "";
                foreach (XElement boundary in boundaries)
                {
                    if (Shared(test, boundary, "where").FirstOrDefault() is not { } where) continue;
                    if (!Shared(test, boundary, "clause").Any() && test.Element("clause")!.Value != "0" && boundary.Element("clause")!.Value != "0") continue;
                    bool isWhole = where == "3";
                    string value = where switch { "1" => "1", "2" => "-5434", _ => "" }, prefix = isWhole ? "" : boundary.Element("prefix")!.Value;
                    string suffix = isWhole || comment.Length > 0 ? "" : boundary.Element("suffix")!.Value;
                    string attack = Named(value + prefix + (isWhole || payload.StartsWith(';') ? "" : " ") + payload + comment + (suffix.Length > 0 ? " " + suffix : ""));
                    if (payload.Length > 0) attacks.Add(attack);
                }
            }
        }
        return attacks;
    }

    private static IEnumerable<string> Shared(XElement test, XElement boundary, string name) =>
        test.Element(name)!.Value.Split(',').Intersect(boundary.Element(name)!.Value.Split(','), StringComparer.Ordinal);

    private static string Named(string text) => Placeholder().Replace(text, match => match.Value switch
    {
        ['[', 'R', 'A', 'N', 'D', 'N', ..] => "5434",
        ['[', 'R', 'A', 'N', 'D', 'S', ..] => "qZfa",
        "[SLEEPTIME]" or "[DELAYED]" => "5",
        "[ORIGVALUE]" => "1",
        "[GENERIC_SQL_COMMENT]" => "-- -",
        "[INFERENCE]" => "5434=5434",
        _ => "qvkjq",
    });

    [GeneratedRegex(@"\[[A-Z_0-9]+\]")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^[^,]*,[^,]*,(""(?:[^""]|"""")*""|[^,]*)")]
    private static partial Regex Company();

    [GeneratedRegex("in:\\s+`([^`]*)`")]
    private static partial Regex GoText();

    [GeneratedRegex(@"\b(or|and|union|select|exec|waitfor|sleep|benchmark|admin|hi|order by|order|utl_http)\b", RegexOptions.IgnoreCase)]
    private static partial Regex AttackWord();

    [GeneratedRegex(@"=|['""]\s*(--|#)|\bselect\b\s*\S|\w\(|\blike\b|\b(exec)\b\s+\w+[._]|\bby\s+\d|\bor\s+1\b|exists|\|\|utl", RegexOptions.IgnoreCase)]
    private static partial Regex Deed();
}
