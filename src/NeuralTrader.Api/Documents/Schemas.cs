using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using NeuralTrader.Api.Json;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Api.Documents;

/// <summary>JSON schemas of requests and answers, with the words of the contracts in them.</summary>
internal static class Schemas
{
    private static readonly JsonSchemaExporterOptions Options = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };

    /// <summary>The schema of a type.</summary>
    public static JsonNode Of(Type type) => WireJson.Options.GetJsonSchemaAsNode(type, Options);

    /// <summary>A request that could be sent: what must be given, with values of the right kind.</summary>
    public static JsonObject Example(Type type)
    {
        JsonObject example = [];
        foreach (var member in WireJson.Options.GetTypeInfo(type).Properties.Where(member => member.IsRequired))
            example[member.Name] = Sample(member.Name, member.PropertyType);
        return example;
    }

    private static JsonNode? Sample(string name, Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (Samples.TryGetValue(name, out string? known)) return JsonNode.Parse(known);
        if (plain.IsEnum) return WireWords.EnumNames(plain).First();
        return Type.GetTypeCode(plain) switch
        {
            TypeCode.String => name,
            TypeCode.Boolean => false,
            TypeCode.DateTime => "2020-01-31T00:00:00Z",
            TypeCode.Int32 or TypeCode.Int64 or TypeCode.Double or TypeCode.Decimal => 1,
            _ => WireJson.Options.GetTypeInfo(plain).Kind == JsonTypeInfoKind.Object ? Example(plain) : new JsonArray(),
        };
    }

    private static Dictionary<string, string> Samples { get; } = new(StringComparer.Ordinal)
    {
        ["symbol"] = "\"SPY\"", ["symbols"] = "[\"SPY\"]", ["strategy"] = "\"momentum\"", ["portfolioId"] = "\"growth\"", ["initialCash"] = "100000",
        ["amount"] = "1000", ["target"] = "{\"SPY\":0.6,\"CASH\":0.4}", ["backtestIds"] = "[\"bt-1\",\"bt-2\"]", ["backtestId"] = "\"bt-1\"",
        ["optimizationId"] = "\"opt-1\"", ["parameterRanges"] = "{\"lookback\":{\"min\":63,\"max\":252,\"step\":21},\"skip\":[0,21]}",
        ["orderId"] = "\"o-1\"", ["name"] = "\"rsi\"", ["confirm"] = "\"shutdown\"", ["username"] = "\"ada\"", ["key"] = "\"ntk_…\"", ["keyId"] = "\"ntk_…\"",
    };

    private static JsonObject Describe(JsonSchemaExporterContext context, JsonNode node)
    {
        JsonObject schema = Described(node as JsonObject ?? [], context.TypeInfo.Type, context.PropertyInfo);
        // A member that has its own converter and a default value comes here without its form.
        if (schema["properties"] is JsonObject members)
            foreach (JsonPropertyInfo member in context.TypeInfo.Properties)
                if (members[member.Name] is JsonObject plain && !plain.ContainsKey("description"))
                    members[member.Name] = Described((JsonObject)plain.DeepClone(), member.PropertyType, member);
        return schema;
    }

    private static JsonObject Described(JsonObject schema, Type type, JsonPropertyInfo? member)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(ParameterRange)) schema = ParameterRangeSchema();
        if (WireKinds.Of(plain) is { } kind)
        {
            bool isNullable = plain != type || plain == typeof(double);
            schema["type"] = isNullable ? new JsonArray(kind.Type, "null") : kind.Type;
            if (kind.Format is not null) schema["format"] = kind.Format;
            if (plain.IsEnum) schema["enum"] = new JsonArray([.. WireWords.EnumNames(plain).Select(word => (JsonNode)word)]);
        }
        string? words = member is not null ? XmlDocs.Member(member.DeclaringType, PropertyName(member)) : XmlDocs.Summary(plain);
        if (words is null) return schema;
        if (schema.TryGetPropertyValue("$ref", out JsonNode? reference)) return new JsonObject { ["description"] = words, ["$ref"] = reference!.DeepClone() };
        schema.Remove("description");
        schema.Insert(0, "description", words);
        return schema;
    }

    private static JsonObject ParameterRangeSchema()
    {
        static JsonObject Number() => new() { ["type"] = "number" };
        JsonObject ends = new() { ["min"] = Number(), ["max"] = Number(), ["step"] = Number() };
        return new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["type"] = "array", ["items"] = Number(), ["minItems"] = 1 },
                new JsonObject { ["type"] = "object", ["properties"] = ends, ["required"] = new JsonArray("min", "max"), ["additionalProperties"] = false },
                Number()),
        };
    }

    /// <summary>The member's name in C#.</summary>
    internal static string PropertyName(JsonPropertyInfo member) =>
        (member.AttributeProvider as System.Reflection.MemberInfo)?.Name ?? member.Name;
}

/// <summary>How the types that have their own converters look on the wire.</summary>
internal static class WireKinds
{
    public static (string Type, string? Format)? Of(Type type) =>
        type == typeof(double) ? ("number", "double")
        : type == typeof(decimal) ? ("number", "decimal")
        : type == typeof(DateTime) ? ("string", "date-time")
        : type.IsEnum ? ("string", null)
        : null;
}
