using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>Decides whether an owner may pay in or take out cash.</summary>
public static class CashMovement
{
    /// <summary>What moving the cash would do.</summary>
    /// <param name="book">The portfolio; not changed.</param>
    /// <param name="board">The newest prices.</param>
    /// <param name="amount">Positive in, negative out; whole smallest units.</param>
    /// <param name="now">UTC.</param>
    /// <returns>The event, or the refusal: what open orders have reserved and what short positions stand on cannot be taken out.</returns>
    public static Answer<IReadOnlyList<PortfolioEvent>> Move(PortfolioBook book, IQuoteBoard board, decimal amount, DateTime now)
    {
        decimal free = OrderPlacement.AvailableCash(book);
        if (amount < 0)
        {
            Valuation value = Valuation.Of(book, board);
            if (value.ShortValue > 0) free = decimal.Min(free, value.Equity - (value.Exposure / book.Opened!.Limits.MaxLeverage));
            if (-amount > free)
                return new Refusal(
                    RefusalKind.InsufficientCash, FormattableString.Invariant($"{-amount} {book.CurrencyCode} were asked for, {decimal.Max(0, free):0.00} are available."), "amount");
        }
        return new PortfolioEvent[] { new CashMoved(amount, now) };
    }
}
