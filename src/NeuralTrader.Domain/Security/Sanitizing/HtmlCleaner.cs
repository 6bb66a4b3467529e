using System.Globalization;
using System.Net;
using System.Text;

namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>
/// HTML of an author who is not trusted: read as a browser reads it, and written anew from what the policy allows, so that nothing of the given tags is
/// passed on as it stands. What is written is well formed: every element is closed in the order it was opened.
/// </summary>
internal static class HtmlCleaner
{
    /// <summary>Cleans a text.</summary>
    public static TextEdit Clean(TextEdit edit)
    {
        string source = edit.Source;
        List<string> open = [];
        for (int i = 0; i < source.Length;)
        {
            if (source[i] == '<') i = Tag(edit, i, open);
            else if (source[i] == '&') i = Ampersand(edit, i);
            else if (source[i] is '>' or '"' or '\'' or '`')
            {
                if (source[i] == '>') edit.Replace(i, 1, "&gt;", "means something in HTML");
                else edit.Keep(i, 1); // quotes mean nothing between tags
                i++;
            }
            else
            {
                int length = source.AsSpan(i).IndexOfAny('<', '&', '>');
                int end = length < 0 ? source.Length : i + length;
                edit.Keep(i, end - i);
                i = end;
            }
        }
        while (open.Count > 0) Close(edit, source.Length, open);
        return edit;
    }

    private static int Tag(TextEdit edit, int at, List<string> open)
    {
        string source = edit.Source;
        char next = at + 1 < source.Length ? source[at + 1] : '\0';
        if (next is '!' or '?') return Drop(edit, at, Declaration(source, at), "comments, declarations and instructions are not shown");
        bool isEnd = next == '/';
        int name = at + (isEnd ? 2 : 1);
        if (name >= source.Length || !char.IsAsciiLetter(source[name]))
        {
            if (isEnd && name < source.Length) return Drop(edit, at, Past(source, name, ">"), "comments, declarations and instructions are not shown");
            edit.Replace(at, 1, "&lt;", "means something in HTML");
            return at + 1;
        }
        var tag = HtmlTag.Read(source, name, isEnd);
        if (!tag.IsClosed) return Drop(edit, at, source.Length, "a tag that never ends is not shown");
        if (!HtmlPolicy.Allows(tag.Name))
            return !isEnd && HtmlPolicy.IsRaw(tag.Name) ? Drop(edit, at, PastElement(source, tag), "the element may run or load something, and goes with its inside")
                : Drop(edit, at, tag.End, "the element is not on the list of allowed ones; its text stays");
        if (isEnd) EndTag(edit, at, tag, open);
        else StartTag(edit, at, tag, open);
        return tag.End;
    }

    private static void StartTag(TextEdit edit, int at, HtmlTag tag, List<string> open)
    {
        if (open.Count == HtmlPolicy.Deepest && !HtmlPolicy.IsVoid(tag.Name))
        {
            Drop(edit, at, tag.End, "lies deeper than 64 elements");
            return;
        }
        if ((HtmlPolicy.EndsParagraph(tag.Name) && open is [.., "p"]) || (HtmlPolicy.EndsItself(tag.Name) && open.Count > 0 && open[^1] == tag.Name)) Close(edit, at, open);
        if (tag.Name == "a") while (open.Contains("a")) Close(edit, at, open);
        StringBuilder written = new("<");
        written.Append(tag.Name);
        foreach ((string name, string value) in tag.Attributes)
        {
            if (name == "rel" && tag.Name == "a") continue;
            if (Decoded(value) is { } plain && HtmlPolicy.Allows(tag.Name, name, plain)) written.Append(CultureInfo.InvariantCulture, $" {name}=\"{Encoded(plain)}\"");
            else edit.Note(at, tag.End - at, "", $"the attribute {Named(name)} is not allowed here, or not with this value");
        }
        if (tag.Name == "a") written.Append(" rel=\"nofollow noopener noreferrer\"");
        written.Append('>');
        edit.Add(at, written.ToString());
        if (!HtmlPolicy.IsVoid(tag.Name)) open.Add(tag.Name);
    }

    private static void EndTag(TextEdit edit, int at, HtmlTag tag, List<string> open)
    {
        if (!open.Contains(tag.Name))
        {
            Drop(edit, at, tag.End, "ends an element that is not open");
            return;
        }
        while (open[^1] != tag.Name) Close(edit, at, open);
        Close(edit, at, open);
    }

    private static void Close(TextEdit edit, int at, List<string> open)
    {
        edit.Add(at, $"</{open[^1]}>");
        open.RemoveAt(open.Count - 1);
    }

    // A whole reference stays; any other ampersand is a letter.
    private static int Ampersand(TextEdit edit, int at)
    {
        int length = Reference(edit.Source.AsSpan(at));
        if (length == 0) edit.Replace(at, 1, "&amp;", "means something in HTML");
        else edit.Keep(at, length);
        return at + Math.Max(1, length);
    }

    private static int Reference(ReadOnlySpan<char> text)
    {
        const int longest = 32;
        int i = 1;
        bool isNumber = i < text.Length && text[i] == '#';
        if (isNumber) i++;
        bool isHex = isNumber && i < text.Length && text[i] is 'x' or 'X';
        if (isHex) i++;
        int start = i;
        while (i < text.Length && i < longest && (isNumber ? isHex ? char.IsAsciiHexDigit(text[i]) : char.IsAsciiDigit(text[i]) : char.IsAsciiLetterOrDigit(text[i]))) i++;
        return i > start && i < text.Length && text[i] == ';' && (isNumber || char.IsAsciiLetter(text[start])) ? i + 1 : 0;
    }

    // The value as a browser reads it, normalised like a text; null for one with breaks or tabs, which hide what an address is.
    private static string? Decoded(string value)
    {
        string plain = PlainText.Normalise(WebUtility.HtmlDecode(value), Sanitizer.Longest, keepsBreaks: true).Text;
        return plain.AsSpan().ContainsAny('\t', '\n', '\r') ? null : plain;
    }

    private static string Encoded(string value)
    {
        StringBuilder encoded = new(value.Length);
        foreach (char letter in value)
        {
            if (Encodings.HtmlReference(letter) is { } reference) encoded.Append(reference);
            else encoded.Append(letter);
        }
        return encoded.ToString();
    }

    private static int Drop(TextEdit edit, int start, int end, string reason)
    {
        edit.Replace(start, end - start, "", reason);
        return end;
    }

    private static int Declaration(string source, int at)
    {
        if (string.CompareOrdinal(source, at, "<!--", 0, 4) != 0) return Past(source, at + 2, ">");
        if (string.CompareOrdinal(source, at, "<!-->", 0, 5) == 0) return at + 5;
        if (string.CompareOrdinal(source, at, "<!--->", 0, 6) == 0) return at + 6;
        for (int i = at + 4; (i = source.IndexOf("--", i, StringComparison.Ordinal)) >= 0; i++)
        {
            if (string.CompareOrdinal(source, i + 2, ">", 0, 1) == 0) return i + 3;
            if (string.CompareOrdinal(source, i + 2, "!>", 0, 2) == 0) return i + 4;
        }
        return source.Length;
    }

    // Past the end tag of an element whose inside is no text; to the end where there is none.
    private static int PastElement(string source, HtmlTag tag)
    {
        for (int i = tag.End; (i = source.IndexOf("</", i, StringComparison.Ordinal)) >= 0; i += 2)
        {
            int name = i + 2, end = name + tag.Name.Length;
            if (end > source.Length || !source.AsSpan(name, tag.Name.Length).Equals(tag.Name, StringComparison.OrdinalIgnoreCase)) continue;
            if (end == source.Length || !char.IsLetterOrDigit(source[end])) return HtmlTag.Read(source, name, isEnd: true).End;
        }
        return source.Length;
    }

    private static int Past(string source, int from, string mark) =>
        from >= source.Length ? source.Length : source.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var at ? at + mark.Length : source.Length;

    private static string Named(string attribute) => attribute.Length > 32 ? attribute[..32] + "…" : attribute;
}
