namespace NeuralTrader.Domain.Security;

/// <summary>The rule of an API key's form that a text breaks.</summary>
public enum ApiKeyRule
{
    /// <summary>None: the text has the form of a key.</summary>
    None = 0,

    /// <summary>There is no text.</summary>
    Empty = 1,

    /// <summary>It does not begin with <c>ntk_</c>, in these letters.</summary>
    Mark = 2,

    /// <summary>A letter that is none of 0–9 A–Z a–z, such as a blank or a quote that was copied along.</summary>
    Letter = 3,

    /// <summary>It is not 61 letters long.</summary>
    Length = 4,

    /// <summary>The last six letters do not belong to the others: there is a typing error somewhere.</summary>
    Checksum = 5,
}
