using System.Text.RegularExpressions;

namespace NeuralTrader.Domain.Markets;

/// <summary>The rules of instrument names.</summary>
public static partial class Symbol
{
    /// <summary>What a symbol may look like, in words.</summary>
    public const string Allowed = "1 to 32 characters: a letter, digit or ^, then letters, digits and . - _ =";

    /// <summary>The symbol in capitals.</summary>
    /// <exception cref="InvalidInputException">It is not a well-formed symbol.</exception>
    public static string Parse(string? text, string field = "symbol") =>
        Fault(text, field) is { } fault ? throw fault : text!.ToUpperInvariant();

    /// <summary>What is wrong with a symbol; null for a well-formed one.</summary>
    public static InvalidInputException? Fault(string? text, string field = "symbol") =>
        text is not null && Form().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal) ? null : Require.Invalid(field, text, Allowed);

    [GeneratedRegex(@"\A[A-Za-z0-9^][A-Za-z0-9.\-_=]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
