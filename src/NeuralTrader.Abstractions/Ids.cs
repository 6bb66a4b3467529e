using System.Text.RegularExpressions;

namespace NeuralTrader.Abstractions;

/// <summary>The rules of ids and keys that callers choose.</summary>
public static partial class Ids
{
    /// <summary>An id such as a portfolio's: letters, digits, _ and -, at most 100.</summary>
    /// <exception cref="InvalidInputException">It is malformed.</exception>
    public static string Parse(string? id, string field) =>
        id is not null && IdForm().IsMatch(id) ? id : throw Require.Invalid(field, id, "1 to 100 characters of A–Z a–z 0–9 _ -");

    /// <summary>An idempotency key.</summary>
    /// <exception cref="InvalidInputException">It is malformed or missing.</exception>
    public static string Key(string? key) =>
        key is not null && KeyForm().IsMatch(key)
            ? key
            : throw Require.Invalid("idempotencyKey", key, "1 to 100 characters of A–Z a–z 0–9 . _ - :, new for every new intention");

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();

    [GeneratedRegex(@"\A[A-Za-z0-9._:-]{1,100}\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyForm();
}
