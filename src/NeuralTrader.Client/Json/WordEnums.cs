using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NeuralTrader.Client.Json;

/// <summary>An enum is one of its words in snake_case, spelt exactly; neither its number nor a list of words.</summary>
internal sealed class WordEnums : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : struct, Enum
    {
        private readonly Dictionary<string, T> values = Enum.GetValues<T>().ToDictionary(Word, StringComparer.Ordinal);
        private readonly Dictionary<T, JsonEncodedText> words = Enum.GetValues<T>().ToDictionary(value => value, value => JsonEncodedText.Encode(Word(value)));

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.GetString() is { } word && values.TryGetValue(word, out T value)
                ? value
                : throw new JsonException("Not one of the words.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(words.TryGetValue(value, out JsonEncodedText word) ? word : throw new JsonException($"{typeof(T).Name} {value} has no word."));

        private static string Word(T value)
        {
            string name = value.ToString();
            return typeof(T).GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        }
    }
}
