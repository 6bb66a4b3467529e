namespace NeuralTrader.Domain.Security.Emails;

/// <summary>What the domain of an address is.</summary>
public enum EmailDomainForm
{
    /// <summary>There is none that could be read.</summary>
    None = 0,

    /// <summary>A name.</summary>
    Name = 1,

    /// <summary>An IPv4 address in brackets.</summary>
    Ipv4Literal = 2,

    /// <summary>An IPv6 address in brackets.</summary>
    Ipv6Literal = 3,
}

/// <summary>Whether a text is an e-mail address, and if not, which rule it breaks where.</summary>
/// <param name="Rule">The first rule broken; none for an address.</param>
/// <param name="Position">Where it is broken, in UTF-16 units from 0.</param>
/// <param name="At">Where the @ stands; −1 when the text did not get that far.</param>
/// <param name="IsQuoted">True when the local part is in quotes.</param>
/// <param name="DomainForm">What the domain is.</param>
/// <param name="IsInternational">True when letters beyond ASCII need a server that knows SMTPUTF8 (local part) or IDNA (domain).</param>
/// <param name="IsSingleLabel">True when the domain has no dot, as in a company's own network.</param>
public readonly record struct EmailVerdict(
    EmailRule Rule, int Position, int At, bool IsQuoted, EmailDomainForm DomainForm, bool IsInternational, bool IsSingleLabel)
{
    /// <summary>True for an address.</summary>
    public bool IsValid => Rule == EmailRule.None;
}
