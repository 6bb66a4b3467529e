using System.Text.Json;

namespace NeuralTrader.Cli.Output;

/// <summary>Shows any answer: a record as names and values, a list of records as a table, a list of numbers as a curve.</summary>
internal static class AnswerView
{
    private const int MostRows = 50, MostColumns = 12, LongestText = 200;

    public static void Write(Page page, JsonElement answer, string title = "")
    {
        if (title.Length > 0) page.Heading(title);
        switch (answer.ValueKind)
        {
            case JsonValueKind.Object:
                Record(page, answer, title);
                break;
            case JsonValueKind.Array when IsRecords(answer):
                Records(page, answer);
                break;
            default:
                page.Line(Short(answer));
                break;
        }
    }

    private static void Record(Page page, JsonElement record, string title)
    {
        List<(string, string)> plain = [];
        List<JsonProperty> nested = [];
        Sort(record, "", plain, nested);
        if (plain.Count > 0) page.Grid(plain);
        else if (nested.Count == 0) page.Line(Figures.None);
        foreach (JsonProperty part in nested)
        {
            page.Line();
            Write(page, part.Value, title.Length == 0 ? part.Name : $"{title}.{part.Name}");
        }
    }

    // Small records inside a record are lines of it, by dotted names; lists of records and deeper ones follow below.
    private static void Sort(JsonElement record, string prefix, List<(string, string)> plain, List<JsonProperty> nested)
    {
        foreach (JsonProperty member in record.EnumerateObject())
        {
            if (IsRecords(member.Value)) nested.Add(member);
            else if (member.Value.ValueKind == JsonValueKind.Object && member.Value.EnumerateObject().Any())
            {
                if (prefix.Length == 0
                    && member.Value.EnumerateObject().All(inner => inner.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)))
                    Sort(member.Value, $"{member.Name}.", plain, nested);
                else nested.Add(member);
            }
            else plain.Add((prefix + member.Name, Short(member.Value)));
        }
    }

    private static bool IsRecords(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object);

    private static void Records(Page page, JsonElement records)
    {
        JsonElement[] shown = [.. records.EnumerateArray().Take(MostRows)];
        string[] names = [.. shown.SelectMany(record => record.EnumerateObject()).Select(member => member.Name).Distinct().Take(MostColumns)];
        Column<JsonElement>[] columns =
        [
            .. names.Select(name => new Column<JsonElement>(
                name, record => record.TryGetProperty(name, out JsonElement value) ? Short(value) : "",
                shown.Any(record => record.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number) ? Look.Right : Look.Left)),
        ];
        page.Table(shown, records.GetArrayLength(), columns);
    }

    private static string Short(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => Figures.None,
        JsonValueKind.String => Cut(value.GetString()!),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => List(value),
        JsonValueKind.Object => value.EnumerateObject().Any() ? Cut(value.GetRawText()) : Figures.None,
        _ => value.TryGetDecimal(out decimal number) && (number == 0 || Math.Abs(number) >= 1e-6m) ? Figures.Exact(number) : value.GetRawText(),
    };

    private static string List(JsonElement list)
    {
        int count = list.GetArrayLength();
        if (count <= 12) return count == 0 ? Figures.None : Cut(string.Join(", ", list.EnumerateArray().Select(Short)));
        if (list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.Number or JsonValueKind.Null))
            return $"{Sparkline.Of([.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? double.NaN : item.GetDouble())], 48)}  "
                + $"{Short(list[0])} … {Short(list[count - 1])} ({Figures.Whole(count)})";
        return $"{Short(list[0])} … {Short(list[count - 1])} ({Figures.Whole(count)})";
    }

    private static string Cut(string text) => text.Length > LongestText ? string.Concat(text.AsSpan(0, LongestText), "…") : text;
}
