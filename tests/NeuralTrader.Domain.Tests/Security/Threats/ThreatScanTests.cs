using NeuralTrader.Domain.Security.Threats;
using NeuralTrader.Domain.Tests.Security.Data;

namespace NeuralTrader.Domain.Tests.Security.Threats;

public sealed class ThreatScanTests
{
    [Fact]
    public void Every_attack_of_the_hold_out_is_found_as_what_it_is()
    {
        (ThreatKind Kind, string Text)[] missed = [.. TestTexts.Attacks.Where(attack => ThreatScan.Of(attack.Text).All(finding => finding.Kind != attack.Kind))];
        Assert.True(missed.Length <= TestTexts.Attacks.Count * 3 / 100, string.Join("\n", missed));
    }

    [Fact]
    public void No_ordinary_text_is_suspected() =>
        Assert.All(TestTexts.Ordinary, text => Assert.Empty(ThreatScan.Of(text)));

    [Fact]
    public void All_kinds_in_a_text_are_reported()
    {
        ThreatKind[] kinds = [.. ThreatScan.Of("../../x'; DROP TABLE t;-- <script>alert(1)</script> $(id) {{7*7}} \u202e\0").Select(finding => finding.Kind).Distinct().Order()];
        Assert.Equal(
            [ThreatKind.SqlInjection, ThreatKind.CrossSiteScripting, ThreatKind.PathTraversal, ThreatKind.CommandInjection, ThreatKind.TemplateInjection, ThreatKind.NulCharacter, ThreatKind.BidiControl],
            kinds);
    }

    [Theory]
    [InlineData("id=7 UNION SELECT 1,2", "union-select", 5, false)]
    [InlineData("x%27%20OR%201%3D1", "condition", 1, true)]
    [InlineData("say &lt;script&gt;", "active-tag", 4, true)]
    [InlineData("a/../b", "parent-folder", 1, false)]
    public void A_finding_says_where_in_the_text_as_it_was_given(string text, string rule, int position, bool isEncoded)
    {
        ThreatFinding finding = ThreatScan.Of(text).First(found => found.Rule == rule);
        Assert.Equal((position, isEncoded), (finding.Position, finding.IsEncoded));
        Assert.InRange(finding.Length, 1, text.Length - position);
    }

    [Fact]
    public void Escapes_are_undone_layer_by_layer_and_no_deeper_than_five()
    {
        string text = "<script>";
        for (int layer = 1; layer <= 5; layer++)
        {
            text = text.Replace("%", "%25", StringComparison.Ordinal).Replace("<", "%3C", StringComparison.Ordinal);
            Assert.NotEmpty(ThreatScan.Of(text));
        }
        Assert.Empty(ThreatScan.Of(text.Replace("%", "%25", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_found_is_shown_without_its_controls() => Assert.Equal(@"\u0000", ThreatScan.Of("a\0b")[0].Text);

    [Fact]
    public void A_clean_text_costs_no_memory()
    {
        string[] clean = ["O'Reilly Automotive, Inc.", "Will the Fed cut rates by 25 bps (or more)?", "AT&T; S&P 500 -- a review", "select committee", "https://example.com/a?b=1&c=2"];
        Memory.AssertNone(() =>
        {
            foreach (string text in clean) _ = ThreatScan.Of(text);
        });
    }
}
