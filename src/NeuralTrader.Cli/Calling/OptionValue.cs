using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using NeuralTrader.Cli.Output;
using NeuralTrader.Client.Json;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Cli.Calling;

/// <summary>
/// Turns words of the command line into JSON. Only the form is decided here, by the member's type; whether the value is right is for the
/// platform to say, so a number that is none goes out as text and is refused there with its field.
/// </summary>
internal static class OptionValue
{
    /// <summary>One member's value.</summary>
    /// <param name="words">What was written; several for lists and dictionaries.</param>
    /// <param name="type">The member's type.</param>
    /// <param name="option">The option's name, for problems.</param>
    /// <exception cref="ProblemException">The words have no form that the type could take.</exception>
    public static JsonNode? Of(string[] words, JsonTypeInfo type, string option)
    {
        if (words is [['[', ..] list] && type.Kind == JsonTypeInfoKind.Enumerable && Element(type).Kind != JsonTypeInfoKind.Enumerable)
            return Json(list, option);
        if (words is [['[', '[', ..] lists] && type.Kind == JsonTypeInfoKind.Enumerable) return Json(lists, option);
        if (words is [['{', ..] named] && type.Kind == JsonTypeInfoKind.Dictionary) return Json(named, option);
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => Json(words[0], option),
            JsonTypeInfoKind.Dictionary => Named(words, Element(type), option),
            JsonTypeInfoKind.Enumerable => new JsonArray([.. words.Select(word => Single(word, Element(type), option))]),
            _ => Single(words[0], type, option),
        };
    }

    /// <summary>Text as JSON.</summary>
    public static JsonNode? Json(string text, string option)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = WireJson.MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException fault)
        {
            throw ProblemException.Usage($"{option} is not JSON: {fault.Message}");
        }
    }

    private static JsonTypeInfo Element(JsonTypeInfo type) => WireJson.Options.GetTypeInfo(type.ElementType!);

    private static JsonObject Named(string[] words, JsonTypeInfo element, string option)
    {
        JsonObject named = [];
        foreach (string word in words)
        {
            int equals = word.IndexOf('=');
            if (equals <= 0) throw ProblemException.Usage($"{option} is '{word}'; allowed: name=value, as often as needed, or one JSON object.");
            if (!named.TryAdd(word[..equals], Single(word[(equals + 1)..], element, option)))
                throw ProblemException.Usage($"{option} names {word[..equals]} twice.");
        }
        return named;
    }

    private static JsonNode? Single(string word, JsonTypeInfo type, string option)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(byte[])) return word.StartsWith('@') ? Convert.ToBase64String(File.ReadAllBytes(word[1..])) : word;
        if (type.Kind != JsonTypeInfoKind.None || (plain == typeof(ParameterRange) && !IsNumber(word))) return Json(word, option);
        if (plain == typeof(ParameterRange)) return JsonNode.Parse(word);
        if (plain == typeof(bool)) return bool.TryParse(word, out bool truth) ? truth : word;
        return !plain.IsEnum && Type.GetTypeCode(plain) is >= TypeCode.SByte and <= TypeCode.Decimal && IsNumber(word) ? JsonNode.Parse(word) : word;
    }

    private static bool IsNumber(string word)
    {
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(word));
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
