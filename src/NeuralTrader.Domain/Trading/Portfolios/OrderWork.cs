using System.Globalization;
using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>
/// Brings a paper portfolio up to the newest bars, one step at a time: fills, triggers and expiries of open orders,
/// splits, dividends and borrow fees, in market order. What it decides follows from the events and the bars alone,
/// so a portfolio that was asleep for a year books the same as one that watched.
/// </summary>
public static class OrderWork
{
    /// <summary>The next thing that happened since the portfolio last looked; empty when it is up to date.</summary>
    /// <param name="book">The portfolio; not changed.</param>
    /// <param name="board">The newest prices.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<PortfolioEvent> NextStep(PortfolioBook book, IQuoteBoard board, DateTime now)
    {
        if (book.Opened is not { Broker: BrokerKind.Paper }) return [];
        foreach (IGrouping<string, Order> orders in book.OpenOrders.GroupBy(order => order.Symbol))
        {
            if (board.Find(orders.Key) is not { } quote) continue;
            (DateTime time, IReadOnlyList<PortfolioEvent> events)? earliest = null;
            foreach (Order order in orders)
                if (FirstChange(book, order, board, quote, now) is { } change && (earliest is null || change.Time < earliest.Value.time))
                    earliest = change;
            if (earliest is not { } step) continue;
            List<PortfolioEvent> before = CorporateActions(book, orders.Key, board, through: step.time);
            return before.Count > 0 ? before : step.events;
        }
        foreach (Position position in book.Positions.Values)
        {
            if (position.Quantity == 0 || board.Find(position.Symbol) is not { } quote || quote.Time <= position.BookedThrough) continue;
            List<PortfolioEvent> events = CorporateActions(book, position.Symbol, board, through: quote.Time);
            if (events.Count > 0) return events;
        }
        return [];
    }

    private static (DateTime Time, IReadOnlyList<PortfolioEvent> Events)? FirstChange(
        PortfolioBook book, Order order, IQuoteBoard board, Quote quote, DateTime now)
    {
        bool isDayBar = quote.Interval >= BarInterval.Day;
        OrderClosed expiry = new(order.OrderId, OrderStatus.Expired, "Its session ended.", now);
        if (order.TimeInForce == TimeInForce.Day && isDayBar && order.WorkingFrom > order.AcceptedFrom) return (order.WorkingFrom, [expiry]);

        CostRates<decimal> rates = book.Opened!.Costs.In<decimal>();
        DateTime? session = order.TimeInForce == TimeInForce.Day ? board.BarsAfter(order.Symbol, order.AcceptedFrom).FirstOrDefault().Time.Date : null;
        foreach (Bar bar in board.BarsAfter(order.Symbol, order.WorkingFrom))
        {
            if (session is { } day && bar.Time.Date > day) return (bar.Time, [expiry]);
            PriceBar<decimal> prices = new(Exact(bar.Open), Exact(bar.High), Exact(bar.Low), Exact(bar.Close), Exact(bar.Volume));
            decimal available = Matching.Capacity(rates, prices.Volume, decimal.MaxValue) - book.TakenFrom(order.Symbol, bar.Time);
            Match<decimal> match = Matching.OnBar(order.Working, prices, rates, available);
            if (match.Quantity > 0) return (bar.Time, Filled(book, order, match, rates, bar.Time, quote, now));
            if (match.IsTriggered && !order.IsTriggered && order.Type is OrderType.Stop or OrderType.StopLimit)
                return (bar.Time, [new OrderTriggered(order.OrderId, bar.Time)]);
            if (session is not null && isDayBar) return (bar.Time, [expiry]);
        }
        return null;
    }

    private static IReadOnlyList<PortfolioEvent> Filled(
        PortfolioBook book, Order order, in Match<decimal> match, in CostRates<decimal> rates, DateTime barTime, Quote quote, DateTime now)
    {
        OrderFilled fill = OrderPlacement.Fill(
            order.OrderId, match, rates, order.FilledQuantity == 0, book.CurrencyCode, barTime, quote.Provenance.Source, now);
        decimal ownReserve = order.Side == OrderSide.Buy
            ? Currency.Round(order.Remaining * (order.LimitPrice ?? order.StopPrice ?? order.AverageFillPrice ?? 0), book.CurrencyCode)
            : 0;
        decimal cash = OrderPlacement.AvailableCash(book) + ownReserve;
        if (order.Side == OrderSide.Buy && fill.Value + fill.Commission > cash)
        {
            string reason = string.Create(CultureInfo.InvariantCulture, $"Insufficient cash: the fill costs {fill.Value + fill.Commission:0.00}, {cash:0.00} are available.");
            return [new OrderClosed(order.OrderId, OrderStatus.Rejected, reason, now)];
        }
        return [fill];
    }

    private static List<PortfolioEvent> CorporateActions(PortfolioBook book, string symbol, IQuoteBoard board, DateTime through)
    {
        if (!book.Positions.TryGetValue(symbol, out Position? position) || position.Quantity == 0) return [];
        CorporateAction action = board.ActionsBetween(symbol, position.BookedThrough, through).FirstOrDefault();
        DateTime feesThrough = action.ExDate == default ? through : action.ExDate;
        List<PortfolioEvent> events = [];
        if (BorrowFee(book, position, board, action, feesThrough) is { } fee) events.Add(fee);
        if (action.ExDate == default) return events;
        if (action.CashDividend > 0)
        {
            decimal perUnit = Exact(action.CashDividend);
            events.Add(new DividendPaid(symbol, perUnit, Currency.Round(perUnit * position.Quantity, book.CurrencyCode), action.ExDate));
        }
        if (action.SplitRatio is > 0 and not 1) events.Add(new SplitApplied(symbol, Exact(action.SplitRatio), action.ExDate));
        return events;
    }

    private static BorrowCharged? BorrowFee(PortfolioBook book, Position position, IQuoteBoard board, CorporateAction next, DateTime through)
    {
        decimal perDay = book.Opened!.Costs.In<decimal>().BorrowPerDay;
        int days = (through.Date - position.BookedThrough.Date).Days;
        if (perDay == 0 || position.Quantity >= 0 || days <= 0) return null;
        Bar bar = board.BarsAfter(position.Symbol, position.BookedThrough).FirstOrDefault();
        bool isAfterSplit = next.SplitRatio > 0 && bar.Time.Date >= next.ExDate;
        decimal price = Exact(bar.Close) * (isAfterSplit ? Exact(next.SplitRatio) : 1); // per unit as held, before the split
        return new BorrowCharged(position.Symbol, Currency.Round(-position.Quantity * price * perDay * days, book.CurrencyCode), through.Date);
    }

    // A double from the market with its 15 significant digits: 27.35 stays 27.35.
    private static decimal Exact(double value) => value >= (double)decimal.MaxValue ? decimal.MaxValue : (decimal)value;
}
