using System.Globalization;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>
/// Brings a paper portfolio up to the newest bars, one step at a time: fills, triggers and expiries of open orders,
/// splits, dividends and borrow fees, in market order. What it decides follows from the events and the bars alone,
/// so a portfolio that was asleep for a year books the same as one that watched.
/// </summary>
public static class OrderWork
{
    /// <summary>What happened next since the portfolio last looked, in the order of the market's time; empty when it is up to date.</summary>
    /// <param name="book">The portfolio; not changed.</param>
    /// <param name="board">The newest prices.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<PortfolioEvent> NextStep(PortfolioBook book, IQuoteBoard board, DateTime now)
    {
        if (book.Opened is not { Broker: BrokerKind.Paper }) return [];
        (DateTime holdingsAt, IReadOnlyList<PortfolioEvent> next) = HoldingWork.Next(book, board); // before the first trade of its day
        if (book.Suspension is not null) return next; // holdings live on, orders stand still
        DateTime until = holdingsAt;
        foreach (Order order in book.OpenOrders)
            if (FirstChange(book, order, board, until, now) is { } change) (until, next) = change;
        return next;
    }

    // The first bar before a time that changes the order, and how.
    private static (DateTime Time, IReadOnlyList<PortfolioEvent> Events)? FirstChange(
        PortfolioBook book, Order order, IQuoteBoard board, DateTime until, DateTime now)
    {
        if (board.Find(order.Symbol) is not { } quote) return null;
        bool isDayBar = quote.Interval >= BarInterval.Day, isForDay = order.TimeInForce == TimeInForce.Day;
        OrderClosed expiry = new(order.OrderId, OrderStatus.Expired, "Its session ended.", now);
        if (isForDay && isDayBar && order.WorkingFrom > order.AcceptedFrom) return order.WorkingFrom < until ? (order.WorkingFrom, [expiry]) : null;

        CostRates<decimal> rates = book.Opened!.Costs.In<decimal>();
        DateTime? session = null;
        if (isForDay) session = board.BarsAfter(order.Symbol, order.AcceptedFrom).FirstOrDefault().Time.Date;
        foreach (Bar bar in board.BarsAfter(order.Symbol, LookedAt(book, order)))
        {
            if (bar.Time >= until) return null;
            if (session is { } day && bar.Time.Date > day) return (bar.Time, [expiry]);
            PriceBar<decimal> prices = new(Exact.Price(bar.Open), Exact.Price(bar.High), Exact.Price(bar.Low), Exact.Price(bar.Close), Exact.Volume(bar.Volume));
            decimal available = OrderPlacement.Available(book, rates, order.Symbol, bar.Time, prices.Volume, order.Remaining);
            Match<decimal> match = Matching.OnBar(order.Working, prices, rates, available);
            if (match.Quantity > 0) return (bar.Time, Filled(book, order, match, rates, bar.Time, quote, now));
            if (match.IsTriggered && !order.IsTriggered && order.Type is OrderType.Stop or OrderType.StopLimit)
                return (bar.Time, [new OrderTriggered(order.OrderId, bar.Time)]);
            if (isForDay && isDayBar) return (bar.Time, [expiry]);
        }
        return null;
    }

    // Bars before the last split were looked at in the units of their time; the order's limits are in others now.
    private static DateTime LookedAt(PortfolioBook book, Order order)
    {
        DateTime before = book.Positions[order.Symbol].ActionsThrough.AddTicks(-1);
        return before > order.WorkingFrom ? before : order.WorkingFrom;
    }

    private static IReadOnlyList<PortfolioEvent> Filled(
        PortfolioBook book, Order order, in Match<decimal> match, in CostRates<decimal> rates, DateTime barTime, Quote quote, DateTime now)
    {
        OrderFilled fill = OrderPlacement.Fill(
            order.OrderId, order.Side, match, rates, order.FilledQuantity == 0, book.CurrencyCode, barTime, quote.Provenance.Source, now);
        decimal cash = OrderPlacement.AvailableCash(book) + OrderPlacement.Reserved(book, order);
        if (OrderPlacement.CashNeeded(order.Side, fill) is > 0 and var needed && needed > cash)
        {
            string reason = string.Create(CultureInfo.InvariantCulture, $"Insufficient cash: the fill costs {needed:0.00}, {cash:0.00} are available.");
            return [new OrderClosed(order.OrderId, OrderStatus.Rejected, reason, now)];
        }
        return [fill];
    }
}
