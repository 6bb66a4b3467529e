using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;

namespace NeuralTrader.Client.Tests.Contracts;

/// <summary>An instance's state as text, for comparison across builds.</summary>
internal static class Values
{
    /// <summary>Every member of an instance.</summary>
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        Enum or Guid or UInt128 => JsonValue.Create(value.ToString()),
        byte[] bytes => JsonValue.Create(Convert.ToBase64String(bytes)),
        DateTime or DateTimeOffset or DateOnly => JsonValue.Create(((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)),
        TimeSpan span => JsonValue.Create(span.ToString("c")),
        IConvertible number => JsonValue.Create(number.ToString(CultureInfo.InvariantCulture)),
        IDictionary pairs => new JsonObject(pairs.Keys.Cast<object>().Select(key => KeyValuePair.Create($"{key}", Of(pairs[key])))),
        Exception fault => With(Members(value), "Message", fault.Message),
        IEnumerable items when !Samples.IsOurs(value.GetType()) => new JsonArray([.. items.Cast<object?>().Select(Of)]),
        _ => Members(value),
    };

    /// <summary>What was there and is not any more, or is something else now; members that came since are none of that.</summary>
    public static IEnumerable<string> Differences(JsonNode? then, JsonNode? now, string path)
    {
        switch (then, now)
        {
            case (JsonObject was, JsonObject @is):
                return was.SelectMany(member => @is.ContainsKey(member.Key)
                    ? Differences(member.Value, @is[member.Key], $"{path}.{member.Key}")
                    : [$"{path}.{member.Key} is gone; it was {member.Value?.ToJsonString() ?? "null"}"]);
            case (JsonArray was, JsonArray @is) when was.Count == @is.Count:
                return was.Zip(@is).SelectMany((pair, i) => Differences(pair.First, pair.Second, $"{path}[{i}]"));
            default:
                return JsonNode.DeepEquals(then, now) ? [] : [$"{path} was {then?.ToJsonString() ?? "null"} and is {now?.ToJsonString() ?? "null"}"];
        }
    }

    private static JsonObject Members(object value) =>
        new(Samples.Members(value.GetType()).OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Name, Of(member.Field.GetValue(value)))));

    private static JsonObject With(JsonObject members, string name, string value)
    {
        members[name] = value;
        return members;
    }
}
