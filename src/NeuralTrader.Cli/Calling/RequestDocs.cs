using System.Xml;
using System.Xml.Linq;

namespace NeuralTrader.Cli.Calling;

/// <summary>What the contracts' comments say of a request's members; the compiler's XML files lie beside the assemblies.</summary>
internal static class RequestDocs
{
    private static readonly Dictionary<string, Dictionary<string, XElement>> Files = new(StringComparer.Ordinal);

    /// <summary>The comment of a record's parameter; empty where there is none.</summary>
    public static string Of(Type record, string parameter)
    {
        string path = Path.ChangeExtension(record.Assembly.Location, ".xml");
        if (!Files.TryGetValue(path, out Dictionary<string, XElement>? members)) Files[path] = members = Load(path);
        XElement? text = members.GetValueOrDefault($"T:{record.FullName}")?.Elements("param").FirstOrDefault(one =>
            (string?)one.Attribute("name") == parameter);
        return text is null ? "" : Words(text);
    }

    private static Dictionary<string, XElement> Load(string path)
    {
        try
        {
            return File.Exists(path) ? XDocument.Load(path).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!) : [];
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private static string Words(XElement text)
    {
        string whole = string.Concat(text.DescendantNodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "paramref" or "see" } link => Reference(link),
            _ => "",
        }));
        return string.Join(' ', whole.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Reference(XElement link)
    {
        string name = ((string?)link.Attribute("name") ?? (string?)link.Attribute("cref") ?? "").Split('.', ':')[^1];
        return name.Length == 0 ? "" : char.ToLowerInvariant(name[0]) + name[1..];
    }
}
