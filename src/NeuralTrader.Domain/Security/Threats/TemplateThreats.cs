namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Brackets whose inside template engines and loggers compute.</summary>
internal static class TemplateThreats
{
    private static readonly ThreatRule Expression =
        new(ThreatKind.TemplateInjection, "expression", "Is computed by a template engine or a logger that meets it, with all that its language can do.");

    private static readonly (string Open, string Close)[] Brackets = [("{{", "}}"), ("${", "}"), ("#{", "}"), ("{%", "%}"), ("<%", "%>"), ("{#", "#}"), ("*{", "}"), ("@{", "}"), ("~{", "}")];

    public static void Find(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        foreach ((string open, string close) in Brackets)
        {
            for (int i = 0; i < text.Length;)
            {
                int opens = text[i..].IndexOf(open, StringComparison.Ordinal);
                if (opens < 0) break;
                int inside = i + opens + open.Length;
                int length = text[inside..].IndexOf(close, StringComparison.Ordinal);
                if (length < 0) break;
                i = inside + length + close.Length;
                if (text.Slice(inside, length).ContainsAnyExcept(" \t{}")) report.Add(Expression, inside - open.Length, i);
            }
        }
    }
}
