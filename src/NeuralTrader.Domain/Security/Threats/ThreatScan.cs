using System.Buffers;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>
/// Looks at a text as the languages would that it may be pasted into: it is read as SQL after a number and after each kind of quote, as HTML, as a shell's
/// line, as a path, and so on, and what has the shape of an attack is named. Escapes are undone up to five times, and every layer is looked at. The time is
/// linear in the length; a clean text costs no memory.
/// </summary>
/// <remarks>
/// A signal, not a defence: who knows the rules can go around them, and an honest text can break one. The defences are parameters in SQL, encoding for the
/// place where a text is shown, and types at the edge.
/// </remarks>
public static class ThreatScan
{
    private const int MostLayers = 5;

    private static readonly SearchValues<string> BareWords = SearchValues.Create(["select", "waitfor", "exec", "order by"], StringComparison.OrdinalIgnoreCase);

    /// <summary>What a text may be meant to do beside being a text; nothing for a clean one.</summary>
    /// <param name="input">Any UTF-16, lone surrogates too.</param>
    public static IReadOnlyList<ThreatFinding> Of(ReadOnlySpan<char> input)
    {
        TextMarks marks = TextMark.Of(input);
        if (marks == TextMarks.None && !input.ContainsAny(BareWords)) return [];
        ThreatReport report = new(input);
        Layer(marks, ref report);
        if ((marks & TextMarks.Escape) != 0 && EscapeDecoder.HasEscape(input)) Decoded(input, ref report);
        return report.Findings;
    }

    private static void Decoded(ReadOnlySpan<char> input, ref ThreatReport report)
    {
        char[] first = ArrayPool<char>.Shared.Rent(input.Length), second = ArrayPool<char>.Shared.Rent(input.Length);
        int[] origins = ArrayPool<int>.Shared.Rent(input.Length);
        for (int i = 0; i < input.Length; i++) origins[i] = i;
        input.CopyTo(first);
        int length = input.Length;
        for (int layer = 0; layer < MostLayers; layer++)
        {
            int decoded = EscapeDecoder.Decode(first.AsSpan(0, length), second, origins);
            if (decoded == length && first.AsSpan(0, length).SequenceEqual(second.AsSpan(0, decoded))) break;
            (first, second, length) = (second, first, decoded);
            report.Look(first.AsSpan(0, length), origins.AsSpan(0, length));
            Layer(TextMark.Of(report.Text), ref report);
        }
        ArrayPool<char>.Shared.Return(first);
        ArrayPool<char>.Shared.Return(second);
        ArrayPool<int>.Shared.Return(origins);
    }

    private static void Layer(TextMarks marks, ref ThreatReport report)
    {
        if (Has(TextMarks.Control | TextMarks.Bidi)) CharacterThreats.Find(ref report);
        if (Has(TextMarks.Quote | TextMarks.Operator) || report.Text.ContainsAny(BareWords)) SqlThreats.Find(ref report, Has(TextMarks.Quote));
        if (Has(TextMarks.Angle)) MarkupThreats.Find(ref report);
        if (Has(TextMarks.Equals | TextMarks.Parenthesis | TextMarks.Colon)) ScriptThreats.Find(ref report, marks);
        if (Has(TextMarks.Slash)) PathThreats.Find(ref report);
        if (Has(TextMarks.Shell)) CommandThreats.Find(ref report);
        if (Has(TextMarks.Brace)) TemplateThreats.Find(ref report);
        if (Has(TextMarks.Dollar)) NoSqlThreats.Find(ref report);
        if (Has(TextMarks.Parenthesis)) LdapThreats.Find(ref report);
        if (Has(TextMarks.Break)) HeaderThreats.Find(ref report);

        bool Has(TextMarks any) => (marks & any) != 0;
    }
}
