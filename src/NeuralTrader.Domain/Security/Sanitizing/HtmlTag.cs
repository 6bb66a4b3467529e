namespace NeuralTrader.Domain.Security.Sanitizing;

/// <summary>A tag as WHATWG's tokenizer reads it.</summary>
/// <param name="Name">The element's name in lower case.</param>
/// <param name="IsEnd">True for an end tag.</param>
/// <param name="Attributes">Names in lower case with their values as they stand.</param>
/// <param name="End">Where the tag has ended.</param>
/// <param name="IsClosed">False where the text ended before the tag did; a browser shows nothing of such a tag.</param>
internal sealed record HtmlTag(string Name, bool IsEnd, IReadOnlyList<(string Name, string Value)> Attributes, int End, bool IsClosed)
{
    private const int MostAttributes = 64;

    /// <summary>Reads the tag that begins with the letter behind &lt; or &lt;/.</summary>
    public static HtmlTag Read(string text, int start, bool isEnd)
    {
        int i = start;
        while (i < text.Length && !IsBlank(text[i]) && text[i] is not ('/' or '>')) i++;
        string name = text[start..i].ToLowerInvariant();
        List<(string, string)> attributes = [];
        while (i < text.Length)
        {
            while (i < text.Length && (IsBlank(text[i]) || text[i] == '/')) i++;
            if (i >= text.Length) break;
            if (text[i] == '>') return new HtmlTag(name, isEnd, attributes, i + 1, true);
            int nameStart = i++; // an equals sign at the start belongs to the name
            while (i < text.Length && !IsBlank(text[i]) && text[i] is not ('/' or '>' or '=')) i++;
            string attribute = text[nameStart..i].ToLowerInvariant(), value = "";
            while (i < text.Length && IsBlank(text[i])) i++;
            if (i < text.Length && text[i] == '=')
            {
                i++;
                while (i < text.Length && IsBlank(text[i])) i++;
                if (i >= text.Length) break;
                int valueStart = i;
                if (text[i] is '"' or '\'')
                {
                    int close = text.IndexOf(text[i], i + 1);
                    if (close < 0) return new HtmlTag(name, isEnd, attributes, text.Length, false);
                    value = text[(valueStart + 1)..close];
                    i = close + 1;
                }
                else
                {
                    while (i < text.Length && !IsBlank(text[i]) && text[i] != '>') i++;
                    value = text[valueStart..i];
                }
            }
            if (attributes.Count < MostAttributes && !attributes.Exists(known => known.Item1 == attribute)) attributes.Add((attribute, value));
        }
        return new HtmlTag(name, isEnd, attributes, text.Length, false);
    }

    private static bool IsBlank(char letter) => letter is ' ' or '\t' or '\n' or '\f' or '\r';
}
