using NeuralTrader.Domain.Security.Browsers;

namespace NeuralTrader.Domain.Tests.Security.Browsers;

public sealed class CorsRulesTests
{
    [Theory]
    [InlineData("https://desk.example.com", true)]
    [InlineData("https://desk.example.com:8443", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://[::1]:3000", true)]
    [InlineData("https://xn--bcher-kva.example", true)]
    [InlineData("https://desk.example.com/", false)]
    [InlineData("https://desk.example.com:443", false)]
    [InlineData("https://Desk.example.com", false)]
    [InlineData("https://*.example.com", false)]
    [InlineData("https://user@desk.example.com", false)]
    [InlineData("ftp://desk.example.com", false)]
    [InlineData("desk.example.com", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    public void An_origin_is_named_in_full(string origin, bool isTaken)
    {
        CorsRules rules = new([origin]);
        if (isTaken) Assert.True(rules.Checked().Judge(origin).IsAllowed);
        else Assert.Equal("origins[0]", Assert.Throws<InvalidInputException>(rules.Checked).Field);
    }

    [Theory]
    [InlineData("https://desk.example.com.evil.com"), InlineData("https://evildesk.example.com"), InlineData("http://desk.example.com"), InlineData("https://desk.example.com:444")]
    [InlineData("null"), InlineData("*"), InlineData("https://DESK.example.com"), InlineData(null)]
    public void Nothing_but_the_origin_itself_is_let_in(string? origin) => Assert.False(new CorsRules(["https://desk.example.com"]).Judge(origin).IsAllowed);

    [Fact]
    public void Every_site_together_with_credentials_is_refused()
    {
        Assert.Equal("allowCredentials", Assert.Throws<InvalidInputException>(new CorsRules(["*"], AllowCredentials: true).Checked).Field);
        Assert.Equal("origins[0]", Assert.Throws<InvalidInputException>(new CorsRules(["*", "https://a.example"]).Checked).Field);
        Assert.True(new CorsRules(["*"]).Checked().Judge("https://a.example").IsAllowed);
    }
}
