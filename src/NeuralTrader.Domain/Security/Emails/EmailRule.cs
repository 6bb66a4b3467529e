namespace NeuralTrader.Domain.Security.Emails;

/// <summary>The rule that an e-mail address breaks.</summary>
public enum EmailRule
{
    /// <summary>None: the address is well formed.</summary>
    None = 0,

    /// <summary>There is no text.</summary>
    Empty = 1,

    /// <summary>Longer than 254 octets in UTF-8 (RFC 5321 §4.5.3.1.3, less the angle brackets).</summary>
    TooLong = 2,

    /// <summary>No @ stands between a local part and a domain.</summary>
    NoAtSign = 3,

    /// <summary>Nothing stands before the @.</summary>
    LocalEmpty = 4,

    /// <summary>The local part is longer than 64 octets in UTF-8 (RFC 5321 §4.5.3.1.1).</summary>
    LocalTooLong = 5,

    /// <summary>A letter that a local part may not hold without quotes (RFC 5322 §3.2.3 atext, RFC 6531 §3.3); comments are not taken.</summary>
    LocalLetter = 6,

    /// <summary>A dot at an end of the local part or next to another.</summary>
    LocalDot = 7,

    /// <summary>A quoted local part that is not closed before the @, or holds a letter that may not be quoted (RFC 5321 §4.1.2).</summary>
    LocalQuotes = 8,

    /// <summary>Nothing stands behind the @.</summary>
    DomainEmpty = 9,

    /// <summary>The domain is longer than 253 letters in its ASCII form.</summary>
    DomainTooLong = 10,

    /// <summary>A label that is empty: a dot at an end of the domain or next to another.</summary>
    LabelEmpty = 11,

    /// <summary>A label longer than 63 letters in its ASCII form (RFC 1035 §2.3.4).</summary>
    LabelTooLong = 12,

    /// <summary>A hyphen at an end of a label (RFC 1123 §2.1).</summary>
    LabelHyphen = 13,

    /// <summary>A letter that a domain may not hold.</summary>
    DomainLetter = 14,

    /// <summary>The last label is a number, so the domain would be an address without its brackets (RFC 1123 §2.1).</summary>
    TopLabelNumber = 15,

    /// <summary>The domain in brackets is no address (RFC 5321 §4.1.3).</summary>
    Literal = 16,

    /// <summary>An international domain that has no ASCII form (RFC 5891).</summary>
    International = 17,
}
