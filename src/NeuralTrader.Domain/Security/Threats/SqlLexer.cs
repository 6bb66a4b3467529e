namespace NeuralTrader.Domain.Security.Threats;

/// <summary>Takes a text apart as the usual dialects of SQL would, all at once: each accepts what any of them accepts.</summary>
internal static class SqlLexer
{
    /// <summary>Writes the pieces from a place on; there are never more than letters.</summary>
    /// <returns>How many there are.</returns>
    public static int Read(ReadOnlySpan<char> text, int start, Span<SqlToken> tokens)
    {
        int count = 0;
        for (int i = start; i < text.Length;)
        {
            char letter = text[i];
            if (letter is > '\0' and <= ' ' or '\u00A0')
            {
                i++;
                continue;
            }
            if (letter == '/' && i + 1 < text.Length && text[i + 1] == '*')
            {
                if (BlockComment(text, i) is var past && past < 0)
                {
                    tokens[count++] = new SqlToken(SqlKind.Comment, SqlWord.None, i, text.Length);
                    return count;
                }
                i = past;
                continue;
            }
            if (letter == '*' && i + 1 < text.Length && text[i + 1] == '/') // the end of a comment that MySQL executes
            {
                i += 2;
                continue;
            }
            SqlToken token = Token(text, i);
            tokens[count++] = token;
            i = token.End;
        }
        return count;
    }

    /// <summary>The word that begins at a place: letters, digits, _ and $.</summary>
    public static ReadOnlySpan<char> WordAt(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        while (end < text.Length && IsWord(text[end])) end++;
        return text[start..end];
    }

    private static SqlToken Token(ReadOnlySpan<char> text, int i)
    {
        char letter = text[i], next = i + 1 < text.Length ? text[i + 1] : '\0';
        if (char.IsAsciiDigit(letter) || (letter == '.' && char.IsAsciiDigit(next))) return Number(text, i);
        if (IsWord(letter)) return Word(text, i);
        return letter switch
        {
            '\'' or '"' or '`' => Text(text, i, letter),
            '[' => Bracketed(text, i),
            '@' => new SqlToken(SqlKind.Variable, next == '@' ? SqlWord.Inside : SqlWord.None, i, i + Math.Max(1, WordAt(text, next == '@' ? i + 2 : i + 1).Length + (next == '@' ? 2 : 1))),
            '-' when next == '-' => Comment(text, i),
            '#' or '\0' => Comment(text, i),
            '(' => One(SqlKind.Open),
            ')' => One(SqlKind.Close),
            ',' => One(SqlKind.Comma),
            ';' => One(SqlKind.Semicolon),
            '.' => One(SqlKind.Dot),
            '|' when next == '|' => Two(SqlKind.Logic),
            '&' when next == '&' => Two(SqlKind.Logic),
            '<' when next is '>' or '=' => Two(SqlKind.Comparison),
            '>' or '!' or '=' when next == '=' => Two(SqlKind.Comparison),
            '=' or '<' or '>' => One(SqlKind.Comparison),
            '+' or '-' or '*' or '/' or '%' or '^' or '~' or '&' or '|' => One(SqlKind.Arithmetic),
            _ => One(SqlKind.Other),
        };

        SqlToken One(SqlKind kind) => new(kind, SqlWord.None, i, i + 1);

        SqlToken Two(SqlKind kind) => new(kind, SqlWord.None, i, i + 2);
    }

    private static SqlToken Number(ReadOnlySpan<char> text, int start)
    {
        int end = start;
        if (text[start] == '0' && start + 1 < text.Length && text[start + 1] is 'x' or 'X')
        {
            end += 2;
            while (end < text.Length && char.IsAsciiHexDigit(text[end])) end++;
            return new SqlToken(SqlKind.Number, SqlWord.None, start, end);
        }
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.')) end++;
        ReadOnlySpan<char> rest = WordAt(text, end);
        bool isExponent = rest is ['e' or 'E', ..] && (rest.Length > 1 ? !rest[1..].ContainsAnyExceptInRange('0', '9') : false);
        if (isExponent) return new SqlToken(SqlKind.Number, SqlWord.None, start, end + rest.Length);
        // "1or" is 1 and OR, as MySQL reads it; "49ers" is a name
        return rest.IsEmpty || SqlWords.Of(rest) is SqlWord.Or or SqlWord.And or SqlWord.Union
            ? new SqlToken(SqlKind.Number, SqlWord.None, start, end) : new SqlToken(SqlKind.Word, SqlWord.None, start, end + rest.Length);
    }

    private static SqlToken Word(ReadOnlySpan<char> text, int start)
    {
        ReadOnlySpan<char> word = WordAt(text, start);
        SqlWord meaning = SqlWords.Of(word);
        return new SqlToken(meaning is SqlWord.And or SqlWord.Or or SqlWord.Xor ? SqlKind.Logic : SqlKind.Word, meaning, start, start + word.Length);
    }

    private static SqlToken Text(ReadOnlySpan<char> text, int start, char quote)
    {
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] != quote) continue;
            if (i + 1 < text.Length && text[i + 1] == quote) i++; // doubled: a quote inside
            else return new SqlToken(SqlKind.Text, SqlWord.None, start, i + 1);
        }
        return new SqlToken(SqlKind.OpenText, SqlWord.None, start, text.Length);
    }

    private static SqlToken Bracketed(ReadOnlySpan<char> text, int start)
    {
        const int longestName = 128;
        int length = text[start..Math.Min(text.Length, start + longestName)].IndexOf(']');
        return length < 0 ? new SqlToken(SqlKind.Other, SqlWord.None, start, start + 1) : new SqlToken(SqlKind.Word, SqlWord.None, start, start + length + 1);
    }

    private static SqlToken Comment(ReadOnlySpan<char> text, int start)
    {
        int length = text[start..].IndexOfAny('\n', '\r');
        return new SqlToken(SqlKind.Comment, SqlWord.None, start, length < 0 ? text.Length : start + length);
    }

    // Past a comment; of one that MySQL executes ("/*!50000") past its head alone; -1 where it is never closed.
    private static int BlockComment(ReadOnlySpan<char> text, int start)
    {
        if (start + 2 < text.Length && text[start + 2] == '!')
        {
            int head = start + 3;
            while (head < text.Length && char.IsAsciiDigit(text[head])) head++;
            return head;
        }
        int length = text[(start + 2)..].IndexOf("*/", StringComparison.Ordinal);
        return length < 0 ? -1 : start + 2 + length + 2;
    }

    private static bool IsWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$' || (letter >= 128 && char.IsLetter(letter));
}
