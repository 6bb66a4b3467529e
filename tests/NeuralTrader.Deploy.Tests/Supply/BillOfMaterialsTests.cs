using System.Text.Json;
using System.Text.RegularExpressions;
using NeuralTrader.Supply.Bills;
using NeuralTrader.Supply.Locks;
using NuGet.Configuration;

namespace NeuralTrader.Deploy.Tests.Supply;

/// <summary>The rules of CycloneDX 1.6 that a reader relies on, and that the bill is the lock files' and nothing else's.</summary>
public sealed partial class BillOfMaterialsTests
{
    private static readonly IReadOnlyList<LockFile> Locks = LockFile.All(Repository.Root);
    private static readonly string Folder = SettingsUtility.GetGlobalPackagesFolder(Settings.LoadDefaultSettings(Repository.Root));

    public static TheoryData<string> Bills => [BillOfMaterials.Everything, "NeuralTrader.Silo", "NeuralTrader.Api", "NeuralTrader.Standalone", "NeuralTrader.Cli"];

    [Theory, MemberData(nameof(Bills))]
    public void It_lists_the_packages_of_the_lock_files_with_their_hashes(string name)
    {
        IEnumerable<LockFile> locks = name == BillOfMaterials.Everything ? Locks : Locks.Where(one => one.Project == name);
        Assert.Equal(
            locks.SelectMany(one => one.Packages.Values).Select(package => (package.Purl, package.Name, package.Version, Convert.ToHexStringLower(Convert.FromBase64String(package.ContentHash)))).Distinct().Order(),
            Components(Bill(name)).Where(one => one.TryGetProperty("purl", out _)).Select(one => (Text(one, "purl"), Text(one, "name"), Text(one, "version"), Text(one.GetProperty("hashes")[0], "content"))).Order());
    }

    [Theory, MemberData(nameof(Bills))]
    public void It_is_a_CycloneDX_document(string name)
    {
        JsonElement bill = Bill(name);
        Assert.Equal(("CycloneDX", "1.6", 1), (Text(bill, "bomFormat"), Text(bill, "specVersion"), bill.GetProperty("version").GetInt32()));
        Assert.Matches("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", Text(bill, "serialNumber"));
        JsonElement[] all = [bill.GetProperty("metadata").GetProperty("component"), .. Components(bill)];
        string[] references = [.. all.Select(one => Text(one, "bom-ref"))];
        Assert.Distinct(references);
        Assert.All(all, one =>
        {
            Assert.Contains(Text(one, "type"), (string[])["application", "library"]);
            JsonElement licence = Assert.Single(one.GetProperty("licenses").EnumerateArray());
            string worded = Assert.Single(licence.EnumerateObject()).Name == "expression" ? Text(licence, "expression") : licence.GetProperty("license").TryGetProperty("id", out JsonElement id) ? id.GetString()! : Text(licence.GetProperty("license"), "name");
            Assert.NotEmpty(worded);
            if (!one.TryGetProperty("purl", out JsonElement purl)) return;
            Assert.Matches(PurlForm(), purl.GetString());
            Assert.Matches("^[0-9a-f]{128}$", Text(Assert.Single(one.GetProperty("hashes").EnumerateArray()), "content"));
        });
    }

    [Theory, MemberData(nameof(Bills))]
    public void Everything_in_it_is_there_because_something_else_needs_it(string name)
    {
        JsonElement bill = Bill(name);
        Dictionary<string, string[]> graph = bill.GetProperty("dependencies").EnumerateArray().ToDictionary(one => Text(one, "ref"), one => one.GetProperty("dependsOn").EnumerateArray().Select(need => need.GetString()!).ToArray());
        string root = Text(bill.GetProperty("metadata").GetProperty("component"), "bom-ref");
        string[] all = [root, .. Components(bill).Select(one => Text(one, "bom-ref"))];
        Assert.Equal(all.Order(StringComparer.Ordinal), graph.Keys.Order(StringComparer.Ordinal));
        Assert.All(graph.Values, needs => { Assert.Distinct(needs); Assert.Subset(all.ToHashSet(), needs.ToHashSet()); });
        HashSet<string> reached = [];
        Stack<string> open = new([root]);
        while (open.TryPop(out string? one))
            if (reached.Add(one)) foreach (string need in graph[one]) open.Push(need);
        Assert.Empty(all.Except(reached));
    }

    [Fact]
    public void A_program_needs_its_projects_and_they_need_their_packages()
    {
        Dictionary<string, string[]> graph = Bill("NeuralTrader.Standalone").GetProperty("dependencies").EnumerateArray()
            .ToDictionary(one => Text(one, "ref"), one => one.GetProperty("dependsOn").EnumerateArray().Select(need => need.GetString()!).ToArray());
        Assert.Equal(["project:NeuralTrader.Api", "project:NeuralTrader.Silo"], graph["project:NeuralTrader.Standalone"].Where(need => need.StartsWith("project:", StringComparison.Ordinal)));
        Assert.Contains($"pkg:nuget/Npgsql@{Packages.Versions["Npgsql"]}", graph["project:NeuralTrader.Storage"]);
        Assert.DoesNotContain(graph.Keys, one => one.Contains("xunit", StringComparison.Ordinal) || one == "project:NeuralTrader.Cli");
    }

    [Fact]
    public void The_same_lock_files_make_the_same_bytes() => Assert.Equal(Written("NeuralTrader.Cli"), Written("NeuralTrader.Cli"));

    [Fact]
    public void Images_have_their_programs_bill()
    {
        string publish = Repository.Read("deploy/images/Dockerfile");
        Assert.Contains("-p:RestoreLockedMode=true", publish, StringComparison.Ordinal);
        Assert.Contains("sbom src/NeuralTrader.$program --out /out/$program/sbom.cdx.json", publish, StringComparison.Ordinal);
        Assert.False(new DockerIgnore(Repository.Read(".dockerignore")).Leaves("eng/NeuralTrader.Supply/Program.cs"));
        Assert.False(new DockerIgnore(Repository.Read(".dockerignore")).Leaves("src/NeuralTrader.Silo/packages.lock.json"));
    }

    private static string Written(string name) => BillOfMaterials.Write(name, "0.1.0", Locks, package => Licence.Of(package, Folder));

    private static JsonElement Bill(string name) => JsonElement.Parse(Written(name));

    private static JsonElement[] Components(JsonElement bill) => [.. bill.GetProperty("components").EnumerateArray()];

    private static string Text(JsonElement of, string member) => of.GetProperty(member).GetString()!;

    [GeneratedRegex(@"^pkg:nuget/[A-Za-z0-9._-]+@[0-9][0-9A-Za-z.+%-]*$")]
    private static partial Regex PurlForm();
}
