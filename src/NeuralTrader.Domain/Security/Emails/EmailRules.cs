namespace NeuralTrader.Domain.Security.Emails;

/// <summary>The rules of addresses in words.</summary>
public static class EmailRules
{
    /// <summary>What a rule asks for, as the end of a sentence that begins with "must".</summary>
    public static string Demand(this EmailRule rule) => rule switch
    {
        EmailRule.None => "be what it is",
        EmailRule.Empty => "not be empty",
        EmailRule.TooLong => "have at most 254 octets",
        EmailRule.NoAtSign => "have an @ between its local part and its domain",
        EmailRule.LocalEmpty => "have a local part before the @",
        EmailRule.LocalTooLong => "have at most 64 octets before the @",
        EmailRule.LocalLetter => "have only letters, digits, dots and !#$%&'*+-/=?^_`{|}~ before the @, or quotes around others; comments are not taken",
        EmailRule.LocalDot => "have no dot at an end of its local part, nor two in a row",
        EmailRule.LocalQuotes => "close the quotes right before the @, with \\ before a quote inside and no controls",
        EmailRule.DomainEmpty => "have a domain behind the @",
        EmailRule.DomainTooLong => "have at most 253 letters in its domain",
        EmailRule.LabelEmpty => "have no dot at an end of its domain, nor two in a row",
        EmailRule.LabelTooLong => "have at most 63 letters between two dots of its domain",
        EmailRule.LabelHyphen => "have no hyphen next to a dot or an end of its domain",
        EmailRule.DomainLetter => "have only letters, digits, hyphens and dots in its domain",
        EmailRule.TopLabelNumber => "not end in a number; an address goes in brackets: user@[192.0.2.1]",
        EmailRule.Literal => "have an IPv4 address, or IPv6: and one, in its brackets",
        EmailRule.International => "have a domain that can be written in ASCII by IDNA",
    };
}
