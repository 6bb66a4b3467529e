using System.Buffers;
using System.Globalization;
using System.Text;
using NeuralTrader.Domain.Security.Threats;

namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>Texts as they are kept: well-formed, composed (NFC), without what only controls or hides.</summary>
internal static class PlainText
{
    private const int MostMarks = 30; // in a row, as the stream-safe format of UAX #15 has it
    private const int BlackFlag = 0x1F3F4;

    /// <summary>Normalises a text.</summary>
    public static TextEdit Normalise(string input, int maxLength, bool keepsBreaks)
    {
        TextEdit visible = Visible(input, keepsBreaks).Next();
        TextEdit composed = Composed(visible);
        return composed.Length <= maxLength ? composed : Cut(composed.Next(), maxLength);
    }

    private static TextEdit Visible(string input, bool keepsBreaks)
    {
        TextEdit edit = new(input);
        int marks = 0;
        bool isFlag = false; // the flags of England, Scotland and Wales are spelled in tags
        for (int i = 0; i < input.Length;)
        {
            OperationStatus status = Rune.DecodeFromUtf16(input.AsSpan(i), out Rune letter, out int units);
            bool isMark = status == OperationStatus.Done && IsMark(letter);
            marks = isMark ? marks + 1 : 0;
            isFlag = letter.Value == BlackFlag || (isFlag && IsTag(letter));
            if (status != OperationStatus.Done) edit.Replace(i, units, "\uFFFD", "half of a surrogate pair is no letter");
            else if (letter.Value == '\r')
            {
                if (keepsBreaks && i + 1 < input.Length && input[i + 1] == '\n') edit.Replace(i++, 2, "\n", "line breaks are written as LF");
                else if (keepsBreaks) edit.Replace(i, 1, "\n", "line breaks are written as LF");
                else edit.Keep(i, 1);
            }
            else if (Why(letter) is { } why && !(isFlag && IsTag(letter))) edit.Replace(i, units, "", why);
            else if (marks > MostMarks) edit.Replace(i, units, "", "more than 30 marks in a row hide the letter under them");
            else edit.Keep(i, units);
            i += units;
        }
        return edit;
    }

    private static string? Why(Rune letter) => letter.Value switch
    {
        '\t' or '\n' or '\r' => null,
        < ' ' or (>= 0x7F and <= 0x9F) => "controls a terminal or a program",
        _ when letter.IsBmp && TextMark.IsBidi((char)letter.Value) => "shows other letters in another order than they have",
        0xFEFF or 0x2060 => "cannot be seen",
        >= 0xFFF9 and <= 0xFFFB => "hides a text under another",
        >= 0xE0000 and <= 0xE0FFF => "spells a text that cannot be seen",
        (>= 0xFDD0 and <= 0xFDEF) => "is no letter",
        _ when (letter.Value & 0xFFFE) == 0xFFFE => "is no letter",
        _ => null,
    };

    private static bool IsTag(Rune letter) => letter.Value is >= 0xE0020 and <= 0xE007F;

    private static bool IsMark(Rune letter) =>
        Rune.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    // Piece by piece, so that each change has its place: a piece begins where nothing joins what stands before.
    private static TextEdit Composed(TextEdit edit)
    {
        string source = edit.Source;
        for (int start = 0; start < source.Length;)
        {
            int end = start;
            do end += Rune.GetRuneAt(source, end).Utf16SequenceLength;
            while (end < source.Length && source[end] >= 0x300 && CanonicalForm.Joins(Rune.GetRuneAt(source, end)));
            string piece = source[start..end], composed = piece.Length == 1 && piece[0] < 0x300 ? piece : CanonicalForm.Compose(piece);
            if (ReferenceEquals(piece, composed)) edit.Keep(start, end - start);
            else edit.Replace(start, end - start, composed, "one letter is written in one way (Unicode NFC)");
            start = end;
        }
        return edit;
    }

    // At a letter as readers count them; a single one that is too long is cut between its parts.
    private static TextEdit Cut(TextEdit edit, int maxLength)
    {
        string source = edit.Source;
        int kept = 0;
        while (kept < source.Length && StringInfo.GetNextTextElementLength(source, kept) is var next && kept + next <= maxLength) kept += next;
        if (kept == 0) kept = char.IsHighSurrogate(source[maxLength - 1]) ? maxLength - 1 : maxLength;
        edit.Keep(0, kept);
        edit.Replace(kept, source.Length - kept, "", string.Create(CultureInfo.InvariantCulture, $"longer than {maxLength} characters"));
        return edit;
    }
}
