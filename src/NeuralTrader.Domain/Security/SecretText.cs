using System.Text;
using System.Text.RegularExpressions;

namespace NeuralTrader.Domain.Security;

/// <summary>
/// Masks secrets in texts: the value after a name that <see cref="SecretNames"/> knows, in JSON, in headers, in queries and in plain sentences; and what is
/// a secret by its own form, such as an API key.
/// </summary>
public static partial class SecretText
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Hidden = "(hidden)";

    private const int LongestName = 80;

    /// <summary>The text without secrets; the same object where it has none.</summary>
    public static string Hide(string text)
    {
        string shown = HideNamed(text);
        return Form().IsMatch(shown) ? Form().Replace(shown, static found => $"{found.Groups["keep"].Value}{Hidden}") : shown;
    }

    private static string HideNamed(string text)
    {
        StringBuilder? shown = null;
        int copied = 0;
        for (int at = 0; ;)
        {
            int found = text.AsSpan(at).IndexOfAny('=', ':');
            if (found < 0) break;
            int sign = at + found;
            at = sign + 1;
            if (NameBefore(text, sign) is not { Length: > 0 } name || !SecretNames.IsSecret(name)) continue;
            (int start, int end) = ValueAfter(text, sign + 1, name);
            at = Math.Max(at, end);
            if (start == end || text.AsSpan(start, end - start).SequenceEqual(Hidden)) continue;
            shown ??= new StringBuilder(text.Length);
            shown.Append(text, copied, start - copied).Append(Hidden);
            copied = end;
        }
        return shown is null ? text : shown.Append(text, copied, text.Length - copied).ToString();
    }

    // The name that stands before a sign, without its quotes.
    private static ReadOnlySpan<char> NameBefore(string text, int sign)
    {
        int end = sign;
        while (end > 0 && sign - end < 4 && text[end - 1] is ' ' or '\t') end--;
        if (end > 0 && text[end - 1] is '"' or '\'') end--;
        if (end > 0 && text[end - 1] == '\\') end--; // JSON inside JSON
        int start = end;
        while (start > 0 && end - start < LongestName && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.')) start--;
        return text.AsSpan(start, end - start);
    }

    // Where the value stands, without its quotes.
    private static (int Start, int End) ValueAfter(string text, int at, ReadOnlySpan<char> name)
    {
        while (at < text.Length && text[at] is ' ' or '\t') at++;
        if (at == text.Length) return (at, at);
        if (text[at] is '"' or '\'') return Quoted(text, at + 1, text[at]);
        if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'')
        {
            int close = text.IndexOf($"\\{text[at + 1]}", at + 2, StringComparison.Ordinal);
            return (at + 2, close < 0 ? text.Length : close);
        }
        if (text[at] is '{' or '[') return (at, AfterBracket(text, at));
        ReadOnlySpan<char> rest = text.AsSpan(at);
        ReadOnlySpan<char> one = name.TrimEnd("sS");
        if (one.EndsWith("cookie", StringComparison.OrdinalIgnoreCase)) return (at, End(rest, "\r\n\"", at));
        if (one.EndsWith("phrase", StringComparison.OrdinalIgnoreCase) || one.EndsWith("mnemonic", StringComparison.OrdinalIgnoreCase)) return (at, End(rest, LineBreaks, at));
        if (Scheme(rest) is > 0 and int scheme) return (at + scheme, End(rest[scheme..], Breaks, at + scheme));
        return (at, End(rest, Breaks, at));
    }

    private const string LineBreaks = "\r\n;,&\"'}]", Breaks = $" \t{LineBreaks}";

    private static int End(ReadOnlySpan<char> rest, string breaks, int at) => at + (rest.IndexOfAny(breaks) is >= 0 and int length ? length : rest.Length);

    // Bearer or Basic, and the blanks after it.
    private static int Scheme(ReadOnlySpan<char> rest)
    {
        foreach (string scheme in (ReadOnlySpan<string>)["Bearer", "Basic", "Negotiate", "Digest"])
        {
            if (!rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) continue;
            int after = scheme.Length;
            while (after < rest.Length && rest[after] is ' ' or '\t') after++;
            return after > scheme.Length ? after : 0;
        }
        return 0;
    }

    private static (int Start, int End) Quoted(string text, int start, char quote)
    {
        int end = start;
        while (end < text.Length && text[end] != quote) end += text[end] == '\\' ? 2 : 1;
        return (start, Math.Min(end, text.Length));
    }

    // What stands right behind the bracket belongs to it: a mask with something at its end would be masked again.
    private static int AfterBracket(string text, int at)
    {
        int close = Bracketed(text, at);
        return End(text.AsSpan(close), Breaks, close);
    }

    // After the bracket that closes the first one; the end of the text where none does.
    private static int Bracketed(string text, int at)
    {
        for (int depth = 0; at < text.Length; at++)
        {
            if (text[at] == '"') at = Quoted(text, at + 1, '"').End;
            else if (text[at] is '{' or '[') depth++;
            else if (text[at] is '}' or ']' && --depth == 0) return at + 1;
        }
        return text.Length;
    }

    // What is kept says what was there: the head of an API key, which names it, or the word before the secret.
    [GeneratedRegex(
        """
        (?<keep>ntk_[0-9A-Za-z]{8})[0-9A-Za-z]{20,}
        |(?<keep>\beyJ)[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]{8,}\.[0-9A-Za-z_-]*
        |(?<keep>\bbearer[ \t])[^\s;,"]{8,}
        |(?<keep>\bticket=|/signin/)[0-9a-f]{16,}
        |(?<keep>://[^\s/:@]{1,200}:)[^\s/@]{1,400}(?=@)
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
