using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Domain;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;
using NeuralTrader.Silo.Markets;
using NeuralTrader.Storage.Markets;

namespace NeuralTrader.Silo.Tests.Markets;

public sealed class ImportRequestTests
{
    private static readonly SyntheticRequest Made = new(1, 10, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    private static readonly ImportMarketDataRequest Sound = new("A", Synthetic: Made);

    public static TheoryData<ImportMarketDataRequest, string> Wrong => new()
    {
        { Sound with { Name = new string('a', 201) }, "name" },
        { Sound with { Name = "a\u202Eb" }, "name" },
        { Sound with { Source = new string('a', 501) }, "source" },
        { Sound with { Licence = "MIT\n" }, "licence" },
        { Sound with { Synthetic = Made with { Bars = 0 } }, "synthetic.bars" },
        { Sound with { Synthetic = Made with { DriftAnnual = 6 } }, "synthetic.driftAnnual" },
        { Sound with { Synthetic = Made with { VolatilityAnnual = -1 } }, "synthetic.volatilityAnnual" },
        { Sound with { Synthetic = Made with { StartPrice = double.NaN } }, "synthetic.startPrice" },
        { Sound with { Synthetic = Made with { Start = DateTime.MaxValue } }, "synthetic.start" },
        { Sound with { Synthetic = null, Path = "../../etc/passwd" }, "path" },
        { Sound with { Synthetic = null, Path = "a\0b" }, "path" },
        { Sound with { Synthetic = null, Path = "missing/" }, "path" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task A_request_that_cannot_be_is_refused_by_the_member_that_was_sent(ImportMarketDataRequest request, string field) =>
        Assert.Equal(field, (await Refused(request)).Field);

    [Fact]
    public async Task Dates_are_told_in_iso_form()
    {
        InvalidInputException refusal = await Refused(Sound with { From = new DateTime(2010, 1, 1), To = new DateTime(2009, 1, 1) });
        Assert.Equal("from is '2010-01-01T00:00:00Z'; allowed: a time at or before to, which is 2009-01-01T00:00:00Z.", refusal.Message);
    }

    [Fact]
    public async Task Removed_bars_are_gone_from_store_and_memory_and_the_others_stay()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        using MarketLibrary library = new(store);
        MarketBoard board = new(store);
        KeptAudit audit = new();
        MarketImportGrain grain = new(
            store, new MarketImporter(store, [new CsvBarFile()], TimeProvider.System), [], new ImportFolder(folder.File("import")), new MarketMemory(library, board), audit);
        foreach (string symbol in (string[])["A", "B"]) Assert.False((await grain.Import(Sound with { Symbol = symbol }, stop)).IsRefused);
        await board.Load([("A", DateTime.MaxValue)], stop);
        Assert.NotNull(board.Find("A"));
        Assert.NotNull(await library.Find("A", BarInterval.Day, basis: null, stop));

        Assert.Equal(RefusalKind.NoMarketData, (await grain.Delete(new DeleteMarketDataRequest("A", BarInterval.Hour), stop)).Refusal?.Kind);
        DeleteAnswer removed = (await grain.Delete(new DeleteMarketDataRequest("A"), stop)).Value!;
        Assert.Equal(10, Assert.Single(removed.Series).Count);
        Assert.Null(board.Find("A"));
        Assert.Null(await library.Find("A", BarInterval.Day, basis: null, stop));
        Assert.Equal("B", Assert.Single(await store.List(cancellationToken: stop)).Key.Symbol);
        Assert.Equal(["market.import", "market.import", "market.delete"], audit.Actions);
    }

    private static async Task<InvalidInputException> Refused(ImportMarketDataRequest request)
    {
        using TemporaryFolder folder = new();
        using BarStore store = BarStore.OnSqlite(folder.File("markets.db"));
        MarketImportGrain grain = new(
            store, new MarketImporter(store, [new CsvBarFile()], TimeProvider.System), [], new ImportFolder(folder.File("import")), null!, new KeptAudit()); // refused before it is asked
        return await Assert.ThrowsAsync<InvalidInputException>(() => grain.Import(request, TestContext.Current.CancellationToken));
    }
}
