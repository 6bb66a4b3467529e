using NeuralTrader.Domain.Security;
using NeuralTrader.Domain.Security.Emails;

namespace NeuralTrader.Abstractions.Security.Checks;

/// <summary>Asks whether a text has the form of an e-mail address (RFC 5321, RFC 6531).</summary>
/// <param name="Email">The text.</param>
[GenerateSerializer, Immutable, Alias("security.validateEmailFormat")]
public sealed record ValidateEmailFormatRequest(string Email);

/// <summary>Whether a text has the form of an e-mail address. Whether somebody reads what is sent there, only a message tells.</summary>
/// <param name="IsValid">True when it does.</param>
/// <param name="Rule">The first rule that it breaks; none for an address.</param>
/// <param name="Position">Where it breaks the rule, in UTF-16 units from 0; null for an address.</param>
/// <param name="Explanation">What an address must do there; null for an address.</param>
/// <param name="LocalPart">What stands before the @; null for what is no address.</param>
/// <param name="Domain">What stands behind it; null for what is no address.</param>
/// <param name="AsciiDomain">The domain as the name system has it; null where it is no name.</param>
/// <param name="DomainForm">Whether the domain is a name or an address in brackets.</param>
/// <param name="IsQuoted">True when the local part is in quotes.</param>
/// <param name="IsInternational">True when it holds letters beyond ASCII, which not every server takes.</param>
/// <param name="IsSingleLabel">True when the domain has no dot, as in a company's own network; seldom meant.</param>
[GenerateSerializer, Immutable, Alias("security.validateEmailFormat.answer")]
public sealed record EmailFormat(
    bool IsValid, EmailRule Rule, int? Position, string? Explanation, string? LocalPart, string? Domain, string? AsciiDomain, EmailDomainForm DomainForm,
    bool IsQuoted, bool IsInternational, bool IsSingleLabel);

/// <summary>Asks whether a text has the form of an API key of this platform, without asking whether it is one.</summary>
/// <param name="Key">The text; it is never shown or kept.</param>
[GenerateSerializer, Immutable, Alias("security.validateApiKeyFormat")]
public sealed record ValidateApiKeyFormatRequest(string Key)
{
    /// <summary>Hides the key from logs.</summary>
    public override string ToString() => nameof(ValidateApiKeyFormatRequest);
}

/// <summary>Whether a text has the form of an API key. Whether it works, validateApiKey says.</summary>
/// <param name="IsValid">True when form and checksum are right, so that it holds no typing error.</param>
/// <param name="Rule">The first rule that it breaks; none for a key.</param>
/// <param name="Position">Where it breaks the rule, in characters from 0; null where no place can be told.</param>
/// <param name="Explanation">What a key must be there; null for a key.</param>
/// <param name="KeyId">The visible head that names the key, as listApiKeys shows it; null for what is no key. The text itself is never given back.</param>
[GenerateSerializer, Immutable, Alias("security.validateApiKeyFormat.answer")]
public sealed record ApiKeyFormatValidity(bool IsValid, ApiKeyRule Rule, int? Position, string? Explanation, string? KeyId);
