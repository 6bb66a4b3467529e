using System.Collections.Frozen;

namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>What HTML of an author who is not trusted may hold: what formats a text, links and pictures by https.</summary>
internal static class HtmlPolicy
{
    /// <summary>How deep elements may lie in each other.</summary>
    public const int Deepest = 64;

    private static readonly FrozenSet<string> Elements = Set(
        "a abbr b blockquote br caption code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr u ul var");

    private static readonly FrozenSet<string> Void = Set("br hr img");

    // Elements whose inside is no text of the author: it goes with them.
    private static readonly FrozenSet<string> Raw = Set("script style textarea title xmp iframe noembed noframes noscript plaintext template object embed applet svg math select");

    private static readonly FrozenSet<string> Blocks = Set("blockquote div dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul");

    private static readonly FrozenSet<string> Schemes = Set("http https mailto");

    /// <summary>Whether an element may stay.</summary>
    public static bool Allows(string element) => Elements.Contains(element);

    /// <summary>Whether an element has no inside.</summary>
    public static bool IsVoid(string element) => Void.Contains(element);

    /// <summary>Whether an element goes with its inside.</summary>
    public static bool IsRaw(string element) => Raw.Contains(element);

    /// <summary>Whether a paragraph ends where the element begins.</summary>
    public static bool EndsParagraph(string element) => Blocks.Contains(element);

    /// <summary>Whether an element ends an open one of its own kind: items do, and links, which do not lie in each other.</summary>
    public static bool EndsItself(string element) => element is "li" or "dd" or "dt" or "tr" or "td" or "th" or "a" or "p";

    /// <summary>Whether an attribute of an element may stay with a value, references in it read.</summary>
    public static bool Allows(string element, string attribute, string value) => (element, attribute) switch
    {
        (_, "title") or (_, "lang") => true,
        (_, "dir") => value is "ltr" or "rtl" or "auto",
        ("a", "href") => IsAddress(value),
        ("img", "src") => IsAddress(value) && !value.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase),
        ("img", "alt") => true,
        ("img", "width" or "height") or ("td" or "th", "colspan" or "rowspan") or ("ol", "start") => value.Length is > 0 and <= 5 && value.All(char.IsAsciiDigit),
        _ => false,
    };

    // A relative address, or one of a scheme that runs nothing; none that a browser would read differently than we do.
    private static bool IsAddress(string value)
    {
        string trimmed = value.Trim();
        if (trimmed.Length == 0 || trimmed.Any(letter => letter <= ' ' || letter is '\\' or '\u007F') || trimmed.StartsWith("//", StringComparison.Ordinal)) return false;
        int colon = trimmed.IndexOf(':'), path = trimmed.AsSpan().IndexOfAny('/', '?', '#');
        return colon < 0 || (path >= 0 && path < colon) || Schemes.Contains(trimmed[..colon].ToLowerInvariant());
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
