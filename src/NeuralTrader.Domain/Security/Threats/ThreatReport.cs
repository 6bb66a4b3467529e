using System.Globalization;
using System.Text;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Collects findings over a text and the layers that its escapes decode to; makes no object until the first finding.</summary>
/// <param name="input">The text as it was given.</param>
internal ref struct ThreatReport(ReadOnlySpan<char> input)
{
    private const int MostPerKind = 8, LongestText = 80;

    private readonly int inputLength = input.Length;
    private ReadOnlySpan<int> origins; // of every letter of the layer, its place in the input; empty for the input itself
    private List<ThreatFinding>? findings;

    /// <summary>The layer that is looked at.</summary>
    public ReadOnlySpan<char> Text { get; private set; } = input;

    /// <summary>What was found, in the order of the text.</summary>
    public readonly IReadOnlyList<ThreatFinding> Findings => findings is null ? [] : [.. findings.OrderBy(finding => finding.Position).ThenBy(finding => finding.Kind)];

    /// <summary>Goes on to a decoded layer.</summary>
    /// <param name="text">The layer.</param>
    /// <param name="from">Of every letter, its place in the input.</param>
    public void Look(ReadOnlySpan<char> text, ReadOnlySpan<int> from)
    {
        Text = text;
        origins = from;
    }

    /// <summary>Notes a place of the layer, unless the same rule is noted there already or the kind has enough findings.</summary>
    public void Add(ThreatRule rule, int start, int end)
    {
        bool isEncoded = !origins.IsEmpty;
        int from = isEncoded ? Origin(start) : start, to = isEncoded ? Origin(end) : end, ofKind = 0;
        findings ??= [];
        foreach (ThreatFinding known in findings)
        {
            if (known.Kind != rule.Kind) continue;
            if (known.Rule == rule.Name && known.Position < to && from < known.Position + known.Length) return;
            if (++ofKind == MostPerKind) return;
        }
        findings.Add(new ThreatFinding(rule.Kind, rule.Name, from, to - from, Shown(Text[start..end]), isEncoded, rule.Explanation));
    }

    private readonly int Origin(int place) => place < origins.Length ? origins[place] : inputLength;

    private static string Shown(ReadOnlySpan<char> text)
    {
        StringBuilder shown = new();
        foreach (char letter in text.Length > LongestText ? text[..LongestText] : text)
        {
            if (letter >= ' ' && letter != '\u007F' && (letter < 128 || (char.IsLetterOrDigit(letter) && !char.IsSurrogate(letter)))) shown.Append(letter);
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
        }
        return text.Length > LongestText ? shown.Append('…').ToString() : shown.ToString();
    }
}
