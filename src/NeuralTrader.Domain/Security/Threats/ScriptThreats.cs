using System.Buffers;
using System.Collections.Frozen;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Scripts without a tag of their own: addresses that run, calls, and what closes a script's string or an attribute's value.</summary>
internal static class ScriptThreats
{
    private const int MostSkipped = 64;

    private static readonly ThreatRule
        Address = Rule("script-address", "Is an address that runs a script where a browser follows it."),
        Call = Rule("script-call", "Calls a function of the browser."),
        Breakout = Rule("script-breakout", "Closes a string of a script and goes on as a script."),
        Handler = Rule("event-handler", "Closes an attribute's value and adds one that runs a script.");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Functions = FrozenSet.ToFrozenSet(
        ["alert", "confirm", "prompt", "eval", "setTimeout", "setInterval", "Function", "fetch", "execScript", "msgbox", "print", "atob"], StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Members = FrozenSet.ToFrozenSet(
        [
            "cookie", "write", "writeln", "location", "domain", "body", "createElement", "appendChild", "documentElement", "forms", "fromCharCode", "href", "alert",
            "open", "getElementById", "localStorage", "constructor", "execCommand", "URL", "referrer", "name", "eval",
        ], StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> CodeSigns = SearchValues.Create("(=`;/&");
    private static readonly string[] Schemes = ["javascript", "vbscript", "livescript", "mocha", "jscript"];
    private static readonly string[] ActiveData = ["text/html", "text/javascript", "image/svg", "application/", "text/xml", ";base64", "text/vbscript"];

    public static void Find(ref ThreatReport report, TextMarks marks)
    {
        ReadOnlySpan<char> text = report.Text;
        if ((marks & TextMarks.Colon) != 0 && HasScriptAddress(text, onlyAtStart: true)) report.Add(Address, 0, text.Length);
        if ((marks & TextMarks.Parenthesis) != 0) Calls(ref report);
        if ((marks & TextMarks.Equals) != 0) Assignments(ref report);
        if ((marks & TextMarks.Quote) == 0) return;
        foreach (char quote in "'\"`")
        {
            int at = text.IndexOf(quote);
            if (at < 0) continue;
            if (IsScript(text, at + 1, out int end)) report.Add(Breakout, at, end);
        }
    }

    /// <summary>Whether a value holds an address that runs: a scheme of a script language, or data that a browser runs; controls inside do not hide it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="onlyAtStart">True for a text by itself, in which the address must come first.</param>
    public static bool HasScriptAddress(ReadOnlySpan<char> value, bool onlyAtStart = false)
    {
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] is not ('j' or 'J' or 'v' or 'V' or 'l' or 'L' or 'm' or 'M' or 'd' or 'D'))
            {
                if (onlyAtStart && value[i] > ' ' && value[i] is not ('"' or '\'' or '`')) return false;
                continue;
            }
            if (i == 0 || !(char.IsLetterOrDigit(value[i - 1]) || value[i - 1] is '-' or '_' or '.'))
            {
                foreach (string scheme in Schemes)
                    if (Past(value, i, scheme) is > 0 and var colon && colon < value.Length && value[colon] == ':' && (!onlyAtStart || IsCode(value[(colon + 1)..]))) return true;
                if (Past(value, i, "data") is > 0 and var past && past < value.Length && value[past] == ':' && IsActiveData(value[(past + 1)..])) return true;
            }
            if (onlyAtStart) return false;
        }
        return false;
    }

    // The whole of a name from a place on, controls skipped; 0 when it is another.
    private static int Past(ReadOnlySpan<char> text, int start, string name)
    {
        int i = start, most = start + name.Length + MostSkipped;
        foreach (char letter in name)
        {
            while (i < text.Length && i < most && text[i] <= ' ') i++;
            if (i >= text.Length || (text[i] | 0x20) != letter) return 0;
            i++;
        }
        while (i < text.Length && i < most && text[i] <= ' ') i++;
        return i;
    }

    private static bool IsActiveData(ReadOnlySpan<char> data)
    {
        ReadOnlySpan<char> head = data[..Math.Min(data.Length, MostSkipped)];
        foreach (string type in ActiveData)
            if (head.Contains(type, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }

    // "JavaScript: The Good Parts" is a book.
    private static bool IsCode(ReadOnlySpan<char> text) => text[..Math.Min(text.Length, MostSkipped)].ContainsAny(CodeSigns) && !text.StartsWith(" ", StringComparison.Ordinal);

    private static void Calls(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        for (int open = text.IndexOf('('); open >= 0; open = Next(text, open, '('))
        {
            int start = open;
            while (start > 0 && IsName(text[start - 1])) start--;
            int end = open + 1;
            if (start == open)
            {
                if (open > 1 && text[open - 1] == ')' && Parenthesised(text, open) is { } name && Functions.Contains(text[name])) report.Add(Call, name.Start.Value, end);
                else if (open > 1 && text[open - 1] == ']' && IsFunctionByText(text, open - 1)) report.Add(Call, open - 1, end);
                continue;
            }
            ReadOnlySpan<char> word = text[start..open];
            if (start > 1 && text[start - 1] == '.' && IsName(text[start - 2]) && Members.Contains(word)) report.Add(Call, start, end);
            else if (Functions.Contains(word) && IsArgument(text[end..])) report.Add(Call, start, end);
        }
    }

    private static Range? Parenthesised(ReadOnlySpan<char> text, int open)
    {
        int start = open - 1;
        while (start > 0 && open - start < 24 && text[start - 1] != '(') start--;
        return start > 0 && text[start - 1] == '(' ? start..(open - 1) : null;
    }

    // window["alert"](…)
    private static bool IsFunctionByText(ReadOnlySpan<char> text, int bracket)
    {
        int start = bracket;
        while (start > 0 && bracket - start < 24 && text[start - 1] != '[') start--;
        return bracket - start > 2 && Functions.Contains(text[(start + 1)..(bracket - 1)]);
    }

    // document.cookie, window.location = …
    private static void Assignments(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        foreach (string owner in (ReadOnlySpan<string>)["document.", "window.", "location.", "document["])
        {
            int at = text.IndexOf(owner, StringComparison.Ordinal);
            if (at < 0 || (at > 0 && IsName(text[at - 1]))) continue;
            int end = at + owner.Length;
            while (end < text.Length && IsName(text[end])) end++;
            if (owner[^1] == '[' || Members.Contains(text[(at + owner.Length)..end])) report.Add(Call, at, end);
        }
        HandlersOutsideTags(ref report);
    }

    // onerror=alert(1) behind a blank, a slash or a quote, in a text that shows no tag because the tag is the page's.
    private static void HandlersOutsideTags(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        for (int equals = text.IndexOf('='); equals >= 0; equals = Next(text, equals, '='))
        {
            int end = equals;
            while (end > 0 && text[end - 1] <= ' ' && equals - end < MostSkipped) end--;
            int start = end;
            while (start > 0 && end - start < 24 && char.IsAsciiLetter(text[start - 1])) start--;
            if (end - start < 5 || !text[start..].StartsWith("on", StringComparison.OrdinalIgnoreCase)) continue;
            if (start > 0 && !(text[start - 1] <= ' ' || text[start - 1] is '/' or '"' or '\'' or '`' or ';')) continue;
            ReadOnlySpan<char> value = text[(equals + 1)..Math.Min(text.Length, equals + 1 + MostSkipped)].TrimStart(" \t\r\n\"'`");
            int stop = value.IndexOfAny(' ', '>');
            if ((stop < 0 ? value : value[..stop]).ContainsAny('(', '`', '=')) report.Add(Handler, start, equals + 1);
        }
    }

    // Behind a closed string: an operator or a semicolon, then a call or an assignment as scripts have them.
    private static bool IsScript(ReadOnlySpan<char> text, int start, out int end)
    {
        int i = start;
        while (i < text.Length && i < start + MostSkipped && (text[i] <= ' ' || text[i] is ')' or ']' or '}')) i++;
        end = i;
        if (i >= text.Length || text[i] is not (';' or '+' or '-' or '*' or ',' or '|' or '&' or '?' or '^' or '%' or '/')) return false;
        while (i < text.Length && i < start + MostSkipped && (text[i] <= ' ' || text[i] is ';' or '+' or '-' or '*' or ',' or '|' or '&' or '?' or '^' or '%' or '/' or '(' or '!')) i++;
        int name = i;
        while (i < text.Length && (IsName(text[i]) || text[i] == '.')) i++;
        end = i;
        if (i == name || i >= text.Length) return false;
        ReadOnlySpan<char> word = text[name..i], rest = text[i..];
        if (word is "var" or "let" or "const" or "return" or "throw" or "while" or "for") return rest.ContainsAny('=', ';', '(');
        if (rest[0] == '(' || rest[0] == '`') return Functions.Contains(word) || word.Contains('.') || rest.Contains(')') && word.Length < 16 && rest.Contains(';');
        return rest[0] == '=' && (rest.Length < 2 || rest[1] != '=') && rest.Contains("new ", StringComparison.Ordinal);
    }

    private static bool IsArgument(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        return !rest.IsEmpty && (char.IsAsciiDigit(rest[0]) || rest[0] is '\'' or '"' or '/' or '`' or '\\' or '(' or '&' || rest.StartsWith("document", StringComparison.Ordinal)
            || rest.StartsWith("String.", StringComparison.Ordinal) || rest.StartsWith("window", StringComparison.Ordinal) || rest.StartsWith("location", StringComparison.Ordinal)
            || rest.StartsWith("this", StringComparison.Ordinal) || rest.StartsWith("origin", StringComparison.Ordinal) || (rest[0] == ')' && rest.Length > 1 && rest[1] is ';' or '/' or '<' or '>' or '"'));
    }

    private static int Next(ReadOnlySpan<char> text, int after, char letter)
    {
        int next = text[(after + 1)..].IndexOf(letter);
        return next < 0 ? -1 : after + 1 + next;
    }

    private static bool IsName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$';

    private static ThreatRule Rule(string name, string explanation) => new(ThreatKind.CrossSiteScripting, name, explanation);
}
