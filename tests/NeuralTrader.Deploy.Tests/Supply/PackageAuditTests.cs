using System.Diagnostics;
using NeuralTrader.Supply.Advisories;
using NeuralTrader.Supply.Locks;
using NuGet.Configuration;

namespace NeuralTrader.Deploy.Tests.Supply;

/// <summary>All verdicts against sources whose advisories are known, and the program's exit codes with NuGet's own configuration.</summary>
public sealed class PackageAuditTests
{
    private const string OnOurs = """ "yamldotnet": [{ "url": "https://github.com/advisories/GHSA-0000-0000-0000", "severity": 3, "versions": "(, 99.0.0]" }]""";
    private const string OnOlder = """ "yamldotnet": [{ "url": "https://github.com/advisories/GHSA-0000-0000-0000", "severity": 3, "versions": "(, 5.0.0)" }]""";
    private static readonly LockedPackage Ours = new("YamlDotNet", "18.1.0", "", []);

    public static TheoryData<string?, int, int> Sources => new()
    {
        { AdvisorySource.KnownBad, 200, 0 },
        { AdvisorySource.KnownBad + "," + OnOlder, 200, 0 },
        { AdvisorySource.KnownBad + "," + OnOurs, 200, 2 },
        { OnOurs, 200, 2 }, // knows little, but this
        { null, 200, 3 },
        { "", 200, 3 },
        { OnOlder, 200, 3 },
        { AdvisorySource.KnownBad.Split('\n')[0].TrimEnd(','), 200, 3 }, // one of the two
        { AdvisorySource.KnownBad.Replace("13.0.1", "12.0.0", StringComparison.Ordinal), 200, 3 }, // has heard of the package, not of its fault
        { AdvisorySource.KnownBad, 500, 3 },
        { "not json", 200, 3 },
    };

    [Theory, MemberData(nameof(Sources))]
    public async Task Silence_is_believed_of_those_who_know_what_everybody_knows(string? advisories, int status, int verdict)
    {
        await using AdvisorySource source = await AdvisorySource.Start(advisories, status);
        AuditReport report = await Audit(source.Index.AbsoluteUri);
        Assert.Equal((Verdict)verdict, report.Verdict);
        Assert.StartsWith(verdict switch { 0 => "Ok: ", 2 => "Vulnerable: ", _ => "Not checked: " }, report.Lines().Last(), StringComparison.Ordinal);
        if (verdict == 2) Assert.Equal(new Advisory("YamlDotNet", "18.1.0", "Critical", new("https://github.com/advisories/GHSA-0000-0000-0000")), Assert.Single(report.Found));
    }

    [Fact]
    public async Task Sources_that_do_not_answer_are_named()
    {
        AuditReport report = await Audit("http://127.0.0.1:9/v3/index.json");
        Assert.Equal(Verdict.NotChecked, report.Verdict);
        Assert.StartsWith("source 0 did not answer: ", Assert.Single(report.Silent), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_source_that_knows_is_enough()
    {
        await using AdvisorySource knows = await AdvisorySource.Start(AdvisorySource.KnownBad), silent = await AdvisorySource.Start(null);
        AuditReport report = await Audit(silent.Index.AbsoluteUri, knows.Index.AbsoluteUri);
        Assert.Equal((Verdict.Ok, "source 0 carries no advisories"), (report.Verdict, Assert.Single(report.Silent)));
    }

    [Theory, InlineData(AdvisorySource.KnownBad, 0), InlineData(AdvisorySource.KnownBad + "," + OnOurs, 2), InlineData(null, 3)]
    public async Task The_program_says_it_by_its_exit_code(string? advisories, int exit)
    {
        await using AdvisorySource source = await AdvisorySource.Start(advisories);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("neuraltrader-audit-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nuget.config"), $"""
                <configuration><packageSources><clear /><add key="local" value="{source.Index}" allowInsecureConnections="true" /></packageSources><auditSources><clear /></auditSources></configuration>
                """);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.csproj"), "<Project />");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, LockFile.FileName), """
                { "version": 2, "dependencies": { "net10.0": { "YamlDotNet": { "type": "Direct", "requested": "[18.1.0, )", "resolved": "18.1.0", "contentHash": "AA==" } } } }
                """);
            ProcessStartInfo start = new("dotnet", [typeof(PackageAudit).Assembly.Location, "audit", "--root", folder.FullName]) { RedirectStandardOutput = true };
            using Process process = Process.Start(start)!;
            string said = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == exit, said);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<AuditReport> Audit(params string[] addresses) =>
        PackageAudit.Run([.. addresses.Select((address, number) => new PackageSource(address, $"source {number}") { AllowInsecureConnections = true })], [Ours, Ours], TestContext.Current.CancellationToken);
}
