using System.Xml.Linq;

namespace NeuralTrader.Deploy.Tests;

/// <summary>What a build of programs reads beside their source: projects they reference, what those import, and files from elsewhere.</summary>
internal static class BuildInputs
{
    private static readonly string[] Above = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "nuget.config", "NuGet.config"];

    /// <summary>Paths from the repository's root; of a pattern, the folder before its first sign.</summary>
    /// <param name="programs">Such as Silo.</param>
    public static IReadOnlySet<string> Of(IEnumerable<string> programs)
    {
        HashSet<string> read = [.. Above.Where(file => File.Exists(Path.Combine(Repository.Root, file)))];
        foreach (string program in programs) Walk($"src/NeuralTrader.{program}/NeuralTrader.{program}.csproj", read);
        foreach (string file in Above.Where(read.Contains).Where(file => file.EndsWith("props", StringComparison.Ordinal)).ToArray()) Follow(file, read);
        return read;
    }

    private static void Walk(string path, HashSet<string> read)
    {
        if (!read.Add(path)) return;
        Follow(path, read);
    }

    private static void Follow(string path, HashSet<string> read)
    {
        string folder = Path.GetDirectoryName(path)!;
        foreach (XElement element in XDocument.Parse(Repository.Read(path)).Descendants())
        {
            if (element.Attribute("Project")?.Value is { } import && element.Name.LocalName == "Import") Walk(FromRoot(folder, import), read);
            else if (element.Attribute("Include")?.Value is { } include && element.Name.LocalName == "ProjectReference") Walk(FromRoot(folder, include), read);
            else if (element.Attribute("Include")?.Value is { } file && file.StartsWith("../", StringComparison.Ordinal)) read.Add(FromRoot(folder, file.Split('*')[0]));
        }
    }

    private static string FromRoot(string folder, string path) =>
        Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, path.Replace('\\', '/')))).TrimEnd('/');
}
