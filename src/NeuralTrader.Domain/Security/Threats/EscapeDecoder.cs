using System.Globalization;
using System.Text;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>
/// Undoes one layer of escapes as browsers, servers and interpreters do: percent (UTF-8, its overlong forms, and %u), HTML references, \x, \u and \u{} of
/// scripts, letters of full width, and the plus that stands for a blank in forms.
/// </summary>
internal static class EscapeDecoder
{
    private const int LongestReference = 10; // "&#x0000003c" without its ampersand

    // References that make a letter with a meaning; the many that make accents need no decoding here.
    private static readonly (string Name, char Letter)[] References =
    [
        ("lt", '<'), ("gt", '>'), ("quot", '"'), ("amp", '&'), ("apos", '\''), ("colon", ':'), ("semi", ';'), ("comma", ','), ("period", '.'),
        ("lpar", '('), ("rpar", ')'), ("lsqb", '['), ("rsqb", ']'), ("lbrace", '{'), ("rbrace", '}'), ("lcub", '{'), ("rcub", '}'), ("sol", '/'),
        ("bsol", '\\'), ("equals", '='), ("num", '#'), ("dollar", '$'), ("percnt", '%'), ("grave", '`'), ("vert", '|'), ("excl", '!'), ("plus", '+'),
        ("nbsp", ' '), ("Tab", '\t'), ("tab", '\t'), ("NewLine", '\n'), ("newline", '\n'), ("commat", '@'), ("ast", '*'),
    ];

    /// <summary>Whether there is an escape at all; an ampersand between words is none.</summary>
    public static bool HasEscape(ReadOnlySpan<char> text)
    {
        for (int i = text.IndexOfAny('%', '&', '\\'); i >= 0 && i + 1 < text.Length; i = Next(text, i))
        {
            char after = text[i + 1];
            if (text[i] switch
            {
                '%' => char.IsAsciiHexDigit(after) || after is 'u' or 'U',
                '&' => after == '#' || (char.IsAsciiLetter(after) && IsReference(text[(i + 1)..])),
                _ => after is 'x' or 'u' or 'X' or 'U',
            }) return true;
        }
        return text.ContainsAnyInRange('\uFF01', '\uFF5E');
    }

    /// <summary>Writes the decoded text and moves the origins with it.</summary>
    /// <param name="text">One layer.</param>
    /// <param name="to">Takes the next, which is never longer.</param>
    /// <param name="origins">Of every letter of the layer its place in the input; afterwards of the next layer.</param>
    /// <returns>The length of the next layer.</returns>
    public static int Decode(ReadOnlySpan<char> text, Span<char> to, Span<int> origins)
    {
        bool isForm = text.Contains('+') && !text.ContainsAny(' ', '\t') && text.ContainsAny('%', '\'', '"');
        int written = 0;
        for (int i = 0; i < text.Length;)
        {
            (Rune letter, int length) = text[i] switch
            {
                '%' => Percent(text[i..]),
                '&' => Reference(text[i..]),
                '\\' => Backslash(text[i..]),
                '+' when isForm => (new Rune(' '), 1),
                >= '\uFF01' and <= '\uFF5E' => (new Rune(text[i] - 0xFEE0), 1),
                _ => default,
            };
            int origin = origins[i];
            if (length == 0)
            {
                to[written] = text[i];
                origins[written++] = origin;
                i++;
                continue;
            }
            int units = letter.EncodeToUtf16(to[written..]);
            for (int unit = 0; unit < units; unit++) origins[written++] = origin;
            i += length;
        }
        return written;
    }

    private static int Next(ReadOnlySpan<char> text, int after)
    {
        int next = text[(after + 1)..].IndexOfAny('%', '&', '\\');
        return next < 0 ? -1 : after + 1 + next;
    }

    private static (Rune, int) Percent(ReadOnlySpan<char> text)
    {
        if (text is [_, 'u' or 'U', ..]) return Hex(text, 2, 4, 4);
        if (Byte(text, 0) is not { } lead) return default;
        if (lead < 0x80) return (new Rune(lead), 3);
        if (lead is 0xC0 or 0xC1 && Byte(text, 3) is { } tail and >= 0x80 and < 0xC0) return (new Rune(((lead & 1) << 6) | (tail & 0x3F)), 6); // overlong
        Span<byte> bytes = [(byte)lead, 0, 0, 0];
        int count = 1;
        while (count < 4 && Byte(text, 3 * count) is { } more and >= 0x80 and < 0xC0) bytes[count++] = (byte)more;
        return Rune.DecodeFromUtf8(bytes[..count], out Rune letter, out int used) == System.Buffers.OperationStatus.Done ? (letter, 3 * used) : (new Rune(lead), 3);
    }

    private static int? Byte(ReadOnlySpan<char> text, int at) =>
        at + 2 < text.Length && text[at] == '%' && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2])
            ? byte.Parse(text.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : null;

    private static bool IsReference(ReadOnlySpan<char> text)
    {
        foreach ((string name, _) in References)
            if (text.StartsWith(name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    private static (Rune, int) Reference(ReadOnlySpan<char> text)
    {
        if (text is [_, '#', 'x' or 'X', ..]) return Closed(text, Hex(text, 3, 1, LongestReference));
        if (text is [_, '#', ..])
        {
            int end = 2;
            while (end < text.Length && end < 2 + LongestReference && char.IsAsciiDigit(text[end])) end++;
            return uint.TryParse(text[2..end], NumberStyles.None, CultureInfo.InvariantCulture, out uint code) && Rune.TryCreate(code, out Rune letter)
                ? Closed(text, (letter, end)) : default;
        }
        foreach ((string name, char letter) in References)
        {
            bool isOld = letter is '<' or '>' or '"' or '&'; // known without a semicolon and in capitals since HTML 2
            if (!text[1..].StartsWith(name, isOld ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal)) continue;
            int end = 1 + name.Length;
            if (end < text.Length && text[end] == ';') return (new Rune(letter), end + 1);
            if (isOld) return (new Rune(letter), end);
        }
        return default;
    }

    private static (Rune, int) Closed(ReadOnlySpan<char> text, (Rune Letter, int Length) reference) =>
        reference.Length > 0 && reference.Length < text.Length && text[reference.Length] == ';' ? (reference.Letter, reference.Length + 1) : reference;

    private static (Rune, int) Backslash(ReadOnlySpan<char> text) => text switch
    {
        [_, 'u' or 'U', '{', ..] => Hex(text, 3, 1, 6) is (var letter, > 0 and var length) && length < text.Length && text[length] == '}' ? (letter, length + 1) : default,
        [_, 'u' or 'U', ..] => Hex(text, 2, 4, 4),
        [_, 'x' or 'X', ..] => Hex(text, 2, 2, 2),
        _ => default,
    };

    private static (Rune, int) Hex(ReadOnlySpan<char> text, int start, int fewest, int most)
    {
        int end = start;
        while (end < text.Length && end < start + most && char.IsAsciiHexDigit(text[end])) end++;
        return end - start >= fewest && uint.TryParse(text[start..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code)
            && Rune.TryCreate(code, out Rune letter) ? (letter, end) : default;
    }
}
