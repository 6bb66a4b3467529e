namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Parentheses that close a condition of a directory filter (RFC 4515) and open another.</summary>
internal static class LdapThreats
{
    private static readonly ThreatRule Filter = new(ThreatKind.LdapInjection, "filter", "Closes a condition of a directory's filter and adds its own.");

    public static void Find(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        for (int open = text.IndexOf('('); open >= 0; open = Next(text, open))
        {
            bool joins = open > 0 && text[open - 1] is ')' or '|' or '&' or '!' or '*';
            if (!joins || open + 1 >= text.Length) continue;
            int at = open + 1;
            if (text[at] is '|' or '&' or '!' && at + 1 < text.Length && text[at + 1] is '(' or ')') report.Add(Filter, open - 1, at + 2);
            else if (IsCondition(text, at, out int end)) report.Add(Filter, open - 1, end);
        }
    }

    // uid=..., cn~=...
    private static bool IsCondition(ReadOnlySpan<char> text, int start, out int end)
    {
        int i = start;
        while (i < text.Length && i - start < 64 && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '-' or ';' or '.' or ':')) i++;
        end = i;
        if (i == start || !char.IsAsciiLetter(text[start]) || i >= text.Length) return false;
        if (text[i] is '~' or '<' or '>') i++;
        if (i >= text.Length || text[i] != '=') return false;
        end = i + 1;
        return end >= text.Length || text[end] != '='; // two of them are a script's comparison
    }

    private static int Next(ReadOnlySpan<char> text, int after)
    {
        int next = text[(after + 1)..].IndexOf('(');
        return next < 0 ? -1 : after + 1 + next;
    }
}
