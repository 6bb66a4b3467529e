using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NeuralTrader.Client.Json;

namespace NeuralTrader.Cli.Calling;

/// <summary>Says in words what a type takes.</summary>
internal static class ValueWords
{
    /// <summary>One word for help.</summary>
    public static string Short(JsonTypeInfo type)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(byte[])) return "@file";
        if (plain.IsEnum) return "word";
        if (type.Kind == JsonTypeInfoKind.Object) return "json";
        if (type.Kind == JsonTypeInfoKind.Dictionary) return "name=value";
        if (type.Kind == JsonTypeInfoKind.Enumerable) return Short(WireJson.Options.GetTypeInfo(type.ElementType!));
        return Type.GetTypeCode(plain) switch
        {
            TypeCode.DateTime => "time",
            TypeCode.String => "text",
            TypeCode.Int32 or TypeCode.Int64 => "whole",
            TypeCode.Double or TypeCode.Decimal => "number",
            _ => "value",
        };
    }

    /// <summary>What kind of JSON it is.</summary>
    public static string Form(JsonTypeInfo type)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain == typeof(byte[])) return "base64";
        if (plain == typeof(bool)) return "true or false";
        return type.Kind switch
        {
            JsonTypeInfoKind.Object => "object",
            JsonTypeInfoKind.Dictionary => $"{Form(WireJson.Options.GetTypeInfo(type.ElementType!))} by name",
            JsonTypeInfoKind.Enumerable => $"list of {Form(WireJson.Options.GetTypeInfo(type.ElementType!))}",
            _ => Short(type) is var word && word == "whole" ? "whole number" : word,
        };
    }

    /// <summary>The words an enum takes; empty for other types.</summary>
    public static string Choices(JsonTypeInfo type)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return plain.IsEnum ? string.Join(", ", Words(plain)) : "";
    }

    /// <summary>The words of an enum as they are on the wire.</summary>
    public static IEnumerable<string> Words(Type type) =>
        Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToElement(value, type, WireJson.Options).GetString()!);
}
