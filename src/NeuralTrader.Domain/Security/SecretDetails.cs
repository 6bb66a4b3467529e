using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralTrader.Domain.Security;

/// <summary>Masks secrets in facts by name: by the name itself, by the names inside a value that is JSON, and in what is left by its text.</summary>
public static class SecretDetails
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 64 };

    /// <summary>The same facts without secrets.</summary>
    public static IReadOnlyDictionary<string, string> Hide(IReadOnlyDictionary<string, string> details) =>
        details.ToDictionary(fact => fact.Key, fact => SecretNames.IsSecret(fact.Key) ? SecretText.Hidden : Hide(fact.Value), StringComparer.Ordinal);

    /// <summary>A value without secrets.</summary>
    public static string Hide(string value)
    {
        if (value.AsSpan().TrimStart() is not (['{', ..] or ['[', ..])) return SecretText.Hide(value);
        try
        {
            return Hide(JsonNode.Parse(value, documentOptions: Deep)) is { } shown ? shown.ToJsonString() : value;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException) // no JSON, or a name in it twice
        {
            return SecretText.Hide(value);
        }
    }

    private static JsonNode? Hide(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key, SecretNames.IsSecret(member.Key) && member.Value is not null ? JsonValue.Create(SecretText.Hidden) : Hide(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Hide)]),
        JsonValue value when value.TryGetValue(out string? text) => JsonValue.Create(SecretText.Hide(text)),
        _ => node?.DeepClone(),
    };
}
