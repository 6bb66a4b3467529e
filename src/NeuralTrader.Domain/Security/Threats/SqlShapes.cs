namespace NeuralTrader.Domain.Security.Threats;

/// <summary>The shapes that injected SQL has, looked for among the pieces of a text.</summary>
/// <param name="text">The text.</param>
/// <param name="tokens">Its pieces from the place on where SQL goes on.</param>
/// <param name="start">That place.</param>
/// <param name="quote">The quote that has just closed the string the text is pasted into; NUL where it is pasted in as a number would be.</param>
internal readonly ref struct SqlShapes(ReadOnlySpan<char> text, ReadOnlySpan<SqlToken> tokens, int start, char quote)
{
    private const int Furthest = 48; // pieces that are looked at from one on, so that the time stays linear

    private static readonly ThreatRule
        Condition = Rule("condition", "Adds a condition of its own, often one that is always true, to the query."),
        Union = Rule("union-select", "Adds the rows of another query to the answer."),
        Stacked = Rule("stacked-statement", "Ends the statement and begins another."),
        Comment = Rule("comment-ends-statement", "Closes the string and comments out the rest of the statement, such as the check of a password."),
        Subquery = Rule("subquery", "Puts another query in the place of a value."),
        Slow = Rule("time-function", "Makes the database wait, and the wait tells what a condition is."),
        Inside = Rule("server-function", "Reaches for the server's own tables, files, programs or network."),
        Ordering = Rule("order-or-group", "Changes the order, grouping or limits of the query, which tells how many columns it has."),
        Statement = Rule("statement", "Is a statement by itself."),
        Branch = Rule("branch", "Branches inside a value, and the branch taken tells what a condition is.");

    private readonly ReadOnlySpan<char> text = text;
    private readonly ReadOnlySpan<SqlToken> tokens = tokens;
    private readonly int first = FirstAfterParentheses(tokens);

    private bool IsQuoted => quote != '\0';

    /// <summary>Notes every shape that is there.</summary>
    public void Find(ref ThreatReport report)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            SqlToken token = tokens[i];
            (ThreatRule? rule, int last) = token.Kind switch
            {
                SqlKind.Logic => (IsCondition(i, out int end) ? Condition : null, end),
                SqlKind.Comparison or SqlKind.Arithmetic => IsQuoted && i == first && IsOperand(i + 1, out int after) && EndsSomehow(after) ? (Condition, after)
                    : token.Kind == SqlKind.Comparison && IsComputedCondition(i) ? (Condition, i + 2) : default,
                SqlKind.Semicolon => IsStatement(i + 1, i == first && IsQuoted ? 2 : 1) ? (Stacked, i + 2) : default,
                SqlKind.Comment => EndsStatement(i) ? (Comment, i) : default,
                SqlKind.Variable => token.Word == SqlWord.Inside && token.End - token.Start > 3 ? (Inside, i) : default,
                SqlKind.Word => Word(i),
                _ => default,
            };
            if (rule is not null) report.Add(rule, IsQuoted && i == first ? start - 1 : token.Start, Math.Min(At(last).End, text.Length));
        }
    }

    private (ThreatRule?, int) Word(int i) => tokens[i].Word switch
    {
        SqlWord.Union => IsUnion(i, out int last) ? (Union, last) : default,
        SqlWord.Select => IsSubquery(i) ? (Subquery, i + 1) : i == 0 && IsStatement(i, 0) ? (Statement, i + 2) : default,
        SqlWord.Slow => At(i + 1).Kind == SqlKind.Open && IsCall(i) ? (Slow, i + 2) : default,
        SqlWord.Waitfor => Is(i + 1, SqlWord.Delay) || (At(i + 1) is var time && IsText(time)) ? (Slow, i + 2) : default,
        SqlWord.Inside => IsInside(i) ? (Inside, i) : default,
        SqlWord.Into => Is(i + 1, SqlWord.Outfile) ? (Inside, i + 1) : default,
        SqlWord.Case => Is(i + 1, SqlWord.When) && (At(i + 2).Kind is SqlKind.Number or SqlKind.Open || IsText(At(i + 2))) ? (Branch, i + 2) : default,
        SqlWord.If => At(i + 1).Kind == SqlKind.Open && IsOperand(i + 2, out int compared) && IsComparison(compared) && (IsQuoted || i <= 1 || IsGlue(i - 1)) ? (Branch, i + 3) : default,
        SqlWord.Cast => IsErrorFunction(i) ? (Branch, i + 2) : default,
        SqlWord.Order or SqlWord.Group => Is(i + 1, SqlWord.By) && IsOrdering(i) ? (Ordering, i + 2) : default,
        SqlWord.Having or SqlWord.Where => IsPlaced(i) && IsOperand(i + 1, out int left) && IsComparison(left) && IsLiteral(At(i + 1)) ? (Condition, left + 1) : default,
        SqlWord.Limit => IsPlaced(i) && At(i + 1).Kind == SqlKind.Number && (IsQuoted || EndsSomehow(i + 2) && i > 0) && IsSqlAfter(i + 2) ? (Ordering, i + 1) : default,
        SqlWord.Procedure => At(i + 1).Kind == SqlKind.Word && At(i + 2).Kind == SqlKind.Open && IsPlaced(i) ? (Inside, i + 2) : default,
        SqlWord.Like or SqlWord.In or SqlWord.Is or SqlWord.Between => (i == first && IsQuoted) || (i == 1 && IsLiteral(tokens[0])) ? Matches(i) : default,
        SqlWord.Execute or SqlWord.Declare or SqlWord.Insert or SqlWord.Update or SqlWord.Delete or SqlWord.Define =>
            i == 0 && IsStatement(i, IsQuoted ? 1 : 0) ? (Statement, i + 2) : default,
        _ => default,
    };

    // OR and AND, and what is compared after them.
    private bool IsCondition(int i, out int last)
    {
        last = i;
        int at = i + 1, most = i + Furthest;
        while (at < most && (Is(at, SqlWord.Not) || At(at) is { Kind: SqlKind.Open } || (At(at).Kind == SqlKind.Arithmetic && At(at + 1).Kind is SqlKind.Number or SqlKind.Arithmetic) || IsBang(at))) at++;
        SqlToken left = At(at);
        if (left.Word == SqlWord.Select) return (IsQuoted && i == first) || IsSubquery(at) || At(at + 1).Kind is SqlKind.Arithmetic;
        if (left.Word == SqlWord.Exists) return At(at + 1).Kind is SqlKind.Open or SqlKind.Close;
        if (!IsOperand(at, out int after)) return false;
        last = after;
        bool opens = (IsQuoted && i == first) || (!IsQuoted && (i == first || (IsValueBefore(i) && At(i - 2).Kind != SqlKind.Comparison)));
        if (!IsComparison(after))
            return opens && (IsQuoted || i > 0) && left.Word != SqlWord.Slow && EndsHere(after)
                && (IsQuoted ? (left.Kind == SqlKind.OpenText ? IsReopened(left) : left.Kind != SqlKind.Word) || left.Word is SqlWord.True or SqlWord.Null || At(at + 1).Kind == SqlKind.Open
                    : left.Kind == SqlKind.Number && At(after).Kind == SqlKind.Comment);
        bool isWord = At(after).Kind == SqlKind.Word;
        int rightAt = after + 1;
        while (Is(rightAt, SqlWord.Not) || Is(rightAt, SqlWord.Like) || (At(rightAt).Kind is SqlKind.Arithmetic or SqlKind.Open && rightAt < most)) rightAt++;
        SqlToken right = At(rightAt);
        last = rightAt;
        if (isWord) return opens && (IsLiteral(right) || right.Word is SqlWord.Null or SqlWord.True or SqlWord.Select) && (IsQuoted || IsLiteral(left) || i == 0);
        if (right.Kind == SqlKind.End) return IsQuoted && i == first;
        if (!IsOperand(rightAt, out _)) return false;
        if (IsLiteral(left) && IsLiteral(right)) return opens || IsQuoted || At(i - 1).Kind is SqlKind.Close;
        if (IsQuoted && i == first) return true;
        bool isSame = left.Kind == SqlKind.Word && right.Kind == SqlKind.Word && Letters(left).Equals(Letters(right), StringComparison.OrdinalIgnoreCase);
        return opens && (isSame || left.Kind == SqlKind.Variable || right.Word == SqlWord.Select
            || (IsLiteral(right) && left.Kind == SqlKind.Word && i <= 1) || (IsLiteral(left) && At(rightAt - 1).Kind == SqlKind.Open)
            || At(at + 1).Kind == SqlKind.Open || (IsLiteral(left) && right.Word != SqlWord.None));
    }

    // (1=1)*5: a condition that a value is computed with.
    private bool IsComputedCondition(int i) =>
        At(i - 1).Kind == SqlKind.Number && At(i + 1).Kind == SqlKind.Number && At(i - 2).Kind == SqlKind.Open && At(i + 2).Kind == SqlKind.Close && At(i + 3).Kind == SqlKind.Arithmetic;

    // The last string of an injection is the one that the statement's own quote closes.
    private bool IsReopened(SqlToken token) => text[token.Start] == quote && !text[token.Start..].ContainsAny(' ', '\n');

    private bool IsUnion(int i, out int last)
    {
        last = i + 1;
        while (last < i + Furthest && (Is(last, SqlWord.All) || At(last).Kind == SqlKind.Open)) last++;
        if (!Is(last, SqlWord.Select)) return false;
        last++;
        while (Is(last, SqlWord.All) || At(last).Kind == SqlKind.Open) last++;
        return At(last).Kind == SqlKind.End ? IsQuoted || i <= 1 : IsSelected(last);
    }

    private bool IsSubquery(int i)
    {
        if (At(i - 1).Kind != SqlKind.Open) return false;
        int at = i + 1;
        while (at < i + Furthest && (Is(at, SqlWord.All) || At(at).Kind == SqlKind.Open || Is(at, SqlWord.Top))) at++;
        return IsSelected(at);
    }

    // What is selected: a value, everything, or a column before FROM, a comma or the like; "select committee" selects nothing.
    private bool IsSelected(int i)
    {
        SqlToken token = At(i), next = At(i + 1);
        return token.Kind switch
        {
            SqlKind.Number or SqlKind.Text or SqlKind.OpenText => next.Kind != SqlKind.Word || next.Word != SqlWord.None,
            SqlKind.Variable => true,
            SqlKind.Arithmetic => next.Kind is not (SqlKind.Word or SqlKind.Arithmetic) || next.Word != SqlWord.None || IsCall(i + 1),
            SqlKind.Word => token.Word is SqlWord.Null or SqlWord.Case or SqlWord.Slow or SqlWord.Inside or SqlWord.If
                || (token.Word == SqlWord.Cast && next.Kind == SqlKind.Open) || next.Kind is SqlKind.Dot or SqlKind.Comment or SqlKind.Open
                || (next.Kind == SqlKind.Comma && (IsQuoted || HasFrom(i))) || next.Word == SqlWord.From || next.Word == SqlWord.Where || (next.Kind == SqlKind.Logic && next.Word == SqlWord.None),
            _ => false,
        };
    }

    private bool HasFrom(int i)
    {
        for (int at = i; at < Math.Min(tokens.Length, i + Furthest); at++)
            if (tokens[at].Word == SqlWord.From) return true;
        return false;
    }

    // A statement that begins here; the surer it is that one may (1 after a semicolon, 2 after a quote as well), the less it has to show.
    private bool IsStatement(int i, int sure)
    {
        while (At(i).Kind == SqlKind.Open && i < tokens.Length) i++;
        SqlToken next = At(i + 1);
        return At(i).Word switch
        {
            SqlWord.Select => sure > 0 ? IsSelected(SkipAll(i + 1)) || (sure > 1 && next.Kind == SqlKind.End) : next.Kind is SqlKind.Arithmetic or SqlKind.Variable && (Is(i + 2, SqlWord.From) || next.Kind == SqlKind.Variable),
            SqlWord.Insert => next.Word == SqlWord.Into && At(i + 2).Kind is SqlKind.Word or SqlKind.Text && (sure > 0 || HasAfter(i + 3, SqlWord.Values, SqlWord.Select)),
            SqlWord.Update => next.Kind is SqlKind.Word or SqlKind.Text && Is(i + 2, SqlWord.Set) && (At(i + 4).Kind == SqlKind.Comparison || sure > 1),
            SqlWord.Delete => next.Word == SqlWord.From && At(i + 2).Kind == SqlKind.Word && (sure > 0 || Is(i + 3, SqlWord.Where) || EndsStatementAt(i + 3)),
            SqlWord.Define => (next.Word == SqlWord.Object || next.Word == SqlWord.Procedure || next.Kind == SqlKind.Logic) && At(i + 2).Kind is SqlKind.Word or SqlKind.Text
                && (sure > 0 || EndsStatementAt(i + 3) || At(i + 3).Kind is SqlKind.Open),
            SqlWord.Execute => sure > 0 ? next.Kind is SqlKind.Word or SqlKind.Open or SqlKind.Variable or SqlKind.Text or SqlKind.OpenText
                : next.Kind == SqlKind.Open || next.Word == SqlWord.Inside || (next.Kind == SqlKind.Word && At(i + 2).Kind == SqlKind.Dot) || IsProcedureName(next),
            SqlWord.Declare => next.Kind == SqlKind.Variable,
            SqlWord.Shutdown => sure > 0 && EndsStatementAt(i + 1),
            SqlWord.Waitfor => next.Kind == SqlKind.Word,
            SqlWord.Begin => sure > 0 && (next.Word is SqlWord.Inside or SqlWord.Slow or SqlWord.Execute || At(i + 2).Kind == SqlKind.Dot),
            SqlWord.If => sure > 0 && (next.Kind == SqlKind.Open || IsComparison(i + 2)),
            SqlWord.Call => sure > 0 && next.Kind == SqlKind.Word && At(i + 2).Kind == SqlKind.Open,
            SqlWord.Set => sure > 0 && next.Kind == SqlKind.Variable,
            SqlWord.Merge => sure > 0 && next.Kind == SqlKind.Word && (At(i + 2).Word is SqlWord.From or SqlWord.Into || next.Word is SqlWord.Object or SqlWord.Into),
            SqlWord.Grant => sure > 0 && HasAfter(i + 2, SqlWord.Object, SqlWord.All) && quote != '\0',
            SqlWord.Slow => sure > 0,
            _ => false,
        };
    }

    private bool IsProcedureName(SqlToken name) =>
        Letters(name) is ['x' or 'X' or 's' or 'S', 'p' or 'P', '_', ..] || (IsQuoted && Letters(name) is ['x' or 'X' or 's' or 'S', 'p' or 'P', ..]);

    private bool HasAfter(int i, SqlWord one, SqlWord other)
    {
        for (int at = i; at < Math.Min(tokens.Length, i + Furthest); at++)
            if (tokens[at].Word == one || tokens[at].Word == other) return true;
        return false;
    }

    // -- or # right behind the closed string, or with nothing but a word behind it; a dash between two thoughts is neither.
    private bool EndsStatement(int i)
    {
        if (!IsQuoted) return false;
        bool isFirst = i == first || (i == first + 1 && tokens[first].Kind == SqlKind.Semicolon);
        if (!isFirst) return false;
        ReadOnlySpan<char> comment = text[tokens[i].Start..tokens[i].End];
        bool touches = tokens[i].Start == start || (i > 0 && tokens[i].Start == tokens[i - 1].End);
        return comment is ['-', ..] or ['/', ..] ? touches || !comment.TrimStart("-/* ").Contains(' ') : touches || comment.Length == 1;
    }

    private (ThreatRule?, int) Matches(int i)
    {
        SqlToken next = At(i + 1);
        bool isValue = tokens[i].Word switch
        {
            SqlWord.Is => next.Word == SqlWord.Null || (next.Word == SqlWord.Not && Is(i + 2, SqlWord.Null)),
            SqlWord.In => next.Kind == SqlKind.Open && (At(i + 2).Kind is SqlKind.Number || IsText(At(i + 2)) || Is(i + 2, SqlWord.Select)),
            SqlWord.Between => IsLiteral(next) && At(i + 2).Word == SqlWord.And,
            _ => IsText(next) || (next.Kind == SqlKind.Open && (Is(i + 2, SqlWord.Select) || IsLiteral(At(i + 2)))),
        };
        return isValue && EndsSomehow(i + 2) ? (Condition, i + 2) : default;
    }

    private bool IsOrdering(int i)
    {
        SqlToken what = At(i + 2);
        bool isColumn = what.Kind is SqlKind.Number or SqlKind.Open || (IsQuoted && what.Kind == SqlKind.Word && (At(i + 3).Kind is SqlKind.Comma or SqlKind.Comment || Is(i + 3, SqlWord.Having)));
        return isColumn && (what.Kind == SqlKind.Open ? IsPlaced(i) && (IsQuoted || At(i + 3).Word is SqlWord.Select or SqlWord.Case)
            : (IsPlaced(i) && IsSqlAfter(i + 3) && (IsQuoted || i > 0)) || At(i + 3).Kind == SqlKind.Comment || (i == 0 && At(i + 3).Kind == SqlKind.Comma && At(i + 4).Kind == SqlKind.Number));
    }

    private bool IsInside(int i) => tokens[i].Word == SqlWord.Inside
        && (Letters(tokens[i]).ContainsAny('_', '$') || At(i + 1).Kind is SqlKind.Open or SqlKind.Dot || IsQuoted || Is(i - 1, SqlWord.From));

    // Functions that fail aloud or pick a branch: ELT(1=1, …), MAKE_SET(…), CAST((…) AS …), EXP(~(…)), only with a comparison or a query inside.
    private bool IsErrorFunction(int i)
    {
        if (At(i + 1).Kind != SqlKind.Open) return false;
        int chars = 0;
        for (int at = i + 2, most = Math.Min(tokens.Length, i + 16); at < most; at++)
        {
            if (tokens[at].Kind == SqlKind.Comparison && IsLiteral(tokens[at - 1]) && IsLiteral(At(at + 1))) return true;
            if (tokens[at].Word == SqlWord.Cast && At(at + 1).Kind == SqlKind.Open && tokens[at - 1].Kind is SqlKind.Logic or SqlKind.Arithmetic or SqlKind.Comma && ++chars == 2) return true;
        }
        return false;
    }

    private bool IsCall(int i)
    {
        if (At(i + 1).Kind != SqlKind.Open) return false;
        SqlToken argument = At(i + 2), next = At(i + 3);
        bool touches = At(i + 1).Start == At(i).End;
        return argument.Kind switch
        {
            SqlKind.Number => next.Kind is SqlKind.Close or SqlKind.Comma or SqlKind.Arithmetic or SqlKind.End && (touches || IsGlue(i - 1)),
            SqlKind.Text or SqlKind.OpenText or SqlKind.Variable or SqlKind.Open => touches || IsGlue(i - 1),
            SqlKind.Word => next.Kind is SqlKind.Open or SqlKind.Comma || argument.Word is SqlWord.Select or SqlWord.If or SqlWord.Case,
            SqlKind.Arithmetic or SqlKind.Close => IsGlue(i - 1),
            _ => false,
        };
    }

    // One operand: a literal, a name with dots, a call, something in parentheses, and what is added to it.
    private bool IsOperand(int i, out int after)
    {
        int most = i + Furthest;
        after = i;
        do
        {
            while (after < most && (At(after).Kind is SqlKind.Arithmetic or SqlKind.Open || IsBang(after))) after++;
            SqlToken token = At(after);
            if (token.Kind is not (SqlKind.Number or SqlKind.Text or SqlKind.OpenText or SqlKind.Variable or SqlKind.Word)) return false;
            if (token.Kind == SqlKind.Word && token.Word is SqlWord.Select) return true;
            after++;
            while (after < most && At(after).Kind == SqlKind.Dot) after += 2;
            if (token.Kind == SqlKind.Word && At(after).Kind == SqlKind.Open) after = Past(after, most);
            while (after < most && At(after).Kind == SqlKind.Close) after++;
        }
        while (after < most && (At(after).Kind == SqlKind.Arithmetic || (At(after) is { Kind: SqlKind.Logic, Word: SqlWord.None or SqlWord.Xor } && At(after + 1).Kind != SqlKind.End)));
        return true;
    }

    private int Past(int open, int most)
    {
        int depth = 0;
        for (int i = open; i < tokens.Length && i < most; i++)
        {
            if (tokens[i].Kind == SqlKind.Open) depth++;
            else if (tokens[i].Kind == SqlKind.Close && --depth == 0) return i + 1;
        }
        return Math.Min(tokens.Length, most);
    }

    private int SkipAll(int i)
    {
        while (Is(i, SqlWord.All) || Is(i, SqlWord.Top)) i++;
        return i;
    }

    private bool IsComparison(int i) =>
        At(i).Kind == SqlKind.Comparison || At(i).Word is SqlWord.Like or SqlWord.In or SqlWord.Is or SqlWord.Between || (Is(i, SqlWord.Not) && At(i + 1).Word is SqlWord.Like or SqlWord.In or SqlWord.Between);

    private bool IsBang(int i) => At(i).Kind == SqlKind.Other && text[At(i).Start] == '!';

    private bool EndsHere(int i) => At(i).Kind is SqlKind.End or SqlKind.Comment or SqlKind.Semicolon or SqlKind.Close;

    private bool EndsSomehow(int i) => EndsHere(i) || At(i).Kind is SqlKind.Logic or SqlKind.OpenText or SqlKind.Comma or SqlKind.Comparison or SqlKind.Arithmetic or SqlKind.Open || IsSqlAfter(i);

    private bool IsSqlAfter(int i) => EndsHere(i) || At(i).Kind is SqlKind.Logic or SqlKind.Comma || At(i).Word is SqlWord.Union or SqlWord.Into or SqlWord.Procedure or SqlWord.Limit or SqlWord.Having;

    private bool EndsStatementAt(int i) => At(i).Kind is SqlKind.Comment or SqlKind.Semicolon || (IsQuoted && At(i).Kind == SqlKind.End);

    // Where a clause may stand: behind the closed string, a value, or a parenthesis.
    private bool IsPlaced(int i) => i == first || IsValueBefore(i);

    private bool IsValueBefore(int i) => i > 0 && (IsLiteral(tokens[i - 1]) || tokens[i - 1].Kind == SqlKind.Close || tokens[i - 1].Word == SqlWord.Null || (i == 1 && tokens[0].Kind == SqlKind.Word));

    private bool IsGlue(int i) => At(i).Kind is SqlKind.Logic or SqlKind.Comma or SqlKind.Semicolon or SqlKind.Open or SqlKind.Comparison or SqlKind.Arithmetic or SqlKind.Dot || At(i).Word == SqlWord.Select;

    private static bool IsLiteral(SqlToken token) => token.Kind is SqlKind.Number or SqlKind.Text or SqlKind.OpenText;

    private static bool IsText(SqlToken token) => token.Kind is SqlKind.Text or SqlKind.OpenText;

    private bool Is(int i, SqlWord word) => At(i).Word == word;

    private SqlToken At(int i) => (uint)i < (uint)tokens.Length ? tokens[i] : new SqlToken(SqlKind.End, SqlWord.None, text.Length, text.Length);

    private ReadOnlySpan<char> Letters(SqlToken token) => text[token.Start..token.End];

    private static int FirstAfterParentheses(ReadOnlySpan<SqlToken> tokens)
    {
        int first = 0;
        while (first < tokens.Length && tokens[first].Kind == SqlKind.Close) first++;
        return first;
    }

    private static ThreatRule Rule(string name, string explanation) => new(ThreatKind.SqlInjection, name, explanation);
}
