using NeuralTrader.Domain.Security;
using NeuralTrader.Domain.Security.Emails;
using NeuralTrader.Domain.Security.Sanitizing;
using NeuralTrader.Domain.Security.Threats;

namespace NeuralTrader.Domain.Tests.Security.Threats;

/// <summary>Texts that make careless checkers quadratic: sixteen times the length must not take much more than sixteen times as long.</summary>
public sealed class LinearTimeTests
{
    private const int Short = 4_000, Longer = 16;
    private const double MostRatio = 100; // a quadratic checker has 256

    private static readonly string[] Families =
    [
        "'", "\"", "`", "''\"", "' or ", "1 or ", "or (", "and not (", "(select ", "union all ", "union select (", "; drop ", ";((((", "case when (", "in (", "/*", "/* */", "/*!1", "--\n", "#\n",
        "<", "<a ", "<a b='", "<a b=\"\" ", "<!--", "<!---->", "<!----!>", "<!--->-", "<script>", "</script", "<div>", "<b><i>", "<a href='javascript", "<![CDATA[", "<? ", "<textarea></x", "<style=",
        "&", "&amp", "&amp;amp;", "&#", "&#x", "&lt;", "&#x26;#x26;", "%", "%25", "%2525", "%u", "%c0%af", "\\u", "\\u{", "\\x5cx5c", "+", "+'", "＜", "../", "..", "/", "\\", "\\\\a ", "C:\\", "....//",
        ";ls", ";", "|", "`id", "$(", "${", "{{", "{%", "#{", "<%", "}}", "$ne", "{\"$ne\":", "[$gt]", "(|(", ")(", "*)(a=", "\r\n", "\nX-", "\nLocation:", "\0", "\u202e", "\ud800", "\udc00",
        "a\u0301", "\u0301", "\u0315\u0316", "\u1100", "\u1161", "😀", "🏴\U000E0067", "on", "onx=", "alert(", "a.b.c(", "document.", "javascript:", "j a v a s", "data:", "exec ", "@", "@@x", "[", "[[", "a.", "\"@", "\\\"", "x@", "-", "=", "=,",
    ];

    public static TheoryData<string> Checkers => [.. All.Keys];

    private static Dictionary<string, Action<string>> All => new()
    {
        ["threats"] = text => ThreatScan.Of(text),
        ["email"] = text => EmailAddress.Check(text),
        ["api key"] = text => ApiKeyFormat.Check("ntk_" + text),
        ["plain"] = text => Sanitizer.Sanitize(text, SanitizeContext.PlainText),
        ["html text"] = text => Sanitizer.Sanitize(text, SanitizeContext.HtmlText),
        ["html"] = text => Sanitizer.Sanitize(text, SanitizeContext.Html),
        ["csv"] = text => Sanitizer.Sanitize(text, SanitizeContext.CsvCell),
        ["log"] = text => Sanitizer.Sanitize(text, SanitizeContext.LogLine),
        ["file"] = text => Sanitizer.Sanitize(text, SanitizeContext.FileName),
        ["cut"] = text => Sanitizer.Sanitize(text, SanitizeContext.PlainText, text.Length / 2),
    };

    [Theory, MemberData(nameof(Checkers))]
    public void A_text_sixteen_times_as_long_does_not_take_the_square_of_it(string checker)
    {
        Action<string> check = All[checker];
        List<string> slow = [];
        foreach (string family in Families)
        {
            string small = Repeated(family, Short), large = Repeated(family, Short * Longer);
            double ratio = Growth.Ratio(() => check(small), () => check(large), MostRatio);
            if (ratio > MostRatio) slow.Add($"{family}: {ratio:0}");
        }
        Assert.True(slow.Count == 0, string.Join("; ", slow));
    }

    private static string Repeated(string family, int length) => string.Concat(Enumerable.Repeat(family, (length / family.Length) + 1))[..length];
}
