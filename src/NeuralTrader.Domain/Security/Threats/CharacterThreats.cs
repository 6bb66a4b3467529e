namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Letters that do something instead of showing something.</summary>
internal static class CharacterThreats
{
    private static readonly ThreatRule
        Nul = new(ThreatKind.NulCharacter, "nul", "Ends the text for programs that take NUL for the end, so that what is checked is not what is used."),
        Control = new(ThreatKind.ControlCharacter, "control", "Controls a terminal or hides in a log; no text needs it."),
        Bidi = new(ThreatKind.BidiControl, "bidi-control", "Shows the letters after it in another order than they have, so that a reader sees another text.");

    public static void Find(ref ThreatReport report)
    {
        ReadOnlySpan<char> text = report.Text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') report.Add(Nul, i, i + 1);
            else if (TextMark.IsControl(text[i])) report.Add(Control, i, i + 1);
            else if (TextMark.IsBidi(text[i])) report.Add(Bidi, i, i + 1);
        }
    }
}
