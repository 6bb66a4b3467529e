using System.CommandLine;
using System.Xml.Linq;
using NeuralTrader.Supply;
using NeuralTrader.Supply.Advisories;
using NeuralTrader.Supply.Bills;
using NeuralTrader.Supply.Locks;
using NuGet.Configuration;

Option<DirectoryInfo> root = new("--root") { Description = "The repository; the folder of the caller by default.", DefaultValueFactory = _ => new(Environment.CurrentDirectory), Recursive = true };
Argument<DirectoryInfo?> project = new("project") { Description = "Folder of one program, such as src/NeuralTrader.Silo; without, everything in the repository.", Arity = ArgumentArity.ZeroOrOne };
Option<FileInfo?> target = new("--out") { Description = "File to write; the terminal by default." };

Command bill = new("sbom", "Write the bill of materials, CycloneDX 1.6, as the lock files have it.") { project, target };
bill.SetAction(answer =>
{
    string place = answer.GetRequiredValue(root).FullName, name = answer.GetValue(project) is { } folder ? LockFile.Read(folder.FullName).Project : BillOfMaterials.Everything;
    string version = XDocument.Load(Path.Combine(place, "Directory.Build.props")).Descendants("Version").Single().Value;
    string packages = SettingsUtility.GetGlobalPackagesFolder(Settings.LoadDefaultSettings(place));
    string written = BillOfMaterials.Write(name, version, LockFile.All(place), package => Licence.Of(package, packages));
    if (answer.GetValue(target) is { } file) File.WriteAllText(file.FullName, written);
    else Console.Out.Write(written);
    return 0;
});

Command audit = new("audit", "Ask the package sources for advisories on all locked packages. Exits with 0: none; 2: some; 3: not checked, because the sources know of none at all.");
audit.SetAction(async (answer, cancel) =>
{
    string place = answer.GetRequiredValue(root).FullName;
    PackageSourceProvider configured = new(Settings.LoadDefaultSettings(place));
    PackageSource[] sources = [.. configured.LoadAuditSources().Where(source => source.IsEnabled)];
    if (sources.Length == 0) sources = [.. configured.LoadPackageSources().Where(source => source.IsEnabled)];
    AuditReport report = await PackageAudit.Run(sources, [.. LockFile.All(place).SelectMany(one => one.Packages.Values)], cancel);
    foreach (string line in report.Lines()) Console.Out.WriteLine(line);
    return (int)report.Verdict;
});

try
{
    return await new RootCommand("What this repository takes from others.") { root, bill, audit }.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (SupplyException fault)
{
    Console.Error.WriteLine(fault.Message);
    return 1;
}
