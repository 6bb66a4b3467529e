using NeuralTrader.Domain.Security.Emails;
using NeuralTrader.Domain.Tests.Security.Data;

namespace NeuralTrader.Domain.Tests.Security;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("alice@example.com")]
    [InlineData("a@b.co")]
    [InlineData("first.last+tag@sub.example.org")]
    [InlineData("!#$%&'*+-/=?^_`{|}~@example.com")] // RFC 5322 §3.2.3
    [InlineData("\"john smith\"@example.com")]
    [InlineData("\"a\\\"b@c\"@example.com")]
    [InlineData("o'brien@example.ie")]
    [InlineData("user@[192.0.2.1]")]
    [InlineData("user@[IPv6:2001:db8::1]")]
    [InlineData("user@localhost")]
    [InlineData("用户@例え.jp")]
    [InlineData("jürgen@münchen.de")]
    [InlineData("x@xn--mnchen-3ya.de")]
    [InlineData("x@1and1.com")]
    [InlineData("x@a-b--c.com")]
    public void Addresses_are_taken(string text) => Assert.True(EmailAddress.Check(text).IsValid, EmailAddress.Check(text).ToString());

    [Theory]
    [InlineData("", EmailRule.Empty, 0)]
    [InlineData("alice", EmailRule.NoAtSign, 5)]
    [InlineData("alice example.com", EmailRule.NoAtSign, 5)]
    [InlineData("@example.com", EmailRule.LocalEmpty, 0)]
    [InlineData("a b@example.com", EmailRule.LocalLetter, 1)]
    [InlineData("a(comment)@example.com", EmailRule.LocalLetter, 1)]
    [InlineData("Alice <a@example.com>", EmailRule.LocalLetter, 5)]
    [InlineData(".a@example.com", EmailRule.LocalDot, 0)]
    [InlineData("a.@example.com", EmailRule.LocalDot, 1)]
    [InlineData("a..b@example.com", EmailRule.LocalDot, 2)]
    [InlineData("\"a@example.com", EmailRule.LocalQuotes, 14)]
    [InlineData("\"a\"b@example.com", EmailRule.LocalQuotes, 3)]
    [InlineData("a@", EmailRule.DomainEmpty, 2)]
    [InlineData("a@b@c.com", EmailRule.DomainLetter, 3)]
    [InlineData("a@exa mple.com", EmailRule.DomainLetter, 5)]
    [InlineData("a@exa_mple.com", EmailRule.DomainLetter, 5)]
    [InlineData("a@.com", EmailRule.LabelEmpty, 2)]
    [InlineData("a@b..com", EmailRule.LabelEmpty, 4)]
    [InlineData("a@b.com.", EmailRule.LabelEmpty, 7)]
    [InlineData("a@-b.com", EmailRule.LabelHyphen, 2)]
    [InlineData("a@b-.com", EmailRule.LabelHyphen, 3)]
    [InlineData("a@192.0.2.1", EmailRule.TopLabelNumber, 10)]
    [InlineData("a@[192.0.2]", EmailRule.Literal, 3)]
    [InlineData("a@[192.0.2.256]", EmailRule.Literal, 3)]
    [InlineData("a@[IPv6:192.0.2.1]", EmailRule.Literal, 3)]
    [InlineData("a@[IPv6:[::1]:80]", EmailRule.Literal, 3)]
    [InlineData("a@[192.0.2.1", EmailRule.Literal, 12)]
    [InlineData("a@b.com\n", EmailRule.DomainLetter, 7)]
    [InlineData("a\u202eb@c.com", EmailRule.LocalLetter, 1)]
    [InlineData("a@b\u200bc.com", EmailRule.DomainLetter, 3)]
    [InlineData("a@\ud800.com", EmailRule.DomainLetter, 2)]
    public void What_is_no_address_says_which_rule_it_breaks_and_where(string text, EmailRule rule, int position)
    {
        EmailVerdict verdict = EmailAddress.Check(text);
        Assert.Equal((rule, position), (verdict.Rule, verdict.Position));
        Assert.NotEmpty(rule.Demand());
    }

    [Fact] // RFC 5321 §4.5.3.1, RFC 1035 §2.3.4
    public void Lengths_are_those_of_the_standards()
    {
        string label = new('d', 63), local = new('l', 64);
        Assert.True(EmailAddress.Check($"{local}@{label}.com").IsValid);
        Assert.Equal(EmailRule.LocalTooLong, EmailAddress.Check($"{local}l@{label}.com").Rule);
        Assert.Equal(EmailRule.LabelTooLong, EmailAddress.Check($"a@{label}d.com").Rule);
        string domain = $"{label}.{label}.{new string('e', 61)}";
        Assert.True(EmailAddress.Check($"{local}@{domain}").IsValid);
        Assert.Equal(EmailRule.TooLong, EmailAddress.Check($"{local}@{domain}e").Rule);
        Assert.Equal(EmailRule.LocalTooLong, EmailAddress.Check($"{new string('é', 33)}@b.com").Rule); // 66 octets
    }

    [Fact]
    public void The_form_is_told()
    {
        Assert.True(EmailAddress.Check("\"a b\"@c.com").IsQuoted);
        Assert.Equal(EmailDomainForm.Ipv6Literal, EmailAddress.Check("a@[IPv6:::1]").DomainForm);
        Assert.Equal(EmailDomainForm.Ipv4Literal, EmailAddress.Check("a@[127.0.0.1]").DomainForm);
        Assert.True(EmailAddress.Check("a@localhost").IsSingleLabel);
        Assert.True(EmailAddress.Check("a@münchen.de").IsInternational);
        Assert.Equal("xn--mnchen-3ya.de", EmailAddress.AsciiDomain("MÜNCHEN.de"));
    }

    [Fact]
    public void An_address_in_ascii_costs_no_memory()
    {
        Memory.AssertNone(() => EmailAddress.Check("first.last@sub.example.com"));
    }
}
