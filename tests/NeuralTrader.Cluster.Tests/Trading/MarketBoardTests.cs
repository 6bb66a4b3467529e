using NeuralTrader.Domain.Markets;
using NeuralTrader.Grains.Markets;

namespace NeuralTrader.Cluster.Tests.Trading;

public sealed class MarketBoardTests
{
    private static readonly double[] Closes = [.. Enumerable.Range(0, 200).Select(i => 100.0 + i)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_longer_need_is_read_and_never_forgotten()
    {
        MemoryBars store = new();
        store.Flat("X", Closes);
        MarketBoard board = new(store);
        await board.Load([("X", DateTime.MaxValue)], Stop);
        Assert.Equal(101, board.BarsAfter("X", DateTime.MinValue).Count()); // the tail of a hundred days
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () => await board.Load([("X", i == 3 ? MemoryBars.Day(10) : DateTime.MaxValue)], Stop), Stop)));
        Assert.Equal(190, board.BarsAfter("X", MemoryBars.Day(10)).Count());
        long before = board.Version;
        store.Flat("X", [.. Closes, 1.0]);
        await board.Refresh("X", Stop);
        Assert.Equal(191, board.BarsAfter("X", MemoryBars.Day(10)).Count());
        Assert.Equal((1m, 299m), (board.Find("X")!.Price, board.Find("X")!.PreviousClose));
        Assert.True(board.Version > before);
    }

    [Fact]
    public async Task Split_adjusted_prices_are_shown_as_they_were_traded()
    {
        MemoryBars raw = new(), adjusted = new();
        raw.Flat("X", 400, 404, 102);
        adjusted.Put("X", [.. new[] { 100.0, 101, 102 }.Select((close, i) => new Bar(MemoryBars.Day(i + 1), close, close, close, close, 1e9))], PriceBasis.SplitAdjusted);
        foreach (MemoryBars store in new[] { raw, adjusted })
        {
            await store.SaveActions("X", [new CorporateAction(MemoryBars.Day(3), 4, 0), new CorporateAction(MemoryBars.Day(9), 2, 0)], Stop); // the last is announced
            MarketBoard board = new(store);
            await board.Load([("X", DateTime.MaxValue)], Stop);
            Assert.Equal([400.0, 404, 102], board.BarsAfter("X", DateTime.MinValue).Select(bar => bar.Close));
            Assert.Equal((102m, 101m), (board.Find("X")!.Price, board.Find("X")!.PreviousClose));
            Assert.Equal(4, Assert.Single(board.ActionsBetween("X", MemoryBars.Day(1), MemoryBars.Day(3))).SplitRatio);
        }
    }
}
