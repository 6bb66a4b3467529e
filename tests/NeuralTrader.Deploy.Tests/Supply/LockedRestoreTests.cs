using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NeuralTrader.Supply.Locks;

namespace NeuralTrader.Deploy.Tests.Supply;

public sealed partial class LockedRestoreTests
{
    private static readonly IReadOnlyList<LockFile> Locks = LockFile.All(Repository.Root);

    [Fact]
    public void Every_project_of_the_solution_has_its_packages_locked() => Assert.Equal(
        ProjectForm().Matches(Repository.Read("NeuralTrader.Orleans.sln")).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal),
        Locks.Select(one => one.Project).Order(StringComparer.Ordinal));

    [Fact]
    public void No_package_is_there_in_a_version_that_an_SDK_chose()
    {
        IReadOnlyDictionary<string, string> ours = Packages.Versions;
        Assert.All(Locks.SelectMany(one => one.Direct.Select(name => one.Packages[name])), package => Assert.Equal(ours.GetValueOrDefault(package.Name), package.Version));
    }

    [Fact]
    public void Lock_files_name_no_place_to_fetch_from() =>
        Assert.All(Directory.EnumerateFiles(Repository.Root, LockFile.FileName, SearchOption.AllDirectories), file => Assert.DoesNotContain("://", File.ReadAllText(file), StringComparison.Ordinal));

    /// <summary>A project with this repository's properties, versions and lock; NuGet itself is the judge.</summary>
    [Theory]
    [InlineData("nothing", null)]
    [InlineData("contentHash", "NU1403")]
    [InlineData("resolved", "NU1004")]
    public async Task Where_CI_builds_a_restore_fails_at(string changed, string? code)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-lock-");
        try
        {
            foreach (string file in (string[])["Directory.Build.props", "Directory.Packages.props", "global.json"]) File.Copy(Path.Combine(Repository.Root, file), Path.Combine(folder.FullName, file));
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.csproj"), """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="YamlDotNet" /></ItemGroup></Project>""");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, LockFile.FileName), Lock(changed));
            (int exit, string said) = await Restore(folder.FullName);
            Assert.True(code is null == (exit == 0), said);
            if (code is not null) Assert.Contains(code, said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Lock(string changed)
    {
        JsonObject whole = JsonNode.Parse(Repository.Read($"tests/NeuralTrader.Deploy.Tests/{LockFile.FileName}"))!.AsObject(), packages = whole["dependencies"]!["net10.0"]!.AsObject();
        foreach (string other in packages.Select(one => one.Key).Except(["YamlDotNet", "Microsoft.CodeAnalysis.BannedApiAnalyzers"]).ToArray()) packages.Remove(other);
        JsonObject package = packages["YamlDotNet"]!.AsObject();
        if (changed == "contentHash") package[changed] = Convert.ToBase64String(new byte[64]);
        if (changed == "resolved") (package["resolved"], package["requested"]) = ("16.3.0", "[16.3.0, )");
        return whole.ToJsonString();
    }

    private static async Task<(int Exit, string Said)> Restore(string folder)
    {
        ProcessStartInfo start = new("dotnet", ["restore", "--nologo"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CI"] = "true";
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using Process process = Process.Start(start)!;
        string said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, said);
    }

    [GeneratedRegex(@"([A-Za-z.-]+)\.csproj""")]
    private static partial Regex ProjectForm();
}
