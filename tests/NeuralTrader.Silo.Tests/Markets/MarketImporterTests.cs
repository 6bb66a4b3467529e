using Microsoft.Extensions.Time.Testing;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class MarketImporterTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_folder_is_imported_file_by_file_and_one_bad_file_does_not_stop_it()
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        await File.WriteAllTextAsync(folder.File("aapl.csv"), "date,open,high,low,close\n2020-01-02,1,1,1,1\n", Stop);
        await File.WriteAllTextAsync(folder.File("bad name.csv"), "date,open,high,low,close\n2020-01-02,1,1,1,1\n", Stop);
        await File.WriteAllTextAsync(folder.File("ibm.csv"), "nonsense\n", Stop);
        await using (FileStream parquet = File.Create(folder.File("msft.parquet"))) await ParquetBarFile.Write(Sample.Days(2019), parquet, Stop);
        await File.WriteAllTextAsync(folder.File("notes.md"), "not prices", Stop);
        MarketImporter importer = new(store, [new CsvBarFile(), new ParquetBarFile()], TimeProvider.System);
        List<ImportReport> reports = [];
        await foreach (ImportReport report in importer.ImportFolder(folder.Root, new ImportOptions("-", "USD"), Stop)) reports.Add(report);
        Assert.Equal([("aapl.csv", false), ("bad name.csv", true), ("ibm.csv", true), ("msft.parquet", false)], reports.Select(report => (report.File, report.Refused)));
        Assert.Equal(["AAPL", "MSFT"], (await store.List(cancellationToken: Stop)).Select(info => info.Key.Symbol));
    }

    [Fact]
    public async Task A_file_of_another_kind_is_refused_by_name()
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        MarketImporter importer = new(store, [new CsvBarFile()], TimeProvider.System);
        Assert.Equal("fileName", (await Assert.ThrowsAsync<InvalidInputException>(() => importer.Import(System.IO.Stream.Null, "a.exe", new ImportOptions("A", "USD"), Stop))).Field);
    }

    [Fact]
    public async Task Actions_that_come_before_or_after_the_raw_bars_make_the_adjusted_series()
    {
        const string bars = "date,open,high,low,close\n2014-06-06,700,700,700,700\n2014-06-09,100,100,100,100\n", factors = "20140606,1,0.142857142,700\n20501231,1,1,0\n";
        foreach (bool actionsFirst in new[] { true, false })
        {
            using TemporaryFolder folder = new();
            using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
            MarketImporter importer = new(store, [new CsvBarFile()], TimeProvider.System);
            Task Bars() => importer.Import(Stream(bars), "a.csv", new ImportOptions("A", "USD"), Stop);
            Task Actions() => importer.ImportActions(Stream(factors), "factors.csv", "A", cancellationToken: Stop);
            await (actionsFirst ? Actions() : Bars());
            await (actionsFirst ? Bars() : Actions());
            Assert.Equal([100.0, 100], (await store.Load(new SeriesKey("A", BarInterval.Day, PriceBasis.SplitAdjusted), cancellationToken: Stop))!.Select(bar => bar.Close));
            Assert.Equal([700.0, 100], (await store.Load(new SeriesKey("A", BarInterval.Day, PriceBasis.Raw), cancellationToken: Stop))!.Select(bar => bar.Close));
        }
    }

    [Fact]
    public async Task Quotes_and_trades_are_stored_as_ticks()
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        MarketImporter importer = new(store, [], TimeProvider.System);
        await importer.ImportQuotes(Stream("timestamp,bid,ask\n2020-01-01T00:00:00Z,1,2\n"), "q.csv", new ImportOptions("A", "USD"), Stop);
        await importer.ImportTrades(Stream("timestamp,price,size\n2020-01-01T00:00:00Z,1,2\n"), "t.csv", new ImportOptions("A", "USD"), Stop);
        Assert.Single((await store.LoadTicks<QuoteTick>("A", cancellationToken: Stop))!.Ticks);
        Assert.Equal("t.csv", (await store.LoadTicks<TradeTick>("A", cancellationToken: Stop))!.Provenance.Source);
    }

    private static MemoryStream Stream(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task A_row_from_the_future_is_refused_by_line()
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        FakeTimeProvider clock = new(new DateTimeOffset(2020, 1, 10, 0, 0, 0, TimeSpan.Zero));
        using MemoryStream file = new("date,open,high,low,close\n2020-01-09,1,1,1,1\n2031-01-20,1,1,1,1\n"u8.ToArray());
        ImportReport report = await new MarketImporter(store, [new CsvBarFile()], clock).Import(file, "mine.csv", new ImportOptions("MINE", "USD"), Stop);
        ImportIssue issue = Assert.Single(report.Issues, issue => issue.Severity == IssueSeverity.Error);
        Assert.Equal((1, 3, "date"), (report.Accepted, issue.Line, issue.Field));
        Assert.Equal(new DateTime(2020, 1, 9, 0, 0, 0, DateTimeKind.Utc), (await store.List("MINE", Stop)).Single().Last);
    }
}
