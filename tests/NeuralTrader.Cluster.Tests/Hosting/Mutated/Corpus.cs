using System.Text.Json;
using System.Text.Json.Nodes;

namespace NeuralTrader.Cluster.Tests.Hosting.Mutated;

/// <summary>Good requests: those of bodies.txt, which were written by hand for these tests, and of every function one with all its members, made from its schema.</summary>
internal static class Corpus
{
    /// <summary>By function.</summary>
    public static ILookup<string, JsonObject> Written { get; } = Lines("bodies.txt").Select(line => line.Split(' ', 2)).ToLookup(parts => parts[0], parts => JsonNode.Parse(parts[1])!.AsObject());

    /// <summary>Lines of a file of this corpus that are no comments.</summary>
    public static IEnumerable<string> Lines(string file)
    {
        using StreamReader text = new(typeof(Corpus).Assembly.GetManifestResourceStream($"Mutated/{file}")!);
        return [.. text.ReadToEnd().Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];
    }

    /// <summary>A document with every member that a schema knows.</summary>
    public static JsonNode? Whole(JsonElement schema, string name = "", int depth = 0)
    {
        if (depth > 6) return null;
        if (schema.TryGetProperty("enum", out JsonElement words)) return JsonNode.Parse(words[0].GetRawText());
        if (schema.TryGetProperty("anyOf", out JsonElement any)) return Whole(any[0], name, depth + 1);
        string? kind = !schema.TryGetProperty("type", out JsonElement type) ? null : type.ValueKind == JsonValueKind.Array ? type[0].GetString() : type.GetString();
        return kind switch
        {
            "object" when schema.TryGetProperty("properties", out JsonElement members) =>
                new JsonObject(members.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, Whole(member.Value, member.Name, depth + 1)))),
            "object" => new JsonObject { ["SPY"] = schema.TryGetProperty("additionalProperties", out JsonElement value) && value.ValueKind == JsonValueKind.Object ? Whole(value, name, depth + 1) : 1 },
            "array" => new JsonArray(schema.TryGetProperty("items", out JsonElement item) ? Whole(item, name, depth + 1) : null),
            "integer" or "number" => 1,
            "boolean" => false,
            "string" => Word(name, schema),
            _ => null,
        };
    }

    private static string Word(string name, JsonElement schema) => schema.TryGetProperty("format", out JsonElement format) && format.GetString() is "date-time" or "date" ? "2020-01-31T00:00:00Z" : name switch
    {
        "symbol" or "symbols" or "benchmark" => "SPY",
        "portfolioId" => "growth",
        "currency" => "USD",
        _ => name.Length > 0 ? name : "x",
    };
}
