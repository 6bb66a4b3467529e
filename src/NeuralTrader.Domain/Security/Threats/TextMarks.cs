namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Which letters a text holds that an attack of some kind cannot do without.</summary>
[Flags]
internal enum TextMarks
{
    None = 0,
    Quote = 1, // ' " `
    Angle = 2, // <
    Operator = 4, // = ( ; # @ * > | and two dashes
    Slash = 8, // / \
    Shell = 16, // ; | & ` $ and line breaks
    Brace = 32, // { %
    Parenthesis = 64, // ( )
    Dollar = 128,
    Break = 256, // CR LF
    Escape = 512, // % & \ and letters of full width
    Control = 1024, // what no keyboard types
    Bidi = 2048,
    Colon = 4096,
    Equals = 8192,
}

/// <summary>One look at every letter, which spares most texts every other.</summary>
internal static class TextMark
{
    private static readonly TextMarks[] Ascii = Table();

    /// <summary>All marks of a text.</summary>
    public static TextMarks Of(ReadOnlySpan<char> text)
    {
        TextMarks marks = TextMarks.None;
        char last = '\0';
        foreach (char letter in text)
        {
            if (letter < 128)
            {
                marks |= Ascii[letter];
                if (letter == '-' && last == '-') marks |= TextMarks.Operator;
            }
            else if (IsBidi(letter)) marks |= TextMarks.Bidi;
            else if (letter <= '\u009F') marks |= TextMarks.Control;
            else if (letter is >= '\uFF01' and <= '\uFF5E') marks |= TextMarks.Escape;
            last = letter;
        }
        return marks;
    }

    /// <summary>Whether a letter turns the direction of those that follow: embeddings, overrides and isolates of UAX #9.</summary>
    public static bool IsBidi(char letter) => letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Whether a letter is a control that no text needs: C0 but tab and line breaks, delete, C1; NUL is told apart.</summary>
    public static bool IsControl(char letter) => letter is (< ' ' and not ('\0' or '\t' or '\r' or '\n')) or (>= '\u007F' and <= '\u009F');

    private static TextMarks[] Table()
    {
        var table = new TextMarks[128];
        for (char control = '\0'; control < ' '; control++) table[control] = TextMarks.Control;
        table['\u007F'] = TextMarks.Control;
        table['\t'] = TextMarks.None;
        table['\r'] = table['\n'] = TextMarks.Break | TextMarks.Shell;
        Mark("'\"`", TextMarks.Quote);
        Mark("<", TextMarks.Angle);
        Mark("=(;#@*>|<", TextMarks.Operator);
        Mark("/\\", TextMarks.Slash);
        Mark(";|&`$", TextMarks.Shell);
        Mark("{%", TextMarks.Brace);
        Mark("()", TextMarks.Parenthesis);
        Mark("$", TextMarks.Dollar);
        Mark("%&\\", TextMarks.Escape);
        Mark(":", TextMarks.Colon);
        Mark("=", TextMarks.Equals);
        return table;

        void Mark(string letters, TextMarks mark)
        {
            foreach (char letter in letters) table[letter] |= mark;
        }
    }
}
