using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace NeuralTrader.Api.Documents;

/// <summary>The words that the contracts carry in their source, read from the documentation files beside the assemblies.</summary>
internal static partial class XmlDocs
{
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> Files = new();

    /// <summary>What a type is; null when nothing is written about it.</summary>
    public static string? Summary(Type type) => Find(type.Assembly, $"T:{Id(type)}") is { } member ? Text(member.Element("summary")) : null;

    /// <summary>What a record's member is: its parameter's words, else its property's own.</summary>
    public static string? Member(Type type, string property)
    {
        Type open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        XElement? parameter = Find(open.Assembly, $"T:{Id(open)}")?.Elements("param").FirstOrDefault(param => (string?)param.Attribute("name") == property);
        return Text(parameter) ?? Text(Find(open.Assembly, $"P:{Id(open)}.{property}")?.Element("summary"));
    }

    /// <summary>What an enum's word means.</summary>
    public static string? Word(Type type, string name) => Text(Find(type.Assembly, $"F:{Id(type)}.{name}")?.Element("summary"));

    private static string Id(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    private static XElement? Find(Assembly assembly, string id) => Files.GetOrAdd(assembly, Load).GetValueOrDefault(id);

    private static IReadOnlyDictionary<string, XElement> Load(Assembly assembly)
    {
        string path = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (assembly.GetName().Name?.StartsWith("NeuralTrader.", StringComparison.Ordinal) != true || !File.Exists(path))
            return new Dictionary<string, XElement>();
        try
        {
            return XDocument.Load(path).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);
        }
        catch (Exception fault) when (fault is XmlException or IOException)
        {
            return new Dictionary<string, XElement>(); // documents without words are better than no start
        }
    }

    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        string text = string.Concat(element.Nodes().Select(node => node switch
        {
            XText plain => plain.Value,
            XElement { Name.LocalName: "see" or "paramref" } reference =>
                Name((string?)reference.Attribute("cref") ?? (string?)reference.Attribute("name") ?? ""),
            XElement other => other.Value,
            _ => "",
        }));
        string trimmed = Gaps().Replace(text, " ").Trim();
        return trimmed.Length == 0 ? null : trimmed;
    }

    // "P:NeuralTrader.Abstractions.X.IncludeAnalytics" and "IncludeAnalytics" are both includeAnalytics to the caller.
    private static string Name(string reference)
    {
        string last = reference[(reference.LastIndexOf('.') + 1)..];
        return last.Length == 0 ? "" : char.ToLowerInvariant(last[0]) + last[1..];
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gaps();
}
