using NeuralTrader.Domain.Markets;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class ShippedDataTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shipped_files_are_imported_once_with_source_and_licence()
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        ShippedData shipped = new(store);
        IReadOnlyList<ImportReport> reports = await shipped.Import(Data, Stop);
        Assert.Equal(7, reports.Count);
        Assert.All(reports, report => Assert.Equal(0, report.Errors));
        Assert.Empty(await shipped.Import(Data, Stop));

        BarSeries index = (await store.Load(new SeriesKey("SPX", BarInterval.Day, PriceBasis.Raw), cancellationToken: Stop))!;
        Assert.Equal((5105, "PTS", 1455.219971), (index.Count, index.Currency, index.Close[0]));
        Assert.NotNull(index.Provenance.Licence);
        Assert.Null(await store.Load(new SeriesKey("SPX", BarInterval.Day, PriceBasis.TotalReturn), cancellationToken: Stop)); // no dividends in a price index
        Assert.Equal(["AAPL", "BAC", "IBM", "QQQ", "SPX", "SPY"], (await store.Instruments(Stop)).Select(instrument => instrument.Symbol));
        Assert.Contains(new CorporateAction(new DateTime(2020, 8, 31), 4, 0), await store.LoadActions("AAPL", Stop));
    }

    [Fact]
    public async Task New_York_minutes_are_stored_in_UTC_and_splits_are_taken_out()
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        await new ShippedData(store).Import(Data, Stop);
        BarSeries minutes = (await store.Load(new SeriesKey("SPY", BarInterval.Minute, PriceBasis.Raw), cancellationToken: Stop))!;
        int open = minutes.FirstAtOrAfter(new DateTime(2013, 10, 7, 13, 30, 0)); // 09:30 in New York, summer time
        Assert.True(minutes.Volume[open] > 5 * minutes.Volume[open - 1]); // 816,453 after 141,005
        BarSeries apple = (await store.Load(new SeriesKey("AAPL", BarInterval.Day, PriceBasis.SplitAdjusted), new DateTime(2014, 6, 6), new DateTime(2014, 6, 9), Stop))!;
        Assert.InRange(apple.Close[1] / apple.Close[0], 0.95, 1.05); // seven for one overnight
    }

    [Fact]
    public async Task A_damaged_shipped_file_is_named()
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        await File.WriteAllTextAsync(folder.File("a.csv"), "date,open,high,low,close\n2020-01-01,1,1,1,x\n", Stop);
        await File.WriteAllTextAsync(
            folder.File("manifest.json"),
            """{"files":[{"file":"a.csv","symbol":"A","name":"A","assetClass":"Equity","currency":"USD","interval":"Day","basis":"Raw","timeZone":"UTC","form":"plain","source":"s","licence":"MIT"}]}""",
            Stop);
        Assert.Contains("a.csv:2: close 'x'", (await Assert.ThrowsAsync<InvalidDataException>(() => new ShippedData(store).Import(folder.Root, Stop))).Message);
    }
}
