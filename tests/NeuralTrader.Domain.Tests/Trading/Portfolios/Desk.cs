using System.Text.Json;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;
using NeuralTrader.Domain.Trading.Portfolios;

namespace NeuralTrader.Domain.Tests.Trading.Portfolios;

/// <summary>A portfolio as a grain drives it, with every law checked after every event.</summary>
internal sealed class Desk
{
    private static readonly DateTime Now = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private readonly Dictionary<string, decimal> folded = [];

    public Desk(TestMarket market, decimal cash = 100_000, TradingCosts? costs = null, RiskLimits? limits = null, string currency = "USD")
    {
        Market = market;
        Apply([new PortfolioOpened("test", currency, BrokerKind.Paper, limits ?? new RiskLimits(), costs ?? TradingCosts.Free, Now), new CashMoved(cash, Now)]);
    }

    public TestMarket Market { get; }

    public PortfolioBook Book { get; } = new("test");

    public List<PortfolioEvent> Events { get; } = [];

    public PortfolioStatus Status => PortfolioStatus.Of(Book, Market, 1);

    public Position Position(string symbol = "X") => Book.Positions[symbol];

    public Order Last => Book.Orders[Book.OrderSequence[^1]];

    public Answer<IReadOnlyList<PortfolioEvent>> Try(
        TradeAction action, decimal? quantity, OrderType type = OrderType.Market, decimal? limit = null, decimal? stop = null,
        TimeInForce time = TimeInForce.Day, string symbol = "X")
    {
        CatchUp();
        OrderTicket ticket = new OrderTicket("test", symbol, action, quantity, type, limit, stop, time).Validated();
        Answer<IReadOnlyList<PortfolioEvent>> placed = OrderPlacement.Place(Book, ticket, Market, $"o{Book.OrderSequence.Count + 1}", Now);
        if (!placed.IsRefused) Apply(placed.Value);
        return placed;
    }

    public Order Place(
        TradeAction action, decimal? quantity, OrderType type = OrderType.Market, decimal? limit = null, decimal? stop = null,
        TimeInForce time = TimeInForce.Day, string symbol = "X")
    {
        Assert.Null(Try(action, quantity, type, limit, stop, time, symbol).Refusal);
        return Last;
    }

    public Desk To(int day) => To(TestMarket.Day(day));

    public Desk To(DateTime time)
    {
        Market.Until(time);
        return CatchUp();
    }

    public Desk CatchUp()
    {
        while (OrderWork.NextStep(Book, Market, Now) is { Count: > 0 } step) Apply(step);
        return this;
    }

    public void Apply(IReadOnlyList<PortfolioEvent> events)
    {
        foreach (PortfolioEvent happened in events)
        {
            foreach (var posting in Book.Apply(happened))
            {
                Assert.True(posting.Amount > 0);
                folded[posting.Debit] = folded.GetValueOrDefault(posting.Debit) + posting.Amount;
                folded[posting.Credit] = folded.GetValueOrDefault(posting.Credit) - posting.Amount;
            }
            Events.Add(happened);
            CheckLaws();
        }
    }

    public void CheckLaws()
    {
        Assert.Equal(0, Book.Accounts.Values.Sum());
        Assert.Equal(folded.GetValueOrDefault(Postings.Cash), Book.Cash);
        foreach (Position position in Book.Positions.Values)
        {
            Assert.Equal(position.Quantity, position.Lots.Sum(lot => lot.Quantity));
            Assert.Equal(position.CostBasis, position.Lots.Sum(lot => lot.Cost));
            Assert.Equal(position.CostBasis, Book.Balance(Postings.Holding(position.Symbol)));
            Assert.All(position.Lots, lot => Assert.Equal(decimal.Sign(position.Quantity), decimal.Sign(lot.Quantity)));
        }
        foreach (Order order in Book.Orders.Values) Assert.InRange(order.FilledQuantity, 0, order.Quantity);
        Valuation value = Valuation.Of(Book, Market);
        decimal earned = -Book.Balance(Postings.RealisedPnl) + value.UnrealisedPnl - Book.Balance(Postings.Commissions)
            - Book.Balance(Postings.Dividends) - Book.Balance(Postings.BorrowFees);
        Assert.Equal(Book.NetDeposits + earned, value.Equity);
        decimal worth = Book.Positions.Values.Sum(position => Math.Round(position.Quantity * (Market.Find(position.Symbol)?.Price ?? 0), 2)); // a short counts against
        Assert.Equal(Book.Cash + worth, value.Equity);
        decimal cash = Events.Sum(happened => happened switch
        {
            CashMoved moved => moved.Amount,
            OrderFilled fill => (Book.Orders[fill.OrderId].Side == OrderSide.Buy ? -fill.Value : fill.Value) - fill.Commission,
            DividendPaid dividend => dividend.Amount,
            BorrowCharged fee => -fee.Amount,
            _ => 0,
        });
        Assert.Equal(cash, Book.Cash);
        Assert.Equal(-Book.Balance(Postings.RealisedPnl), Book.Positions.Values.Sum(position => position.RealisedPnl));
    }

    /// <summary>The book that the events make after a way through JSON, as text.</summary>
    public static string Replayed(IEnumerable<PortfolioEvent> events)
    {
        PortfolioBook book = new("test");
        foreach (PortfolioEvent happened in JsonSerializer.Deserialize<PortfolioEvent[]>(JsonSerializer.Serialize(events.ToArray()))!) book.Apply(happened);
        return Picture(book);
    }

    public static string Picture(PortfolioBook book) => JsonSerializer.Serialize(new
    {
        Orders = book.OrderSequence.Select(id => book.Orders[id] with { AcceptedAt = default, ClosedAt = default }),
        Positions = book.Positions.Values.OrderBy(position => position.Symbol, StringComparer.Ordinal).Select(position => new
        {
            position.Symbol, position.Quantity, position.CostBasis, position.RealisedPnl, position.SessionQuantity, position.SessionCash,
            position.Session, position.ActionsThrough, position.BorrowedThrough, Lots = position.Lots.ToArray(),
        }),
        book.Executions,
        Accounts = book.Accounts.OrderBy(account => account.Key, StringComparer.Ordinal).ToDictionary(),
    });
}
