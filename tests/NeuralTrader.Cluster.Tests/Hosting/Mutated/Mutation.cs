using System.Text;
using System.Text.Json.Nodes;

namespace NeuralTrader.Cluster.Tests.Hosting.Mutated;

/// <summary>Spoils a good JSON document in one to three places: its members, its values, its letters. The same seed spoils it the same way.</summary>
internal sealed class Mutation(int seed)
{
    /// <summary>Values that some reader somewhere was not ready for, as they stand in JSON.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "0.1", "1e308", "-1e308", "1e309", "1e-400", "2147483647", "2147483648", "-2147483648", "9223372036854775807", "9223372036854775808",
        "79228162514264337593543950335", "79228162514264337593543950336", "0.00000000000000000000000000001", "1.0000000000000000000000000000000000001", "\"\"", "\" \"", "\"NaN\"", "\"Infinity\"", "\"1\"", "\"-1\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\ufeff\"", "\"\\u202e\"", "\"../..\"", "\"a\\r\\nb: c\"", "\"0001-01-01\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"2020-02-30\"", "\"2020-01-01T00:00:00+14:00\"",
        "\"P1D\"", "\"00:00:01\"", "\"-1.00:00:00\"", "\"10675199.02:48:05.4775807\"", "{}", "[]", "[[]]", "[null]", "{\"a\":1}", "[1,\"1\",null,{}]", "\"SPY\"", "\"growth\"", "\"admin\"",
        "\"0.0.0.0/0\"", "\"::ffff:127.0.0.1\"", "\"ntk_\"", "\"" + new string('9', 400) + "\"", "1" + new string('0', 400), new string('[', 70) + new string(']', 70),
    ];

    private static readonly string[] Letters = ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "/*", "//", "\0", "\r", "\uFEFF", "NaN", "Infinity", "+1", ".5", "01", "0x1", "'", "\u2028", "e"];
    private readonly Random random = new(seed);

    /// <summary>Another document, or what is none any more.</summary>
    public byte[] Of(JsonObject good)
    {
        string text = random.Next(3) == 0 ? good.ToJsonString() : WithOtherMembers(good);
        if (random.Next(10) == 0) text = Twice(text);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        return random.Next(4) == 0 ? WithOtherLetters(utf8) : utf8;
    }

    private string WithOtherMembers(JsonObject good)
    {
        JsonNode spoilt = good.DeepClone();
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            (JsonNode holder, object at)[] places = [.. Places(spoilt)];
            if (places.Length == 0) return $"{{\"{Name()}\":{Pick(Values)}}}";
            (JsonNode holder, object at) = places[random.Next(places.Length)];
            if (holder is JsonArray list) Spoil(list, (int)at);
            else Spoil((JsonObject)holder, (string)at);
        }
        string text = spoilt.ToJsonString();
        foreach ((int mark, string value) in marks) text = text.Replace($"\"value-{mark}\"", value, StringComparison.Ordinal);
        marks.Clear();
        return text;
    }

    private void Spoil(JsonArray list, int at)
    {
        switch (random.Next(4))
        {
            case 0: list.RemoveAt(at); break;
            case 1: list.Add(list[at]?.DeepClone()); break;
            default: list[at] = Value(); break;
        }
    }

    private void Spoil(JsonObject members, string name)
    {
        switch (random.Next(8))
        {
            case 0: members.Remove(name); break;
            case 1: members[Name()] = Value(); break;
            case 2:
                JsonNode? moved = members[name]?.DeepClone();
                members.Remove(name);
                members[name.Length > 0 && char.IsLower(name[0]) ? char.ToUpperInvariant(name[0]) + name[1..] : name + "_"] = moved;
                break;
            default: members[name] = Value(); break;
        }
    }

    // Numbers that no .NET type holds are put in as text afterwards.
    private readonly List<(int Mark, string Value)> marks = [];

    private JsonValue Value()
    {
        marks.Add((marks.Count, Pick(Values)));
        return JsonValue.Create($"value-{marks.Count - 1}");
    }

    private string Name() => Pick(["unknown", "$type", "__proto__", "", " ", "Id", "symbol ", "@", "a.b", "\u0430"]);

    private static IEnumerable<(JsonNode, object)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(member => ((JsonNode)members, (object)member.Key)).Concat(members.SelectMany(member => Places(member.Value))),
        JsonArray list => list.Select((_, at) => ((JsonNode)list, (object)at)).Concat(list.SelectMany(Places)),
        _ => [],
    };

    private static string Twice(string text) => text.Length > 2 && text[0] == '{' ? $"{{{text[1..^1]},{text[1..^1]}}}" : text + text;

    private byte[] WithOtherLetters(byte[] utf8)
    {
        List<byte> letters = [.. utf8];
        int at = random.Next(letters.Count);
        switch (random.Next(5))
        {
            case 0: letters[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: letters.RemoveRange(at, letters.Count - at); break;
            case 2: letters.InsertRange(at, Encoding.UTF8.GetBytes(Pick(Letters))); break;
            case 3: letters[at] = (byte)random.Next(128, 256); break;
            default: letters.RemoveAt(at); break;
        }
        return [.. letters];
    }

    private string Pick(string[] from) => from[random.Next(from.Length)];
}
