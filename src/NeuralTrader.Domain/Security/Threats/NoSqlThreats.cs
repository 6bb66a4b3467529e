using System.Collections.Frozen;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Operators of document databases where a value should be: {"$ne": null}, user[$gt]=. "$GT" by itself is a share.</summary>
internal static class NoSqlThreats
{
    private static readonly ThreatRule Operator =
        new(ThreatKind.NoSqlInjection, "query-operator", "Makes a value an operator of a document database, by which a comparison is always true or a script runs.");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Operators = FrozenSet.ToFrozenSet(
        [
            "eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "and", "or", "not", "nor", "exists", "type", "regex", "options", "where", "expr", "text", "search", "mod", "all",
            "size", "elemMatch", "function", "accumulator", "jsonSchema", "comment", "lookup", "merge", "out",
        ], StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    public static void Find(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        for (int i = text.IndexOf('$'); i >= 0; i = Next(text, i))
        {
            int end = i + 1;
            while (end < text.Length && char.IsAsciiLetter(text[end])) end++;
            if (end == i + 1 || !Operators.Contains(text[(i + 1)..end])) continue;
            int before = i - 1, after = end;
            if (before >= 0 && text[before] is '"' or '\'') before--;
            if (after < text.Length && text[after] is '"' or '\'') after++;
            while (before >= 0 && text[before] <= ' ' && i - before < 16) before--;
            while (after < text.Length && text[after] <= ' ' && after - end < 16) after++;
            bool isKey = before >= 0 && after < text.Length && text[before] is '{' or ',' && text[after] == ':';
            bool isIndex = before >= 0 && after < text.Length && text[before] == '[' && text[after] == ']';
            if (isKey || isIndex) report.Add(Operator, before, after + 1);
        }
    }

    private static int Next(ReadOnlySpan<char> text, int after)
    {
        int next = text[(after + 1)..].IndexOf('$');
        return next < 0 ? -1 : after + 1 + next;
    }
}
