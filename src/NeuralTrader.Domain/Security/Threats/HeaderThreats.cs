using System.Collections.Frozen;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Line breaks with a header of HTTP or mail behind them.</summary>
internal static class HeaderThreats
{
    private const int LongestName = 40;

    private static readonly ThreatRule Header =
        new(ThreatKind.HeaderInjection, "header-line", "Adds a line of its own to the head of an answer or a mail, or ends the head.");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = FrozenSet.ToFrozenSet(
        ["location", "set-cookie", "host", "refresh", "bcc", "connection", "authorization", "cookie", "origin", "referer", "via", "upgrade", "mime-version", "forwarded"],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    public static void Find(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        for (int i = text.IndexOfAny('\r', '\n'); i >= 0; i = Next(text, i))
        {
            int name = i + 1;
            int end = name;
            while (end < text.Length && end - name < LongestName && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-')) end++;
            bool isHeader = end > name && end < text.Length && text[end] == ':'
                && (Names.Contains(text[name..end]) || text[name..end].StartsWith("content-", StringComparison.OrdinalIgnoreCase)
                    || text[name..end].StartsWith("x-", StringComparison.OrdinalIgnoreCase) || text[name..end].StartsWith("access-control-", StringComparison.OrdinalIgnoreCase));
            if (isHeader || text[name..].StartsWith("HTTP/", StringComparison.Ordinal)) report.Add(Header, i, end);
        }
    }

    private static int Next(ReadOnlySpan<char> text, int after)
    {
        int next = text[(after + 1)..].IndexOfAny('\r', '\n');
        return next < 0 ? -1 : after + 1 + next;
    }
}
