using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NeuralTrader.Cluster.Tests.Hosting;

/// <summary>A project that is in no solution is neither built nor tested, and nobody hears of it.</summary>
public sealed partial class SolutionTests
{
    private static readonly string[] NeedAspire =
        ["AppHost/NeuralTrader.AppHost.csproj", "tests/NeuralTrader.AppHost.Tests/NeuralTrader.AppHost.Tests.csproj"];

    private static readonly string[] OnDisk =
    [
        .. from folder in (string[])["AppHost", "ServiceDefaults", "benchmarks", "docs", "eng", "src", "tests"]
           from file in Directory.EnumerateFiles(Path.Combine(AspireManifest.Root, folder), "*.csproj", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(AspireManifest.Root, file)
           where !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal)
           orderby path
           select path,
    ];

    [Fact]
    public void The_solution_holds_all_projects_but_those_that_need_Aspire()
    {
        string solution = File.ReadAllText(Path.Combine(AspireManifest.Root, "NeuralTrader.Orleans.sln"));
        Assert.Equal(OnDisk.Except(NeedAspire), Project().Matches(solution).Select(match => match.Groups[1].Value.Replace('\\', '/')).Order());
    }

    [Fact]
    public void The_solution_with_Aspire_holds_all_projects()
    {
        XDocument solution = XDocument.Load(Path.Combine(AspireManifest.Root, "eng", "NeuralTrader.Aspire.slnx"));
        Assert.Equal(OnDisk, solution.Descendants("Project").Select(project => project.Attribute("Path")!.Value["../".Length..]).Order());
    }

    [GeneratedRegex("\"([^\"]+\\.csproj)\"")]
    private static partial Regex Project();
}
