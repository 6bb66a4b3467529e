using System.Xml.Linq;

namespace NeuralTrader.Deploy.Tests.Supply;

/// <summary>What the projects of this repository ask for.</summary>
internal static class Packages
{
    /// <summary>Versions by name, of Directory.Packages.props.</summary>
    public static readonly IReadOnlyDictionary<string, string> Versions = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants()
        .Where(element => element.Name.LocalName is "PackageVersion" or "GlobalPackageReference").ToDictionary(element => element.Attribute("Include")!.Value, element => element.Attribute("Version")!.Value);

    /// <summary>Packages that every project gets.</summary>
    public static readonly IReadOnlySet<string> Everywhere = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("GlobalPackageReference").Select(element => element.Attribute("Include")!.Value).ToHashSet();

    /// <summary>Projects by the package that they ask for, without "NeuralTrader." before them.</summary>
    public static readonly ILookup<string, string> Users = Directory.EnumerateFiles(Repository.Root, "*.*proj", SearchOption.AllDirectories)
        .SelectMany(file => XDocument.Load(file).Descendants("PackageReference").Select(reference => (Package: reference.Attribute("Include")!.Value, Project: Path.GetFileNameWithoutExtension(file).Replace("NeuralTrader.", "", StringComparison.Ordinal))))
        .ToLookup(one => one.Package, one => one.Project);
}
