using System.Text.Json;
using System.Xml.Linq;

namespace NeuralTrader.Supply.Locks;

/// <summary>packages.lock.json of a project: what it asks for, and every package that comes with it.</summary>
internal sealed class LockFile
{
    /// <summary>The name that NuGet gives every such file.</summary>
    public const string FileName = "packages.lock.json";

    private readonly Dictionary<string, LockedPackage> packages = new(StringComparer.OrdinalIgnoreCase);

    private LockFile(string project) => Project = project;

    /// <summary>The project's name.</summary>
    public string Project { get; }

    /// <summary>Every package, direct or not, by name.</summary>
    public IReadOnlyDictionary<string, LockedPackage> Packages => packages;

    /// <summary>Packages that the project itself asks for.</summary>
    public HashSet<string> Direct { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Projects that it refers to by itself.</summary>
    public required IReadOnlyList<string> References { get; init; }

    /// <summary>Every project below a folder that has a lock file, by path.</summary>
    public static IReadOnlyList<LockFile> All(string root) =>
    [
        .. Directory.EnumerateFiles(root, FileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => !Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar).Any(folder => folder is "bin" or "obj")).Select(file => Read(Path.GetDirectoryName(file)!)),
    ];

    /// <summary>The lock file in a project's folder.</summary>
    /// <exception cref="SupplyException">There is none, or it is not of the form this program knows.</exception>
    public static LockFile Read(string folder)
    {
        string file = Path.Combine(folder, FileName);
        string project = Directory.Exists(folder) && Directory.GetFiles(folder, "*.csproj") is [var only] ? only : throw new SupplyException($"{folder}: not the folder of one project.");
        if (!File.Exists(file)) throw new SupplyException($"{file}: not there; `dotnet restore` makes it.");
        LockFile read = new(Path.GetFileNameWithoutExtension(project)) { References = [.. ReferencesOf(project)] };
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        if (document.RootElement.GetProperty("version").GetInt32() is not 2 and var version) throw new SupplyException($"{file}: form {version}; allowed: 2.");
        foreach (JsonProperty entry in document.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())) read.Add(file, entry);
        return read;
    }

    private void Add(string file, JsonProperty entry)
    {
        string Text(string member) => entry.Value.TryGetProperty(member, out JsonElement value) && value.GetString() is { } text ? text : throw new SupplyException($"{file}: {entry.Name} has no {member}.");
        string type = Text("type");
        if (type == "Project") return;
        string[] needs = entry.Value.TryGetProperty("dependencies", out JsonElement named) ? [.. named.EnumerateObject().Select(need => need.Name)] : [];
        packages[entry.Name] = new(entry.Name, Text("resolved"), Text("contentHash"), needs);
        if (type == "Direct") Direct.Add(entry.Name);
    }

    private static IEnumerable<string> ReferencesOf(string project) => XDocument.Load(project).Descendants("ProjectReference")
        .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
