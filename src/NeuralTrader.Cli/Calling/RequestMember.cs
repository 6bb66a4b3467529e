using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli.Calling;

/// <summary>A member of a request, or of a record anywhere in it, as documents list it.</summary>
/// <param name="Path">Names from the request down, such as constraints.maxWeight, views[].return or assets.NAME.min.</param>
/// <param name="Form">What kind of JSON it is.</param>
/// <param name="Words">What it means, what it takes, and what it is where it is not given.</param>
internal sealed record RequestMember(string Path, string Form, string Words)
{
    private const int Deepest = 5;

    /// <summary>Every member, those of a record after the record.</summary>
    public static IReadOnlyList<RequestMember> Of(Type request) => [.. Members(WireJson.Options.GetTypeInfo(request), "", 1)];

    /// <summary>What the comments of the contracts say of a member.</summary>
    public static string Describe(Type record, JsonPropertyInfo member, JsonParameterInfo parameter, JsonTypeInfo type)
    {
        string text = RequestDocs.Of(record, parameter.Name);
        string rest = member.IsRequired ? "Required."
            : parameter.HasDefaultValue && parameter.DefaultValue is { } value
                ? $"Default {JsonSerializer.Serialize(value, member.PropertyType, WireJson.Options).Trim('"')}." : "";
        string words = ValueWords.Choices(type) is { Length: > 0 } choices ? $"One of {choices}." : "";
        return string.Join(' ', new[] { text, words, rest }.Where(part => part.Length > 0));
    }

    /// <summary>The record that a list or a dictionary holds; null where it holds something else.</summary>
    public static JsonTypeInfo? Held(JsonTypeInfo type) =>
        type.Kind is JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary
        && WireJson.Options.GetTypeInfo(type.ElementType!) is { Kind: JsonTypeInfoKind.Object } element ? element : null;

    private static IEnumerable<RequestMember> Members(JsonTypeInfo record, string prefix, int depth)
    {
        foreach (JsonPropertyInfo member in record.Properties)
        {
            if (member.AssociatedParameter is not { } parameter || (depth == 1 && member.Name == "idempotencyKey")) continue;
            JsonTypeInfo type = WireJson.Options.GetTypeInfo(member.PropertyType);
            string path = prefix + member.Name;
            yield return new RequestMember(path, ValueWords.Form(type), Describe(record.Type, member, parameter, type));
            (JsonTypeInfo? inner, string way) = type.Kind switch
            {
                JsonTypeInfoKind.Object => (type, "."),
                JsonTypeInfoKind.Dictionary => (Held(type), ".NAME."),
                _ => (Held(type), "[]."),
            };
            if (inner is null || depth == Deepest) continue;
            foreach (RequestMember one in Members(inner, path + way, depth + 1)) yield return one;
        }
    }
}
