namespace NeuralTrader.Domain;

/// <summary>A value that the caller gave is malformed or out of range; nothing was done. Crosses the wire unchanged.</summary>
/// <param name="field">The argument or request member at fault, in camelCase.</param>
/// <param name="value">What was given, as text; long texts are cut.</param>
/// <param name="allowed">What would have been accepted.</param>
[GenerateSerializer, Alias("invalid-input")]
public sealed class InvalidInputException(string field, string? value, string allowed)
    : ArgumentException(Sentence(field, Shorten(value), allowed))
{
    private const int LongestEcho = 80;

    /// <summary>The argument or request member at fault, in camelCase.</summary>
    [Id(0)] public string Field { get; private set; } = field;

    /// <summary>What was given, as text, at most 80 characters; null when nothing was given.</summary>
    [Id(1)] public string? Value { get; private set; } = Shorten(value);

    /// <summary>What would have been accepted.</summary>
    [Id(2)] public string Allowed { get; private set; } = allowed;

    private static string Sentence(string field, string? value, string allowed) =>
        value is null ? $"{field} is missing; allowed: {allowed}." : $"{field} is '{value}'; allowed: {allowed}.";

    private static string? Shorten(string? value) =>
        value is { Length: > LongestEcho } ? string.Concat(value.AsSpan(0, LongestEcho), "…") : value;
}
