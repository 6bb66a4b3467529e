using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>What a portfolio is worth at the newest prices.</summary>
/// <param name="Equity">Cash and positions; short positions are liabilities.</param>
/// <param name="LongValue">Value of long positions, not negative.</param>
/// <param name="ShortValue">Value of short positions, not negative.</param>
/// <param name="DayPnl">Profit of each instrument's newest session, commissions and dividends included.</param>
/// <param name="UnrealisedPnl">Value less cost of what is held.</param>
/// <param name="AsOf">Start of the newest bar behind any price; null without positions.</param>
/// <param name="Unpriced">Instruments held without a price; they are valued at cost.</param>
public sealed record Valuation(
    decimal Equity, decimal LongValue, decimal ShortValue, decimal DayPnl, decimal UnrealisedPnl, DateTime? AsOf, IReadOnlyList<string> Unpriced)
{
    /// <summary>Gross exposure: long and short value together.</summary>
    public decimal Exposure => LongValue + ShortValue;

    /// <summary>Values a portfolio.</summary>
    /// <param name="book">The portfolio.</param>
    /// <param name="board">The newest prices.</param>
    /// <param name="each">Told of every position that is held; null when only the sums matter.</param>
    public static Valuation Of(PortfolioBook book, IQuoteBoard board, Action<Position, Quote?, decimal, decimal>? each = null)
    {
        decimal longValue = 0, shortValue = 0, dayPnl = 0, cost = 0;
        DateTime? asOf = null;
        List<string> unpriced = [];
        foreach (Position position in book.Positions.Values)
        {
            Quote? quote = board.Find(position.Symbol);
            decimal day = quote is null ? 0 : DayPnlOf(position, quote, book.CurrencyCode);
            dayPnl += day;
            if (position.Quantity == 0) continue;

            decimal value = quote is null ? position.CostBasis : Currency.Round(position.Quantity * quote.Price, book.CurrencyCode);
            if (value >= 0) longValue += value;
            else shortValue -= value;
            cost += position.CostBasis;
            if (quote is null) unpriced.Add(position.Symbol);
            else if (asOf is null || quote.Time > asOf) asOf = quote.Time;
            each?.Invoke(position, quote, value, day);
        }
        decimal held = longValue - shortValue;
        return new Valuation(book.Cash + held, longValue, shortValue, dayPnl, held - cost, asOf, unpriced);
    }

    // Units held since the session before earn the move since its close; units traded in the session earn the move since their fill.
    private static decimal DayPnlOf(Position position, Quote quote, string currency)
    {
        bool traded = position.Session == quote.Time.Date;
        decimal before = traded ? position.Quantity - position.SessionQuantity : position.Quantity;
        decimal after = Currency.Round(position.Quantity * quote.Price, currency);
        decimal open = Currency.Round(before * (quote.PreviousClose ?? quote.Price), currency);
        return after - open + (traded ? position.SessionCash : 0);
    }
}
