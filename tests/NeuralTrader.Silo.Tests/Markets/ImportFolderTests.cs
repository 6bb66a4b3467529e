using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class ImportFolderTests
{
    private const string Bars = "date,open,high,low,close\n2020-01-02,1,1,1,1\n";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("missing.csv"), InlineData("missing/a.csv"), InlineData("a.csv/b")]
    [InlineData("../outside/a.csv"), InlineData("../import-2/a.csv"), InlineData("../../etc/passwd"), InlineData("/etc/passwd"), InlineData("a.csv\0")]
    [InlineData("link.csv"), InlineData("folder-link/a.csv"), InlineData("folder-link"), InlineData("chain.csv"), InlineData("ring"), InlineData("dangling.csv"), InlineData("..")]
    public void What_is_missing_and_what_is_outside_are_told_apart_by_nothing(string path) => With(import => Assert.Null(import.Find(path)));

    [Theory, InlineData("a.csv", "a.csv"), InlineData("./sub/../sub/b.csv", "sub/b.csv"), InlineData("inner.csv", "sub/b.csv"), InlineData("sub", "sub"), InlineData("", ""), InlineData(".", "")]
    public void What_is_inside_is_found_with_its_links_resolved(string path, string found) =>
        With(import => Assert.Equal(Path.TrimEndingDirectorySeparator(Path.Combine(import.Path, found)), import.Find(path)));

    [Fact]
    public async Task A_missing_folder_is_empty_and_links_in_a_folder_are_refused_one_by_one()
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        MarketImporter importer = new(store, [new CsvBarFile()], TimeProvider.System);
        string import = folder.File("import");
        Assert.Empty(await Read());
        Directory.CreateDirectory(import);
        await File.WriteAllTextAsync(folder.File("secret.csv"), Bars, Stop);
        await File.WriteAllTextAsync(Path.Combine(import, "a.csv"), Bars, Stop);
        File.CreateSymbolicLink(Path.Combine(import, "b.csv"), folder.File("secret.csv"));
        Assert.Equal([("a.csv", false), ("b.csv", true)], (await Read()).Select(report => (report.File, report.Refused)));
        Assert.Equal(["A"], (await store.List(cancellationToken: Stop)).Select(info => info.Key.Symbol));

        async Task<List<ImportReport>> Read()
        {
            List<ImportReport> reports = [];
            await foreach (ImportReport report in importer.ImportFolder(import, new ImportOptions("-", "USD"), Stop)) reports.Add(report);
            return reports;
        }
    }

    private static void With(Action<ImportFolder> check)
    {
        using TemporaryFolder folder = new();
        string import = folder.File("import"), outside = folder.File("outside");
        foreach (string name in new[] { import, outside, folder.File("import-2"), Path.Combine(import, "sub") }) Directory.CreateDirectory(name);
        foreach (string name in new[] { "import/a.csv", "import/sub/b.csv", "outside/a.csv", "import-2/a.csv" }) File.WriteAllText(folder.File(name), Bars);
        foreach ((string link, string target) in new[]
        {
            ("link.csv", Path.Combine(outside, "a.csv")), ("folder-link", "../outside"), ("chain.csv", "link.csv"), ("ring", "ring"), ("dangling.csv", "nowhere.csv"),
            ("inner.csv", "sub/b.csv"),
        })
            File.CreateSymbolicLink(Path.Combine(import, link), target);
        check(new ImportFolder(import));
    }
}
