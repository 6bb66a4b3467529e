using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading.Halts;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>
/// What a halt, and its end, do to one portfolio. Both are written into its own book: so it says by itself when it stood still, an owner who knows
/// nothing of the halt can write nothing after it, and bars that came in meanwhile fill nothing later.
/// </summary>
public static class HaltWork
{
    /// <summary>What is still to be booked of the halts, as far as they are known; empty when nothing is.</summary>
    /// <param name="book">The portfolio; not changed.</param>
    /// <param name="halts">The halts.</param>
    /// <param name="board">The newest prices; holds those of the open orders.</param>
    /// <param name="now">UTC.</param>
    public static IReadOnlyList<PortfolioEvent> NextStep(PortfolioBook book, TradingHalts halts, IQuoteBoard board, DateTime now)
    {
        if (!IsBehind(book, halts)) return [];
        long through = halts.LastEntryOf(book.Id);
        if (halts.Against(book.Id) is not { } halt) return [new OrdersReleased(through, WorkingFrom(book, board), now)];
        List<PortfolioEvent> events = [new OrdersSuspended(through, halt.HaltId, halt.Reason, halt.HaltedBy, halt.PortfolioId is null, now)];
        if (halts.CancelsOrdersOf(book.Id)) events.AddRange(book.OpenOrders.Select(order => End(book, order, halt, now)).OfType<PortfolioEvent>());
        return events;
    }

    /// <summary>Whether the portfolio has to take note of a halt or of the end of one.</summary>
    public static bool IsBehind(PortfolioBook book, TradingHalts halts) => book.IsOpen && halts.LastEntryOf(book.Id) > book.HaltsThrough;

    // An order at a broker ends when the broker says so.
    private static PortfolioEvent? End(PortfolioBook book, Order order, TradingHalt halt, DateTime now) =>
        book.Opened is { Broker: BrokerKind.Paper } ? new OrderClosed(order.OrderId, OrderStatus.Canceled, $"Trading was halted by {halt.HaltedBy}: {halt.Reason}", now)
        : order.CancelRequested ? null
        : new CancelRequested(order.OrderId, now);

    // What came in while trading stood still is passed over.
    private static Dictionary<string, DateTime> WorkingFrom(PortfolioBook book, IQuoteBoard board)
    {
        Dictionary<string, DateTime> from = [];
        if (book.Opened is not { Broker: BrokerKind.Paper }) return from;
        foreach (Order order in book.OpenOrders)
            if (board.Find(order.Symbol) is { } newest && newest.Time > order.WorkingFrom) from.Add(order.OrderId, newest.Time);
        return from;
    }
}
