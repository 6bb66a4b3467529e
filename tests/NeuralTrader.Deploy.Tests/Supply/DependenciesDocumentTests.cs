using System.Xml.Linq;
using NeuralTrader.Supply.Bills;
using NeuralTrader.Supply.Locks;
using NuGet.Configuration;

namespace NeuralTrader.Deploy.Tests.Supply;

/// <summary>docs/dependencies.md against the projects.</summary>
public sealed class DependenciesDocumentTests
{
    private static readonly Dictionary<string, string[]> Rows = Repository.Read("docs/dependencies.md").Split('\n')
        .SkipWhile(line => !line.StartsWith("| package |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)).ToDictionary(cells => cells[0]);

    private static readonly LockedPackage[] Locked = [.. LockFile.All(Repository.Root).SelectMany(one => one.Packages.Values).DistinctBy(package => package.Purl)];

    [Fact]
    public void It_has_every_package_with_a_version_and_no_other() => Assert.Equal(Packages.Versions.Keys.Order(StringComparer.Ordinal), Rows.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void It_names_who_uses_them()
    {
        string[] everyTest = [.. XDocument.Parse(Repository.Read("tests/Directory.Build.props")).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)];
        foreach ((string package, string[] cells) in Rows)
        {
            string[] users = [.. Packages.Users[package].Order(StringComparer.Ordinal)];
            string expected = Packages.Everywhere.Contains(package) ? "every project" : everyTest.Contains(package) ? "every test project" : string.Join(", ", users);
            if (expected.Length > 0) Assert.Equal((package, expected), (package, cells[2]));
            else Assert.True(cells[3].StartsWith("Pinned: ", StringComparison.Ordinal) && Locked.Any(one => one.Name == package && one.Version == Packages.Versions[package]), $"{package} is used by nobody, and is no pin of what others use.");
        }
    }

    [Fact]
    public void It_gives_their_licences_and_a_reason()
    {
        string folder = SettingsUtility.GetGlobalPackagesFolder(Settings.LoadDefaultSettings(Repository.Root));
        foreach ((string name, string[] cells) in Rows)
        {
            Assert.EndsWith(".", cells[3], StringComparison.Ordinal);
            if (Locked.SingleOrDefault(one => one.Name == name && one.Version == Packages.Versions[name]) is not { } package) Assert.StartsWith("AppHost", cells[2], StringComparison.Ordinal);
            else if (Licence.Of(package, folder).Expression is { } expression) Assert.Equal((name, expression), (name, cells[1]));
            else Assert.EndsWith("(file in the package)", cells[1], StringComparison.Ordinal);
        }
    }
}
