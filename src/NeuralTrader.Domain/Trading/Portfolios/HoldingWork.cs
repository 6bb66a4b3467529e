using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>What time does to holdings and open orders without a trade: borrow fees, dividends and splits.</summary>
internal static class HoldingWork
{
    /// <summary>The earliest of these that are still to be booked, for all instruments they concern on one date.</summary>
    /// <param name="book">The portfolio; not changed.</param>
    /// <param name="board">The newest prices.</param>
    /// <returns>The date, and the events; the end of time and nothing when all is booked.</returns>
    public static (DateTime Time, IReadOnlyList<PortfolioEvent> Events) Next(PortfolioBook book, IQuoteBoard board)
    {
        HashSet<string> ordered = [.. book.OpenOrders.Select(order => order.Symbol)];
        decimal borrowPerDay = book.Opened!.Costs.In<decimal>().BorrowPerDay;
        DateTime earliest = DateTime.MaxValue;
        List<(Position Position, CorporateAction[] Actions, DateTime? BorrowedTo)> due = [];
        foreach (Position position in book.Positions.Values)
        {
            if ((position.Quantity == 0 && !ordered.Contains(position.Symbol)) || board.Find(position.Symbol) is not { } quote) continue;
            if (quote.Time <= position.ActionsThrough && quote.Time.Date <= position.BorrowedThrough.Date) continue;
            CorporateAction[] actions = NextActions(position, board, quote.Time);
            DateTime actionAt = actions.Length > 0 ? actions[0].ExDate : DateTime.MaxValue;
            DateTime? borrowedTo = position.Quantity < 0 && borrowPerDay > 0 ? BorrowedTo(position, board, actionAt) : null;
            DateTime at = borrowedTo ?? actionAt; // the fee of the nights before comes first, on the units of those nights
            if (at > earliest || at == DateTime.MaxValue) continue;
            if (at < earliest) due.Clear();
            earliest = at;
            due.Add((position, actions, borrowedTo));
        }
        List<PortfolioEvent> events = [];
        foreach ((Position position, CorporateAction[] actions, DateTime? borrowedTo) in due)
            if (borrowedTo is { } through) events.Add(Fee(book, position, board, borrowPerDay, through));
            else events.AddRange(Events(book, position, actions));
        return (earliest, events);
    }

    // All actions of the next ex-date that change anything.
    private static CorporateAction[] NextActions(Position position, IQuoteBoard board, DateTime through)
    {
        List<CorporateAction>? next = null;
        foreach (CorporateAction action in board.ActionsBetween(position.Symbol, position.ActionsThrough, through))
        {
            bool counts = action.SplitRatio is > 0 and not 1 || (action.CashDividend > 0 && position.Quantity != 0);
            if (!counts) continue;
            if (next is not null && action.ExDate != next[0].ExDate) break;
            (next ??= []).Add(action);
        }
        return next is null ? [] : [.. next];
    }

    // Dividends are for the units of the evening before; the split comes after them.
    private static IEnumerable<PortfolioEvent> Events(PortfolioBook book, Position position, CorporateAction[] actions)
    {
        foreach (CorporateAction action in actions)
        {
            decimal perUnit = Exact.Price(action.CashDividend);
            if (perUnit <= 0 || position.Quantity == 0) continue;
            yield return new DividendPaid(position.Symbol, perUnit, Currency.Round(perUnit * position.Quantity, book.CurrencyCode), action.ExDate);
        }
        foreach (CorporateAction action in actions)
            if (action.SplitRatio is > 0 and not 1) yield return new SplitApplied(position.Symbol, Exact.Ratio(action.SplitRatio), action.ExDate);
    }

    // The next day that has a bar, or the next ex-date when that comes first; null while there is none.
    private static DateTime? BorrowedTo(Position position, IQuoteBoard board, DateTime actionAt)
    {
        DateTime lastTick = position.BorrowedThrough.Date.AddDays(1).AddTicks(-1);
        DateTime next = board.BarsAfter(position.Symbol, lastTick).FirstOrDefault().Time;
        if (next == default) return null;
        DateTime through = actionAt < next ? actionAt.Date : next.Date;
        return through > lastTick ? through : null;
    }

    // Days of the calendar at the last close of the day charged before; where that day has no bar, at the open of the day that follows.
    private static BorrowCharged Fee(PortfolioBook book, Position position, IQuoteBoard board, decimal perDay, DateTime through)
    {
        DateTime from = position.BorrowedThrough.Date;
        double price = double.NaN;
        foreach (Bar bar in board.BarsAfter(position.Symbol, from.AddTicks(-1)))
        {
            if (bar.Time.Date > from)
            {
                if (double.IsNaN(price)) price = bar.Open;
                break;
            }
            price = bar.Close;
        }
        decimal fee = -position.Quantity * Exact.Price(price) * perDay * (through - from).Days;
        return new BorrowCharged(position.Symbol, Currency.Round(fee, book.CurrencyCode), through);
    }
}
