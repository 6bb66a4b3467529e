using System.Buffers;

namespace NeuralTrader.Domain.Security.Threats;

/// <summary>
/// Reads a text as SQL in every place it may be pasted into: where a number stands, and inside each kind of quote, which its first quote then closes. What
/// follows must go on as SQL; "O'Brien" does not, because no dialect lets a name follow a string.
/// </summary>
/// <remarks>After the idea of Galbreath (2012), libinjection: SQLi detection, Black Hat USA; the shapes here are written out as rules instead of fingerprints.</remarks>
internal static class SqlThreats
{
    private const int FewTokens = 64;

    public static void Find(ref ThreatReport report, bool hasQuote)
    {
        ReadOnlySpan<char> text = report.Text;
        Read(ref report, 0, quote: '\0');
        if (!hasQuote) return;
        foreach (char quote in "'\"`")
        {
            int closing = Closing(text, quote, 0);
            if (closing < 0) continue;
            if (GoesOn(text, closing + 1)) Read(ref report, closing + 1, quote);
            if (closing > 0 && text[closing - 1] == '\\' && Closing(text, quote, closing + 1) is > 0 and var later && GoesOn(text, later + 1))
                Read(ref report, later + 1, quote); // MySQL takes \' for a quote inside, others do not
        }
    }

    private static void Read(ref ThreatReport report, int start, char quote)
    {
        int most = report.Text.Length - start;
        if (most == 0) return;
        SqlToken[] tokens = ArrayPool<SqlToken>.Shared.Rent(Math.Max(most, FewTokens));
        int count = SqlLexer.Read(report.Text, start, tokens);
        new SqlShapes(report.Text, tokens.AsSpan(0, count), start, quote).Find(ref report);
        ArrayPool<SqlToken>.Shared.Return(tokens);
    }

    // The quote that closes the string the text is pasted into: the first that is not doubled.
    private static int Closing(ReadOnlySpan<char> text, char quote, int from)
    {
        for (int i = from; i < text.Length; i++)
        {
            int next = text[i..].IndexOf(quote);
            if (next < 0) return -1;
            i += next;
            if (i + 1 < text.Length && text[i + 1] == quote && i + 2 < text.Length) i++;
            else return i;
        }
        return -1;
    }

    // Whether SQL may go on here after a string; most apostrophes are done with at this look.
    private static bool GoesOn(ReadOnlySpan<char> text, int start)
    {
        int i = start;
        while (i < text.Length && (text[i] <= ' ' || text[i] is ')' or ']')) i++;
        if (i == text.Length) return false;
        if (!char.IsAsciiLetter(text[i])) return text[i] is not ('.' or '?' or '!' or ':' or '_' or '$' or '\\') && text[i] < 128 && !char.IsAsciiDigit(text[i]);
        return SqlWords.Of(SqlLexer.WordAt(text, i)) is SqlWord.And or SqlWord.Or or SqlWord.Xor or SqlWord.Not or SqlWord.Union or SqlWord.Select or SqlWord.Where
            or SqlWord.Having or SqlWord.Order or SqlWord.Group or SqlWord.Limit or SqlWord.Like or SqlWord.In or SqlWord.Is or SqlWord.Between or SqlWord.Into
            or SqlWord.Execute or SqlWord.Procedure or SqlWord.Waitfor or SqlWord.Declare or SqlWord.From or SqlWord.As;
    }
}
