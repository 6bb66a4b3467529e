using System.Text;
using NeuralTrader.Domain.Security.Sanitizing;

namespace NeuralTrader.Domain.Tests.Security.Sanitizing;

public sealed class SanitizerTests
{
    [Theory]
    [InlineData("O'Reilly Automotive")]
    [InlineData("select committee; drop by & say <hi>")]
    [InlineData("北京 — Łódź 👍🏽 القاهرة")]
    [InlineData("🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F")] // the flag of England is spelled in tags
    public void Nothing_that_means_something_is_lost(string text)
    {
        SanitizedText plain = Fit(text, SanitizeContext.PlainText);
        Assert.Equal(text, plain.Text);
        Assert.False(plain.IsChanged);
        Assert.Empty(plain.Changes);
    }

    [Fact]
    public void Every_change_says_where_what_and_why()
    {
        SanitizedText fit = Fit("a\0b\u202ec e\u0301", SanitizeContext.PlainText);
        Assert.Equal("abc é", fit.Text);
        Assert.Equal([(1, @"\u0000", ""), (3, @"\u202e", ""), (6, @"e\u0301", "é")], fit.Changes.Select(change => (change.Position, change.Removed, change.Inserted)));
        Assert.All(fit.Changes, change => Assert.NotEmpty(change.Reason));
    }

    [Theory]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("\uFEFFa\u0007", "a")]
    [InlineData("a\U000E0041b", "ab")]
    [InlineData("\u1112\u1161\u11ab", "한")]
    [InlineData("\u212b", "Å")] // the Ångström sign is the letter
    public void Plain_text_is_well_formed_composed_and_visible(string text, string expected) => Assert.Equal(expected, Fit(text, SanitizeContext.PlainText).Text);

    [Fact] // an attribute cannot hold half a pair
    public void Half_of_a_surrogate_pair_is_replaced() => Assert.Equal("\uFFFDx\uFFFD", Fit("\ud800x\udc00", SanitizeContext.PlainText).Text);

    [Fact]
    public void A_heap_of_marks_is_cut_to_thirty() => Assert.Equal(31, Fit("x" + new string('\u0316', 100), SanitizeContext.PlainText).Text.Length);

    [Fact]
    public void A_long_text_is_cut_between_letters_as_readers_count_them()
    {
        SanitizedText fit = Sanitizer.Sanitize("ab👍🏽", SanitizeContext.PlainText, 4).Value!;
        Assert.Equal("ab", fit.Text);
        Assert.Equal(2, fit.Changes.Single().Position);
    }

    [Theory]
    [InlineData("a < b && \"c\" > 'd'", "a &lt; b &amp;&amp; &quot;c&quot; &gt; &#39;d&#39;")]
    [InlineData("&lt;", "&amp;lt;")]
    public void Html_text_shows_what_was_written(string text, string expected) => Assert.Equal(expected, Fit(text, SanitizeContext.HtmlText).Text);

    [Theory]
    [InlineData("<b>bold</b> & <i>it", "<b>bold</b> &amp; <i>it</i>")]
    [InlineData("<b><i>x</b>y</i>", "<b><i>x</i></b>y")]
    [InlineData("<script>alert(1)</script>a", "a")]
    [InlineData("<ScRiPt >x</sCrIpT\n>a", "a")]
    [InlineData("<font color=red>a</font>", "a")]
    [InlineData("<img src=x onerror=alert(1)>", "<img src=\"x\">")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>", "<a rel=\"nofollow noopener noreferrer\">x</a>")]
    [InlineData("<a href=\"&#106;avascript:alert(1)\">x</a>", "<a rel=\"nofollow noopener noreferrer\">x</a>")]
    [InlineData("<a href='https://a.example/?a=1&b=2'>x</a>", "<a href=\"https://a.example/?a=1&amp;b=2\" rel=\"nofollow noopener noreferrer\">x</a>")]
    [InlineData("<a href='//a.example'>x</a>", "<a rel=\"nofollow noopener noreferrer\">x</a>")]
    [InlineData("1 < 2 <3 <", "1 &lt; 2 &lt;3 &lt;")]
    [InlineData("a<!-- b -->c<!-->d<!--e--!>f", "acdf")]
    [InlineData("<![CDATA[x]]>y<?php z ?>w", "yw")]
    [InlineData("<p>a<p>b", "<p>a</p><p>b</p>")]
    [InlineData("x<b", "x")]
    [InlineData("</b>x", "x")]
    [InlineData("&lt;b&gt; &copy; &notareference", "&lt;b&gt; &copy; &amp;notareference")]
    [InlineData("<svg><p><style><img src=x onerror=alert(1)></style></svg>y", "y")]
    [InlineData("<img title='\"><script>alert(1)</script>' alt=a>", "<img title=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\" alt=\"a\">")]
    public void Html_keeps_what_formats_and_takes_out_what_runs(string text, string expected) => Assert.Equal(expected, Fit(text, SanitizeContext.Html).Text);

    [Fact]
    public void Sql_is_refused_and_the_refusal_says_what_to_do()
    {
        Answer<SanitizedText> answer = Sanitizer.Sanitize("O'Brien", SanitizeContext.SqlLiteral);
        Assert.Equal(RefusalKind.UnsafeContext, answer.Refusal!.Kind);
        Assert.Contains("parameter", answer.Refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+49 30 1234", "'+49 30 1234")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData(" =1", "\"' =1\"")]
    [InlineData("＝1", "'＝1")]
    [InlineData("-5.25", "-5.25")]
    [InlineData("-5+cmd|' /C calc'!A0", "'-5+cmd|' /C calc'!A0")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("O'Brien", "O'Brien")]
    public void A_cell_is_never_a_formula(string text, string expected) => Assert.Equal(expected, Fit(text, SanitizeContext.CsvCell).Text);

    [Theory]
    [InlineData("a\nINFO forged", @"a\nINFO forged")]
    [InlineData("a\r\nb", @"a\nb")]
    [InlineData("a\u2028b", @"a\u2028b")]
    [InlineData("\u001b[31mred", "[31mred")]
    public void A_log_line_is_one_line(string text, string expected) => Assert.Equal(expected, Fit(text, SanitizeContext.LogLine).Text);

    [Theory]
    [InlineData("../../etc/passwd", "_._.._etc_passwd")]
    [InlineData("..", "_")]
    [InlineData("", "_")]
    [InlineData("CON", "_CON")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("LPT¹.log", "_LPT¹.log")]
    [InlineData("COM10", "COM10")]
    [InlineData("a:b?.csv", "a_b_.csv")]
    [InlineData(".htaccess", "_htaccess")]
    [InlineData("-rf", "_rf")]
    [InlineData("report. ", "report")]
    [InlineData("Q3 results (final).pdf", "Q3 results (final).pdf")]
    public void A_file_name_stays_in_its_folder_on_every_system(string text, string expected) => Assert.Equal(expected, Fit(text, SanitizeContext.FileName).Text);

    [Fact]
    public void A_long_file_name_keeps_its_extension()
    {
        string name = Fit(new string('é', 300) + ".parquet", SanitizeContext.FileName).Text;
        Assert.EndsWith("é.parquet", name, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(name), 250, 255);
    }

    [Fact]
    public void Arguments_out_of_range_are_named()
    {
        Assert.Equal("input", Assert.Throws<InvalidInputException>(() => Sanitizer.Sanitize(null, SanitizeContext.PlainText)).Field);
        Assert.Equal("input", Assert.Throws<InvalidInputException>(() => Sanitizer.Sanitize(new string('a', 100_001), SanitizeContext.PlainText)).Field);
        Assert.Equal("maxLength", Assert.Throws<InvalidInputException>(() => Sanitizer.Sanitize("a", SanitizeContext.PlainText, 0)).Field);
        Assert.Equal("context", Assert.Throws<InvalidInputException>(() => Sanitizer.Sanitize("a", (SanitizeContext)99)).Field);
    }

    private static SanitizedText Fit(string text, SanitizeContext context) => Sanitizer.Sanitize(text, context).Value!;
}
