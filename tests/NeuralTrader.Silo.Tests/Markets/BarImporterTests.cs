using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class BarImporterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_is_imported_file_by_file_and_one_bad_file_does_not_stop_it()
    {
        using TemporaryFolder folder = new();
        using SqliteBarStore store = new(folder.File("markets.db"));
        await File.WriteAllTextAsync(folder.File("aapl.csv"), "date,open,high,low,close\n2020-01-02,1,1,1,1\n", Stop);
        await File.WriteAllTextAsync(folder.File("bad name.csv"), "date,open,high,low,close\n2020-01-02,1,1,1,1\n", Stop);
        await File.WriteAllTextAsync(folder.File("ibm.csv"), "nonsense\n", Stop);
        await using (FileStream parquet = File.Create(folder.File("msft.parquet"))) await ParquetBarFile.Write(Sample.Days(2019), parquet, Stop);
        await File.WriteAllTextAsync(folder.File("notes.md"), "not prices", Stop);
        BarImporter importer = new(store, [new CsvBarFile(), new ParquetBarFile()]);
        List<ImportReport> reports = [];
        await foreach (ImportReport report in importer.ImportFolder(folder.Root, new ImportOptions("-", "USD"), Stop)) reports.Add(report);
        Assert.Equal([("aapl.csv", false), ("bad name.csv", true), ("ibm.csv", true), ("msft.parquet", false)], reports.Select(report => (report.File, report.Refused)));
        Assert.Equal(["AAPL", "MSFT"], (await store.List(cancellationToken: Stop)).Select(info => info.Key.Symbol));
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused_by_name()
    {
        using TemporaryFolder folder = new();
        using SqliteBarStore store = new(folder.File("markets.db"));
        BarImporter importer = new(store, [new CsvBarFile()]);
        Assert.Equal("fileName", (await Assert.ThrowsAsync<InvalidInputException>(() => importer.Import(Stream.Null, "a.exe", new ImportOptions("A", "USD"), Stop))).Field);
    }
}
