using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NeuralTrader.Domain.Security.Emails;

/// <summary>
/// The form of an e-mail address as RFC 5321 has it for transport: dot-atoms and quoted local parts, names and address literals; comments, folding white space
/// and the obsolete forms of RFC 5322 are not taken. Letters beyond ASCII are taken as RFC 6531 and IDNA have them: letters, marks, digits and symbols, no
/// controls, no invisible ones.
/// </summary>
public static class EmailAddress
{
    /// <summary>The longest address, in octets of UTF-8.</summary>
    public const int Longest = 254;

    private const int LongestLocal = 64, LongestDomain = 253, LongestLabel = 63;
    private const string Ipv6Tag = "IPv6:";

    private static readonly SearchValues<char> Atom = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-/=?^_`{|}~");
    private static readonly SearchValues<char> Host = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.");
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>Reads an address; the time is linear in its length and no memory is taken for one in ASCII.</summary>
    public static EmailVerdict Check(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return Broken(EmailRule.Empty, 0);
        if (text.Length > Longest || (!Ascii.IsValid(text) && Encoding.UTF8.GetByteCount(text) > Longest)) return Broken(EmailRule.TooLong, Fitting(text, Longest));
        (EmailRule rule, int at) = text[0] == '"' ? Quoted(text) : DotAtom(text);
        if (rule != EmailRule.None) return Broken(rule, at);
        ReadOnlySpan<char> local = text[..at];
        bool isInternational = !Ascii.IsValid(local);
        if (local.Length > LongestLocal || (isInternational && Encoding.UTF8.GetByteCount(local) > LongestLocal)) return Broken(EmailRule.LocalTooLong, Fitting(local, LongestLocal));
        EmailVerdict domain = Domain(text[(at + 1)..]);
        return domain with { Position = domain.IsValid ? 0 : at + 1 + domain.Position, At = at, IsQuoted = text[0] == '"', IsInternational = isInternational || domain.IsInternational };
    }

    /// <summary>The domain of an address as the name system has it, in lower-case ASCII; null where it is no name.</summary>
    public static string? AsciiDomain(ReadOnlySpan<char> domain) => domain.IsEmpty || domain[0] == '[' ? null : ToAscii(domain);

    private static (EmailRule, int) DotAtom(ReadOnlySpan<char> text)
    {
        for (int start = 0; ;)
        {
            int i = start;
            while (i < text.Length && (Atom.Contains(text[i]) || (text[i] >= 128 && Beyond(text, ref i)))) i++;
            bool ends = i == text.Length || text[i] is '@' or '.';
            if (!ends) return (text[i..].Contains('@') ? EmailRule.LocalLetter : EmailRule.NoAtSign, i);
            if (i == text.Length) return (EmailRule.NoAtSign, i);
            if (i == start) return text[i] == '@' && i == 0 ? (EmailRule.LocalEmpty, 0) : (EmailRule.LocalDot, i == 0 ? 0 : text[i] == '@' ? i - 1 : i);
            if (text[i] == '@') return (EmailRule.None, i);
            start = i + 1;
        }
    }

    private static (EmailRule, int) Quoted(ReadOnlySpan<char> text)
    {
        int i = 1;
        while (i < text.Length && text[i] != '"')
        {
            if (text[i] == '\\') i++; // a quoted pair: the next letter stands for itself
            if (i >= text.Length || text[i] < ' ' || text[i] == '\u007F' || (text[i] >= 128 && !Beyond(text, ref i))) return (EmailRule.LocalQuotes, Math.Min(i, text.Length));
            i++;
        }
        i++;
        if (i < text.Length && text[i] == '@') return (EmailRule.None, i);
        return (i >= text.Length && !text.Contains('@') ? EmailRule.NoAtSign : EmailRule.LocalQuotes, Math.Min(i, text.Length));
    }

    private static EmailVerdict Domain(ReadOnlySpan<char> domain)
    {
        if (domain.IsEmpty) return Broken(EmailRule.DomainEmpty, 0);
        if (domain[0] == '[') return Literal(domain);
        if (domain.ContainsAnyExcept(Host)) return International(domain);
        if (domain.Length > LongestDomain) return Broken(EmailRule.DomainTooLong, LongestDomain);
        return Labels(domain);
    }

    private static EmailVerdict Labels(ReadOnlySpan<char> domain)
    {
        int labels = 0, last = 0;
        for (int start = 0; start <= domain.Length; labels++)
        {
            int length = domain[start..].IndexOf('.');
            int end = length < 0 ? domain.Length : start + length;
            if (end == start) return Broken(EmailRule.LabelEmpty, Math.Min(start, domain.Length - 1));
            if (end - start > LongestLabel) return Broken(EmailRule.LabelTooLong, start + LongestLabel);
            if (domain[start] == '-') return Broken(EmailRule.LabelHyphen, start);
            if (domain[end - 1] == '-') return Broken(EmailRule.LabelHyphen, end - 1);
            (last, start) = (start, end + 1);
        }
        return !domain[last..].ContainsAnyExceptInRange('0', '9') ? Broken(EmailRule.TopLabelNumber, last)
            : new EmailVerdict(EmailRule.None, 0, 0, false, EmailDomainForm.Name, false, labels == 1);
    }

    private static EmailVerdict International(ReadOnlySpan<char> domain)
    {
        for (int i = 0; i < domain.Length; i++)
            if (!Host.Contains(domain[i]) && (domain[i] < 128 || !Beyond(domain, ref i, asDomain: true))) return Broken(EmailRule.DomainLetter, i);
        if (ToAscii(domain) is not { } ascii) return Broken(EmailRule.International, 0);
        if (ascii.Length > LongestDomain) return Broken(EmailRule.DomainTooLong, 0);
        return Labels(ascii) with { Position = 0, IsInternational = true };
    }

    private static string? ToAscii(ReadOnlySpan<char> domain)
    {
        try
        {
            return Idn.GetAscii(domain.ToString().ToLowerInvariant());
        }
        catch (ArgumentException) // the one way in which IdnMapping says no
        {
            return null;
        }
    }

    private static EmailVerdict Literal(ReadOnlySpan<char> domain)
    {
        if (domain[^1] != ']') return Broken(EmailRule.Literal, domain.Length);
        ReadOnlySpan<char> inside = domain[1..^1];
        bool isV6 = inside.StartsWith(Ipv6Tag, StringComparison.OrdinalIgnoreCase);
        if (isV6 ? !inside.ContainsAny("%[]/") && IPAddress.TryParse(inside[Ipv6Tag.Length..], out IPAddress? six) && six.AddressFamily == AddressFamily.InterNetworkV6 : IsDottedQuad(inside))
            return new EmailVerdict(EmailRule.None, 0, 0, false, isV6 ? EmailDomainForm.Ipv6Literal : EmailDomainForm.Ipv4Literal, false, false);
        return Broken(EmailRule.Literal, 1);
    }

    private static bool IsDottedQuad(ReadOnlySpan<char> text)
    {
        int numbers = 0;
        foreach (Range range in text.Split('.'))
            if (++numbers > 4 || !byte.TryParse(text[range], NumberStyles.None, CultureInfo.InvariantCulture, out _) || text[range] is ['0', _, ..]) return false;
        return numbers == 4;
    }

    // A letter beyond ASCII that may stand here; moves past the first half of a pair.
    private static bool Beyond(ReadOnlySpan<char> text, ref int i, bool asDomain = false)
    {
        if (Rune.DecodeFromUtf16(text[i..], out Rune letter, out int units) != OperationStatus.Done) return false;
        UnicodeCategory category = Rune.GetUnicodeCategory(letter);
        bool isText = category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;
        if (!isText && (asDomain || !(Rune.IsSymbol(letter) || Rune.IsPunctuation(letter) || Rune.IsNumber(letter)))) return false;
        i += units - 1;
        return true;
    }

    // How many units of a text fit into so many octets.
    private static int Fitting(ReadOnlySpan<char> text, int octets)
    {
        int units = 0;
        foreach (Rune letter in text.EnumerateRunes())
        {
            octets -= letter.Utf8SequenceLength;
            if (octets < 0) return units;
            units += letter.Utf16SequenceLength;
        }
        return units;
    }

    private static EmailVerdict Broken(EmailRule rule, int position) => new(rule, position, -1, false, EmailDomainForm.None, false, false);
}
