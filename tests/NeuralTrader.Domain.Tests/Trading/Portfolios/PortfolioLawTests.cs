using FsCheck;
using FsCheck.Fluent;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

/// <summary>Laws that hold for every sequence of commands and bars; <see cref="Desk"/> checks the ledger's after every event.</summary>
public sealed class PortfolioLawTests
{
    private const int Days = 12;
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue).ToArbitrary();
    private static readonly string[] Symbols = ["A", "B", "C"];

    [Fact]
    public void Any_sequence_keeps_the_books_and_replays_to_the_same_portfolio() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Seeds, seed =>
        {
            Random random = new(seed);
            Desk desk = new(Market(random), 20_000, Costs(random), Limits(random));
            for (int day = 1; day <= Days; day++)
            {
                desk.To(day);
                for (int i = random.Next(0, 4); i > 0; i--) Command(desk, random);
            }
            foreach (OrderFilled fill in desk.Events.OfType<OrderFilled>())
            {
                Assert.True(fill.Slippage >= 0 && fill.Commission >= 0 && fill.Price >= 0);
                Order order = desk.Book.Orders[fill.OrderId];
                bool wasSplit = desk.Events.OfType<SplitApplied>().Any(split => split.Symbol == order.Symbol);
                if (order.LimitPrice is { } limit && !wasSplit) Assert.True(order.Side == OrderSide.Buy ? fill.Price <= limit : fill.Price >= limit);
            }
            Assert.Equal(Desk.Picture(desk.Book), Desk.Replayed(desk.Events));
        }));

    [Fact]
    public void A_portfolio_that_slept_books_what_one_that_watched_booked() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Seeds, SleepsAndWatches));

    [Theory, InlineData(819624020)]
    public void So_it_did_with_markets_that_were_hard_once(int seed) => SleepsAndWatches(seed);

    private static void SleepsAndWatches(int seed)
    {
        Desk[] desks = [.. new[] { false, true }.Select(_ =>
        {
            Random random = new(seed);
            Desk desk = new(Market(random), 20_000, Costs(random), Limits(random));
            desk.To(1);
            for (int i = 0; i < 8; i++) Command(desk, random);
            return desk;
        })];
        for (int day = 2; day <= Days; day++) desks[0].To(day);
        desks[1].To(Days);
        foreach (string symbol in Symbols)
            Assert.Equal(Of(desks[0], symbol), Of(desks[1], symbol));
        Assert.Equal(Desk.Picture(desks[0].Book), Desk.Picture(desks[1].Book));
    }

    private static PortfolioEvent[] Of(Desk desk, string symbol) =>
    [
        .. desk.Events.Where(happened => symbol == happened switch
        {
            OrderFilled fill => desk.Book.Orders[fill.OrderId].Symbol,
            OrderTriggered triggered => desk.Book.Orders[triggered.OrderId].Symbol,
            OrderClosed closed => desk.Book.Orders[closed.OrderId].Symbol,
            SplitApplied split => split.Symbol,
            DividendPaid dividend => dividend.Symbol,
            BorrowCharged fee => fee.Symbol,
            _ => null,
        }),
    ];

    private static TestMarket Market(Random random)
    {
        TestMarket market = new();
        foreach (string symbol in Symbols)
        {
            double price = random.Next(200, 20_000) / 100.0;
            for (int day = 1; day <= Days; day++)
            {
                double split = 1;
                if (random.Next(0, 12) == 0) market.Action(symbol, day, split = Pick(random, 4.0, 2.0, 1.5, 1 / 3.0, 0.1), random.Next(0, 2));
                if (random.Next(0, 12) == 0) market.Action(symbol, day, dividend: random.Next(1, 300) / 100.0);
                if (day > 1 && random.Next(0, 8) == 0) { price /= split; continue; } // a holiday of this market
                double open = Cents(price / split * (0.9 + (random.NextDouble() * 0.2))), close = Cents(open * (0.9 + (random.NextDouble() * 0.2)));
                double high = Cents(Math.Max(open, close) * (1 + (random.NextDouble() * 0.05))), low = Cents(Math.Min(open, close) * (1 - (random.NextDouble() * 0.05)));
                market.Add(symbol, TestMarket.Day(day), open, Math.Max(high, Math.Max(open, close)), Math.Min(low, Math.Min(open, close)), close, random.Next(0, 3) * 100);
                price = close;
            }
        }
        return market;
    }

    private static void Command(Desk desk, Random random)
    {
        string symbol = Symbols[random.Next(0, 3)];
        if (random.Next(0, 6) == 0 && desk.Book.OpenOrders.FirstOrDefault() is { } open)
        {
            desk.Apply([new OrderClosed(open.OrderId, OrderStatus.Canceled, "test", default)]);
            return;
        }
        if (random.Next(0, 8) == 0)
        {
            Answer<IReadOnlyList<PortfolioEvent>> moved = CashMovement.Move(desk.Book, desk.Market, random.Next(-500_000, 500_000) / 100m, default);
            if (!moved.IsRefused && moved.Value[0] is CashMoved { Amount: not 0 }) desk.Apply(moved.Value);
            return;
        }
        if (desk.Market.Find(symbol) is not { } quote) return;
        OrderType type = (OrderType)random.Next(1, 5);
        decimal limit = Near(random, quote.Price), stop = Near(random, quote.Price);
        decimal quantity = random.Next(0, 3) == 0 ? random.Next(1, 5_000) / 1_000m : random.Next(1, 80);
        desk.Try(
            (TradeAction)random.Next(1, 4), quantity, type, type is OrderType.Limit or OrderType.StopLimit ? limit : null,
            type is OrderType.Stop or OrderType.StopLimit ? stop : null, (TimeInForce)random.Next(1, 5), symbol);
    }

    private static decimal Near(Random random, decimal price) => decimal.Max(0.01m, Math.Round(price * random.Next(85, 116) / 100, 2));

    private static TradingCosts Costs(Random random) => random.Next(0, 3) == 0
        ? TradingCosts.Free
        : new TradingCosts(
            new Commission((CostModel)random.Next(0, 5), 1.25m, 0.0013m, 0.007m, 1m), new Slippage((CostModel)random.Next(0, 5), 0.03m, 0.002m, 0.4m),
            0.0007m, 0.17m, random.Next(0, 2) == 0 ? null : 0.13m);

    private static RiskLimits Limits(Random random) =>
        new(random.Next(1, 4), random.Next(0, 3) > 0, random.Next(0, 4) == 0 ? 0.8m : null, random.Next(0, 4) == 0 ? 0.1m : null, 0.5m);

    private static double Pick(Random random, params double[] values) => values[random.Next(0, values.Length)];

    private static double Cents(double price) => Math.Max(0.01, Math.Round(price, 2));
}
