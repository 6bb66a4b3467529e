using System.Collections.Frozen;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Tags that run a script or load one, handlers and script addresses in attributes, and XML that reads what lies elsewhere.</summary>
internal static class MarkupThreats
{
    private static readonly ThreatRule
        Tag = Rule("active-tag", "Opens an element that runs a script, loads one, or changes where the page's own are loaded from."),
        Handler = Rule("event-handler", "Runs a script when something happens to the element."),
        Address = Rule("script-address", "Is an address that runs a script where a browser follows it."),
        Style = Rule("active-style", "Runs a script or loads a style sheet from within a style."),
        Instruction = Rule("processing-instruction", "Is run by the server or the browser that reads it."),
        Include = new(ThreatKind.CommandInjection, "server-side-include", "Is carried out by servers that read includes."),
        Entity = new(ThreatKind.XmlEntity, "document-type", "Declares entities, by which a parser reads files or addresses, or grows without end."),
        Section = Rule("cdata", "Hides markup from who reads text and not from who reads XML.");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ActiveTags = FrozenSet.ToFrozenSet(
    [
        "script", "iframe", "frame", "frameset", "object", "embed", "applet", "base", "meta", "link", "style", "svg", "math", "form", "isindex", "layer",
        "ilayer", "bgsound", "xml", "import", "template", "portal", "foreignobject", "animate", "set", "body", "html", "head", "title", "textarea", "noscript", "plaintext", "param",
    ], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static void Find(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        int read = 0; // attributes up to here belong to a tag that was looked at
        for (int i = text.IndexOf('<'); i >= 0; i = Next(text, i))
        {
            ReadOnlySpan<char> rest = text[(i + 1)..];
            if (rest.IsEmpty) return;
            if (rest[0] is '!' or '?' or '%') Declaration(ref report, i, rest);
            bool closes = rest[0] == '/';
            int name = i + (closes ? 2 : 1);
            while (name < text.Length && text[name] <= ' ' && name < i + 8) name++; // no browser takes "< script", filters that strip blanks make it one
            if (name >= text.Length || !char.IsAsciiLetter(text[name])) continue;
            bool isBlank = name > i + (closes ? 2 : 1);
            int end = name;
            while (end < text.Length && end - name < 32 && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '-' or ':')) end++;
            ReadOnlySpan<char> tag = text[name..end];
            if (tag.LastIndexOf(':') is >= 0 and var colon && colon + 1 < tag.Length) tag = tag[(colon + 1)..];
            if (ActiveTags.Contains(tag) && (!isBlank || tag.Equals("script", StringComparison.OrdinalIgnoreCase)) && IsTagEnd(text, end)) report.Add(Tag, i, end);
            if (closes || isBlank || end <= read) continue;
            read = Attributes(ref report, end, isInTag: true);
        }
    }

    /// <summary>Reads attributes from a place on, up to the end of the tag.</summary>
    /// <param name="report">Takes what is found.</param>
    /// <param name="start">Behind the tag's name, or behind a quote that closes a value.</param>
    /// <param name="isInTag">False where only a guess puts the text into a tag; then a handler must look like a script.</param>
    /// <returns>Where the tag has ended.</returns>
    public static int Attributes(ref ThreatReport report, int start, bool isInTag)
    {
        ReadOnlySpan<char> text = report.Text;
        int i = start;
        while (i < text.Length)
        {
            while (i < text.Length && (text[i] <= ' ' || text[i] is '/' or '"' or '\'')) i++;
            if (i >= text.Length || text[i] == '>') return i;
            int name = i;
            while (i < text.Length && text[i] > ' ' && text[i] is not ('=' or '>' or '/')) i++;
            int nameEnd = i;
            while (i < text.Length && text[i] <= ' ') i++;
            if (i >= text.Length || text[i] != '=')
            {
                if (i == name) i++;
                continue;
            }
            i++;
            while (i < text.Length && text[i] <= ' ') i++;
            int value = i, valueEnd;
            if (i < text.Length && text[i] is '"' or '\'')
            {
                int length = text[(i + 1)..].IndexOf(text[i]);
                valueEnd = length < 0 ? text.Length : i + 1 + length;
                value = i + 1;
                i = Math.Min(valueEnd + 1, text.Length);
            }
            else
            {
                while (i < text.Length && text[i] > ' ' && text[i] != '>') i++;
                valueEnd = i;
            }
            Attribute(ref report, text[name..nameEnd], text[value..Math.Max(value, valueEnd)], name, Math.Max(value, valueEnd), isInTag);
            if (!isInTag && i - start > 400) return i; // a guess is not worth a long look
        }
        return i;
    }

    private static void Attribute(ref ThreatReport report, ReadOnlySpan<char> name, ReadOnlySpan<char> value, int start, int end, bool isInTag)
    {
        if (IsHandler(name) && (isInTag ? !value.IsEmpty : value.ContainsAny('(', '`', '.'))) report.Add(Handler, start, end);
        if (ScriptThreats.HasScriptAddress(value)) report.Add(Address, start, end);
        if (isInTag && name.Equals("srcdoc", StringComparison.OrdinalIgnoreCase)) report.Add(Tag, start, end);
        if (isInTag && name.Equals("style", StringComparison.OrdinalIgnoreCase) && IsActiveStyle(value)) report.Add(Style, start, end);
        if (isInTag && name.Equals("datasrc", StringComparison.OrdinalIgnoreCase)) report.Add(Tag, start, end);
    }

    // "onload", and "onload!#$%" as old browsers read it.
    private static bool IsHandler(ReadOnlySpan<char> name) =>
        name.Length > 4 && name.StartsWith("on", StringComparison.OrdinalIgnoreCase) && char.IsAsciiLetter(name[2]) && char.IsAsciiLetter(name[3]);

    private static bool IsActiveStyle(ReadOnlySpan<char> value)
    {
        Span<char> plain = stackalloc char[512];
        int length = 0;
        for (int i = 0; i < value.Length && length < plain.Length; i++)
        {
            if (value[i] == '/' && i + 1 < value.Length && value[i + 1] == '*')
            {
                int past = value[(i + 2)..].IndexOf("*/", StringComparison.Ordinal);
                if (past < 0) break;
                i += past + 3;
            }
            else if (value[i] is > ' ' and not '\\') plain[length++] = char.ToLowerInvariant(value[i]);
        }
        ReadOnlySpan<char> style = plain[..length];
        return style.Contains("expression(", StringComparison.Ordinal) || style.Contains("behavior:", StringComparison.Ordinal)
            || style.Contains("-moz-binding", StringComparison.Ordinal) || style.Contains("script:", StringComparison.Ordinal)
            || style.Contains("@import", StringComparison.Ordinal) || (value.Contains('\\') && value.Contains("\\00", StringComparison.Ordinal));
    }

    private static void Declaration(ref ThreatReport report, int start, ReadOnlySpan<char> rest)
    {
        int end = Math.Min(report.Text.Length, start + 32);
        if (Begins(rest, "!doctype") || Begins(rest, "!entity"))
        {
            ReadOnlySpan<char> head = rest[..Math.Min(rest.Length, 300)];
            if (Begins(rest, "!entity") || head.ContainsAny('[', '%') || head.Contains("system", StringComparison.OrdinalIgnoreCase)) report.Add(Entity, start, end);
        }
        else if (Begins(rest, "![cdata[")) report.Add(Section, start, start + 9);
        else if (Begins(rest, "!--#")) report.Add(Include, start, end);
        else if (Begins(rest, "?php") || Begins(rest, "?=") || Begins(rest, "?import") || Begins(rest, "?xml-stylesheet") || Begins(rest, "? ")) report.Add(Instruction, start, end);
    }

    private static bool Begins(ReadOnlySpan<char> text, string with) => text.StartsWith(with, StringComparison.OrdinalIgnoreCase);

    private static bool IsTagEnd(ReadOnlySpan<char> text, int end) => end >= text.Length || text[end] <= ' ' || !(char.IsLetterOrDigit(text[end]) || text[end] is '-' or '_' or '.');

    private static int Next(ReadOnlySpan<char> text, int after)
    {
        int next = text[(after + 1)..].IndexOf('<');
        return next < 0 ? -1 : after + 1 + next;
    }

    private static ThreatRule Rule(string name, string explanation) => new(ThreatKind.CrossSiteScripting, name, explanation);
}
