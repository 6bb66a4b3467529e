using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NeuralTrader.Client.Json;

/// <summary>JSON as the platform speaks it: camelCase names, snake_case words, UTC times, null for figures that are not defined; nothing is guessed. Servers and callers share it.</summary>
public static class WireJson
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 32;

    /// <summary>The options, read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Made();

    /// <summary>What the serializer knows of a type.</summary>
    public static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>The time in UTC; one without a zone is UTC.</summary>
    public static DateTime Utc(DateTime value) => UtcDateTimeConverter.Utc(value);

    /// <summary>Brings other options to the same rules.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = MaxDepth;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // it is served as application/json and never put into a page
        options.Converters.Add(new WordEnums());
        options.Converters.Add(new FiniteDoubleConverter());
        options.Converters.Add(new ExactDecimalConverter());
        options.Converters.Add(new UtcDateTimeConverter());
        if (options.TypeInfoResolver is null) options.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
    }

    /// <summary>For who calls the platform and reads its answers: null is NaN where a figure is meant, and members that a newer platform adds are skipped.</summary>
    public static JsonSerializerOptions Answers { get; } = AnswersMade();

    private static JsonSerializerOptions AnswersMade()
    {
        JsonSerializerOptions options = new(Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip, RespectRequiredConstructorParameters = false };
        options.Converters.Remove(options.Converters.First(converter => converter is FiniteDoubleConverter));
        options.Converters.Remove(options.Converters.First(converter => converter is ExactDecimalConverter)); // a quotient may have 29 digits
        options.Converters.Add(new FigureConverter());
        options.MakeReadOnly();
        return options;
    }

    private static JsonSerializerOptions Made()
    {
        JsonSerializerOptions options = new();
        Apply(options);
        options.MakeReadOnly();
        return options;
    }
}
