using System.Buffers;
using System.Text.Json.Serialization.Metadata;
using System.Text.Json;
using NeuralTrader.Api.Json;
using NeuralTrader.Api.Problems;
using NeuralTrader.Domain;

namespace NeuralTrader.Api.Functions;

/// <summary>Finds what is wrong with a body that could not be read, and says it with the caller's own names.</summary>
internal static class BodyFault
{
    /// <summary>The first fault in the body.</summary>
    public static Problem Explain(in ReadOnlySequence<byte> body, JsonTypeInfo type)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = WireJson.MaxDepth });
            return Check(document.RootElement, type, "") ?? Problem.Of(ProblemTypes.InvalidInput, "The body does not hold this function's arguments.");
        }
        catch (JsonException fault)
        {
            long line = (fault.LineNumber ?? 0) + 1;
            long position = (fault.BytePositionInLine ?? 0) + 1;
            string detail = string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"The body stops being JSON of at most {WireJson.MaxDepth} levels at line {line}, byte {position}.");
            return Problem.Of(ProblemTypes.MalformedJson, detail) with { Line = line, Position = position, Path = fault.Path ?? "$" };
        }
        catch (InvalidOperationException) // how System.Text.Json says that a text cannot be decoded
        {
            return Problem.Of(ProblemTypes.MalformedJson,
                "The body holds text that is not Unicode: bytes that are not UTF-8, or one half of a surrogate pair.") with { Path = "$" };
        }
    }

    private static Problem? Check(JsonElement json, JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => json.ValueKind == JsonValueKind.Object ? Members(json, type, path) : Wrong(json, type, path),
        JsonTypeInfoKind.Dictionary => json.ValueKind == JsonValueKind.Object ? Entries(json, type, path) : Wrong(json, type, path),
        JsonTypeInfoKind.Enumerable => json.ValueKind == JsonValueKind.Array ? Items(json, type, path) : Wrong(json, type, path),
        _ => Reads(json, type) ? null : Wrong(json, type, path),
    };

    private static Problem? Members(JsonElement json, JsonTypeInfo type, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty member in json.EnumerateObject())
        {
            string at = At(path, member.Name);
            JsonPropertyInfo? known = type.Properties.FirstOrDefault(property => property.Name == member.Name);
            if (known is null) return Unknown(member.Name, at, type);
            if (!seen.Add(member.Name)) return Problem.Invalid(at, "given twice", "each member once") with { Path = JsonPath(at) };
            JsonTypeInfo memberType = type.Options.GetTypeInfo(known.PropertyType);
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                if (TakesNull(known)) continue;
                return Wrong(member.Value, memberType, at);
            }
            if (Check(member.Value, memberType, at) is { } fault) return fault;
        }
        JsonPropertyInfo? missing = type.Properties.FirstOrDefault(property => property.IsRequired && !seen.Contains(property.Name));
        if (missing is null) return null;
        string missed = At(path, missing.Name);
        return Problem.Invalid(missed, null, WireWords.Allowed(type.Options.GetTypeInfo(missing.PropertyType))) with { Path = JsonPath(missed) };
    }

    private static Problem? Entries(JsonElement json, JsonTypeInfo type, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        JsonTypeInfo valueType = type.Options.GetTypeInfo(type.ElementType!);
        foreach (JsonProperty entry in json.EnumerateObject())
        {
            string at = At(path, entry.Name);
            if (!seen.Add(entry.Name)) return Problem.Invalid(at, "given twice", "each member once") with { Path = JsonPath(at) };
            if (Check(entry.Value, valueType, at) is { } fault) return fault;
        }
        return null;
    }

    private static Problem? Items(JsonElement json, JsonTypeInfo type, string path)
    {
        JsonTypeInfo itemType = type.Options.GetTypeInfo(type.ElementType!);
        int i = 0;
        foreach (JsonElement item in json.EnumerateArray())
            if (Check(item, itemType, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}[{i++}]")) is { } fault) return fault;
        return null;
    }

    private static bool Reads(JsonElement json, JsonTypeInfo type)
    {
        try
        {
            json.Deserialize(type);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TakesNull(JsonPropertyInfo member) =>
        member.PropertyType.IsValueType
            ? Nullable.GetUnderlyingType(member.PropertyType) is not null : member.AssociatedParameter?.IsNullable ?? member.IsSetNullable;

    private static Problem Wrong(JsonElement json, JsonTypeInfo type, string path)
    {
        string? value = json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText();
        return Problem.Invalid(path.Length == 0 ? "body" : path, value, WireWords.Allowed(type)) with { Path = JsonPath(path) };
    }

    private static Problem Unknown(string name, string path, JsonTypeInfo type)
    {
        string[] known = [.. type.Properties.Where(property => property.AssociatedParameter is not null).Select(property => property.Name)];
        string allowed = known.Length == 0 ? "no members" : string.Join(", ", known);
        return Problem.Invalid(path, "an unknown member", allowed) with { Nearest = NearestNames.To(name, known), Path = JsonPath(path) };
    }

    private static string At(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static string JsonPath(string path) => path.Length == 0 ? "$" : $"$.{path}";
}
