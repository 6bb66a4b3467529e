using System.Text;

namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>Names of files that stay in their folder and that every usual system takes.</summary>
internal static class FileNames
{
    private const int LongestOctets = 255, LongestExtension = 32;
    private const string Refused = "/\\:*?\"<>|\t\n\r\u0085\u2028\u2029";

    private static readonly HashSet<string> Devices = new(
        "CON PRN AUX NUL CONIN$ CONOUT$ COM0 COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9 COM¹ COM² COM³ LPT0 LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9 LPT¹ LPT² LPT³".Split(' '),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes a name fit.</summary>
    public static TextEdit Fit(TextEdit edit)
    {
        TextEdit ends = Ends(Letters(edit).Next()).Next();
        TextEdit sized = Sized(ends);
        return Named(sized.Next());
    }

    private static TextEdit Letters(TextEdit edit)
    {
        for (int i = 0; i < edit.Source.Length; i++)
        {
            if (Refused.Contains(edit.Source[i])) edit.Replace(i, 1, "_", "separates folders, or Windows takes it in no name");
            else edit.Keep(i, 1);
        }
        return edit;
    }

    private static TextEdit Ends(TextEdit edit)
    {
        string source = edit.Source;
        int start = source.Length - source.TrimStart().Length, end = source.Length;
        while (end > start && (source[end - 1] == '.' || char.IsWhiteSpace(source[end - 1]))) end--;
        if (start > 0) edit.Replace(0, start, "", "blanks at the start hide in a list");
        if (start < end && source[start] is '.' or '-')
        {
            edit.Replace(start, 1, "_", source[start] == '.' ? "a dot at the start hides the file" : "a dash at the start is an option for programs");
            start++;
        }
        edit.Keep(start, end - start);
        if (end < source.Length) edit.Replace(end, source.Length - end, "", "Windows drops dots and blanks at the end");
        return edit;
    }

    // Cut before the extension, which tells what the file is.
    private static TextEdit Sized(TextEdit edit)
    {
        string source = edit.Source;
        if (Encoding.UTF8.GetByteCount(source) <= LongestOctets)
        {
            edit.Keep(0, source.Length);
            return edit;
        }
        int dot = source.LastIndexOf('.');
        if (dot < 1 || source.Length - dot > LongestExtension) dot = source.Length;
        int room = LongestOctets - Encoding.UTF8.GetByteCount(source.AsSpan(dot)), kept = 0;
        foreach (Rune letter in source.EnumerateRunes())
        {
            if (kept + letter.Utf16SequenceLength > dot || (room -= letter.Utf8SequenceLength) < 0) break;
            kept += letter.Utf16SequenceLength;
        }
        while (kept > 0 && (source[kept - 1] == '.' || char.IsWhiteSpace(source[kept - 1]))) kept--;
        edit.Keep(0, kept);
        edit.Replace(kept, dot - kept, "", "longer than 255 octets");
        edit.Keep(dot, source.Length - dot);
        return edit;
    }

    private static TextEdit Named(TextEdit edit)
    {
        string source = edit.Source;
        int dot = source.IndexOf('.');
        if (source.Length == 0) edit.Replace(0, 0, "_", "a file has a name");
        else if (Devices.Contains((dot < 0 ? source : source[..dot]).TrimEnd())) edit.Replace(0, 0, "_", "is a device on Windows");
        edit.Keep(0, source.Length);
        return edit;
    }
}
