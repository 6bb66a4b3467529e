using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NeuralTrader.Domain.Backtesting.Search;

namespace NeuralTrader.Api.Json;

/// <summary>Says in words what a type takes on the wire.</summary>
internal static class WireWords
{
    /// <summary>What a value of the type may be.</summary>
    public static string Allowed(JsonTypeInfo type)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        if (plain.IsEnum) return string.Join(", ", EnumNames(plain));
        if (type.Kind == JsonTypeInfoKind.Enumerable) return "a list";
        if (type.Kind == JsonTypeInfoKind.Object)
            return $"an object with {string.Join(", ", type.Properties.Where(p => p.AssociatedParameter is not null).Select(p => p.Name))}";
        if (type.Kind == JsonTypeInfoKind.Dictionary) return "an object of named values";
        return Type.GetTypeCode(plain) switch
        {
            TypeCode.Double => "a finite number",
            TypeCode.Decimal => "a number of at most 28 digits",
            TypeCode.Int32 => "a whole number from -2147483648 to 2147483647",
            TypeCode.Int64 => "a whole number",
            TypeCode.Boolean => "true or false",
            TypeCode.DateTime => "an ISO 8601 date or time, such as 2020-01-31 or 2020-01-31T14:30:00Z",
            TypeCode.String => "text",
            _ => plain == typeof(byte[]) ? "base64 text"
                : plain == typeof(ParameterRange) ? "a list of numbers, an object with min, max and step, or one number"
                : "another kind of value",
        };
    }

    /// <summary>The words of an enum, as they are written.</summary>
    public static IEnumerable<string> EnumNames(Type type) =>
        Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.SerializeToElement(value, type, WireJson.Options).GetString()!);

    /// <summary>An enum's word, as it is written.</summary>
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonSerializer.SerializeToElement(value, WireJson.TypeOf<T>()).GetString()!;
}
