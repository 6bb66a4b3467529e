using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Security;
using NeuralTrader.Domain.Security.Emails;
using NeuralTrader.Domain.Security.Sanitizing;
using NeuralTrader.Domain.Security.Threats;

namespace NeuralTrader.Domain.Tests.Security.Sanitizing;

public sealed class SanitizerLawTests
{
    private static readonly string[] Pieces =
    [
        "<", ">", "</", "/>", "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<script>", "</script>", "<style>", "</style>", "<svg>", "<math>", "<p>", "<a href=", "<img src=", "<table>", "<td>", "<li>",
        "<b>", "</b>", "<i>", "</a>", "<textarea>", "<title>", "<noscript>", "<template>", "<select>", "<plaintext>", "<x y=", "javascript:", "data:text/html,", "https://a.example/", "//b.example", "onerror=", "onload=alert(1)",
        "style=", "title=", "\"", "'", "`", "=", "&", "&lt;", "&#x3c;", "&#60", "&amp;", "&colon;", "&Tab;", "&#x202e;", "&#xD800;", "&#0;", "#", ";", " ", "\t", "\n", "\r\n", "\f", "\0", "\u000b", "a", "é", "e\u0301", "\u0338", "\u0301", "\u0316",
        "\u1100", "\u1161", "\u11a8", "\u212b", "\u202e", "\u2066", "\u2028", "\u0085", "\ud83d", "\ude00", "😀", "\uFEFF", "\uFFFE", "\U000E0041", "🏴\U000E0067", "=1", "+", "-", "@", "＝", "|", "%", ",", "..", "/", "\\", ":", "*", "?",
        "CON", "nul", ".", "LPT1", "COM¹", "~", "' or 1=1--", "%3C", "\\u003c", "${", "}}", "{{", "$ne", "(", ")", "[", "]", "ntk_", "@x.example", "0", "1", "select ", "union ",
    ];

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3000);

    private static Arbitrary<string> Texts => Gen.OneOf(
        Gen.Elements(Pieces).ListOf().Select(string.Concat),
        Gen.Choose(0, 0xFFFF).Select(unit => (char)unit).ListOf().Select(units => new string([.. units]))).ToArbitrary();

    public static TheoryData<SanitizeContext> Normal => [SanitizeContext.PlainText, SanitizeContext.Html, SanitizeContext.LogLine, SanitizeContext.FileName];

    [Theory, MemberData(nameof(Normal))]
    public void What_was_made_fit_is_fit(SanitizeContext context) => Prop.ForAll(Texts, text =>
    {
        string once = Fit(text, context), twice = Fit(once, context);
        return (once == twice).Label($"{Shown(text)} -> {Shown(once)} -> {Shown(twice)}");
    }).Check(Many);

    [Fact] // an encoding is not its own inverse: "&lt;" that somebody wrote must be seen as such
    public void Html_text_decodes_to_the_plain_text() => Prop.ForAll(Texts, text => WebUtility.HtmlDecode(Fit(text, SanitizeContext.HtmlText)) == Fit(text, SanitizeContext.PlainText)).Check(Many);

    [Fact]
    public void Html_text_holds_no_element() => Prop.ForAll(Texts, text =>
        new HtmlParser().ParseDocument($"<body><p title=\"{Fit(text, SanitizeContext.HtmlText)}\">{Fit(text, SanitizeContext.HtmlText)}").Body!.QuerySelectorAll("*").Length == 1).Check(Many);

    [Fact]
    public void Html_as_a_browser_reads_it_has_only_what_is_allowed() => Prop.ForAll(Texts, text =>
    {
        string html = Fit(text, SanitizeContext.Html);
        foreach (IElement element in new HtmlParser().ParseDocument("<body>" + html).Body!.QuerySelectorAll("*"))
        {
            if (!HtmlPolicy.Allows(element.LocalName)) return false.Label($"{element.LocalName} in {html}");
            foreach (IAttr attribute in element.Attributes)
                if (!(attribute.Name == "rel" || HtmlPolicy.Allows(element.LocalName, attribute.Name, attribute.Value))) return false.Label($"{attribute.Name}={attribute.Value} in {html}");
        }
        return true.Label("clean");
    }).Check(Many);

    [Fact]
    public void Html_is_well_formed() => Prop.ForAll(Texts, text =>
    {
        Stack<string> open = [];
        string html = Fit(text, SanitizeContext.Html);
        for (int i = html.IndexOf('<'); i >= 0; i = html.IndexOf('<', i + 1))
        {
            string tag = html[(i + 1)..html.IndexOf('>', i)];
            if (tag[0] == '/')
            {
                if (open.Count == 0 || open.Pop() != tag[1..]) return false.Label(html);
            }
            else if (!HtmlPolicy.IsVoid(tag.Split(' ')[0])) open.Push(tag.Split(' ')[0]);
        }
        return (open.Count == 0).Label(html);
    }).Check(Many);

    [Fact]
    public void A_cell_read_back_is_one_cell_and_no_formula() => Prop.ForAll(Texts, text =>
    {
        string cell = Fit(text, SanitizeContext.CsvCell), inside = cell;
        if (cell.StartsWith('"'))
        {
            if (cell.Length < 2 || cell[^1] != '"') return false.Label(cell);
            inside = cell[1..^1].Replace("\"\"", "", StringComparison.Ordinal);
            if (inside.Contains('"', StringComparison.Ordinal)) return false.Label(cell);
            inside = cell[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal);
        }
        else if (cell.AsSpan().ContainsAny(",;\t\n\"")) return false.Label(cell);
        return (!Encodings.IsFormula(inside)).Label(cell);
    }).Check(Many);

    [Fact]
    public void A_log_line_has_no_break() => Prop.ForAll(Texts, text => !Fit(text, SanitizeContext.LogLine).Any(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029')).Check(Many);

    [Fact]
    public void A_file_name_never_leaves_its_folder() => Prop.ForAll(Texts, text =>
    {
        string name = Fit(text, SanitizeContext.FileName), folder = Path.GetFullPath("/tmp/folder");
        return name.Length > 0 && Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, name))) == folder && Path.GetFileName(name) == name;
    }).Check(Many);

    [Fact]
    public void No_check_throws_on_any_text() => Prop.ForAll(Texts, text =>
    {
        IReadOnlyList<ThreatFinding> findings = ThreatScan.Of(text);
        EmailVerdict email = EmailAddress.Check(text);
        ApiKeyFormat.Check(text);
        return findings.All(finding => finding.Position >= 0 && finding.Length >= 0 && finding.Position + finding.Length <= text.Length) && email.Position >= 0 && email.Position <= text.Length;
    }).Check(Many);

    private static string Fit(string text, SanitizeContext context) => Sanitizer.Sanitize(text, context).Value!.Text;

    private static string Shown(string text) => string.Concat(text.Select(letter => letter is >= ' ' and < '\u007F' ? letter.ToString() : $"\\u{(int)letter:x4}"));
}
