using NeuralTrader.Domain.Ledger;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>Turns what happened into double entries. The sum over all accounts of a portfolio is always 0.</summary>
public static class Postings
{
    /// <summary>Cash at the broker.</summary>
    public const string Cash = "cash";

    /// <summary>What the owner paid in, net of what was taken out.</summary>
    public const string Capital = "capital";

    /// <summary>Profit of closed units.</summary>
    public const string RealisedPnl = "realised-pnl";

    /// <summary>Commissions paid.</summary>
    public const string Commissions = "commissions";

    /// <summary>Dividends received, net of those paid on short positions.</summary>
    public const string Dividends = "dividends";

    /// <summary>Fees for borrowed units.</summary>
    public const string BorrowFees = "borrow-fees";

    /// <summary>The account that holds one instrument at cost.</summary>
    public static string Holding(string symbol) => $"position/{symbol}";

    internal static IEnumerable<Posting> OfCash(decimal amount) => [Move(Cash, Capital, amount)];

    internal static IEnumerable<Posting> OfDividend(decimal amount) => [Move(Cash, Dividends, amount)];

    internal static IEnumerable<Posting> OfBorrow(decimal amount) => [Move(BorrowFees, Cash, amount)];

    /// <summary>A fill: the holding changes by cost, cash by value, and the difference is profit.</summary>
    internal static IEnumerable<Posting> OfFill(string symbol, OrderSide side, decimal value, decimal realised, decimal commission)
    {
        decimal atCost = side == OrderSide.Buy ? value + realised : value - realised;
        string holding = Holding(symbol);
        yield return side == OrderSide.Buy ? Move(holding, Cash, atCost) : Move(Cash, holding, atCost);
        if (realised != 0) yield return Move(Cash, RealisedPnl, realised);
        if (commission != 0) yield return Move(Commissions, Cash, commission);
    }

    // A posting's amount is never negative: a negative movement is the same one the other way.
    private static Posting Move(string debit, string credit, decimal amount) =>
        amount >= 0 ? new Posting(debit, credit, amount) : new Posting(credit, debit, -amount);
}
