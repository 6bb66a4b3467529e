using System.Diagnostics;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Analysis;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

/// <summary>Time is linear in the number of positions. Figures are printed; the bounds are loose, for a debug build on a busy machine.</summary>
public sealed class PortfolioSpeedTests(ITestOutputHelper output)
{
    private static readonly DateTime Now = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Ten_thousand_positions()
    {
        Board board = new();
        PortfolioBook book = new("large");
        book.Apply(new PortfolioOpened("large", "USD", BrokerKind.Paper, new RiskLimits(), new TradingCosts(BorrowRateAnnual: 0.01m), Now));
        book.Apply(new CashMoved(100_000_000, Now));
        for (int i = 0; i < 10_000; i++)
        {
            book.Apply(new OrderAccepted($"o{i}", "t", $"S{i}", OrderSide.Buy, OrderType.Market, TimeInForce.Day, 10, null, null, 100, Board.Time, Now));
            book.Apply(new OrderFilled($"o{i}", 10, 100 + (i % 7), 1_000 + (10 * (i % 7)), 0, 0, Board.Time, "t", Now));
        }
        Assert.Equal(10_000, PortfolioStatus.Of(book, board, 1).PositionCount);
        Assert.InRange(Best("status of 10,000 positions", () => PortfolioStatus.Of(book, board, 1)), 0, 60);
        OrderTicket ticket = new("t", "S1", TradeAction.Buy, 1);
        Assert.InRange(Best("an order among 10,000 positions", () => OrderPlacement.Place(book, ticket, board, "x", Now)), 0, 60);
        Assert.InRange(Best("nothing to catch up in 10,000 positions", () => OrderWork.NextStep(book, board, Now)), 0, 60);
    }

    [Fact]
    public void An_analysis_of_twenty_years()
    {
        Random random = new(1);
        double price = 100;
        BarSeries bars = BarSeries.FromBars(new SeriesKey("X", BarInterval.Day, PriceBasis.Raw), "USD", new Provenance("t", true),
        [
            .. Enumerable.Range(0, 5_105).Select(i => { price *= 1 + ((random.NextDouble() - 0.5) / 50); return new Bar(TestMarket.Day(1).AddDays(i), price, price * 1.01, price * 0.99, price, 1e6); }),
        ]);
        Assert.InRange(Best("quick analysis of 5,105 bars", () => MarketAnalysis.Of(bars)), 0, 60);
    }

    private double Best(string what, Action work)
    {
        double best = double.MaxValue;
        for (int i = 0; i < 60; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        output.WriteLine($"{what}: {best:0.000} ms");
        return best;
    }

    private sealed class Board : IQuoteBoard
    {
        public static readonly DateTime Time = TestMarket.Day(1);
        private readonly Dictionary<string, Quote> quotes = Enumerable.Range(0, 10_000).ToDictionary(
            i => $"S{i}", i => new Quote($"S{i}", "USD", 101.25m + (i % 97), 100m, 0, Time.AddDays(1), BarInterval.Day, new Provenance("t", true)));

        public long Version => 1;

        public Quote? Find(string symbol) => quotes.GetValueOrDefault(symbol);

        public IEnumerable<Bar> BarsAfter(string symbol, DateTime time) => [];

        public IEnumerable<CorporateAction> ActionsBetween(string symbol, DateTime after, DateTime through) => [];
    }
}
