namespace NeuralTrader.Domain.Security.Threats;

/// <summary>What a piece of SQL is.</summary>
internal enum SqlKind : byte
{
    End, Number, Text, OpenText, Word, Variable, Comparison, Arithmetic, Logic, Open, Close, Comma, Semicolon, Dot, Comment, Other,
}

/// <summary>A piece of SQL.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Word">What it means, where it is a word.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where it has ended.</param>
internal readonly record struct SqlToken(SqlKind Kind, SqlWord Word, int Start, int End);
