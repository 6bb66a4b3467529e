using NeuralTrader.Domain.Ledger;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Portfolios;

/// <summary>One position at the newest price.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Quantity">Units held; negative when short.</param>
/// <param name="AveragePrice">Cost per unit, without commission.</param>
/// <param name="CostBasis">Cost of what is held, without commission; negative when short (what it brought).</param>
/// <param name="Price">Newest price; null when the platform holds none.</param>
/// <param name="PriceTime">Start of the bar the price comes from, UTC.</param>
/// <param name="Value">Units × price; the cost basis where there is no price. Negative when short.</param>
/// <param name="Weight">Value as a fraction of the portfolio's equity; null when equity is not positive.</param>
/// <param name="UnrealisedPnl">Value less cost basis.</param>
/// <param name="RealisedPnl">Profit of closed units, before commission.</param>
/// <param name="DayPnl">Profit of the newest session, commissions and dividends included.</param>
/// <param name="Lots">How many lots it is made of, first in first out.</param>
/// <param name="IsSynthetic">True when the price comes from a generator.</param>
[GenerateSerializer, Immutable, Alias("position-status")]
public sealed record PositionStatus(
    string Symbol, decimal Quantity, decimal AveragePrice, decimal CostBasis, decimal? Price, DateTime? PriceTime, decimal Value, double? Weight,
    decimal UnrealisedPnl, decimal RealisedPnl, decimal DayPnl, int Lots, bool IsSynthetic);

/// <summary>What a portfolio is, holds and earned.</summary>
/// <param name="PortfolioId">The portfolio.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Currency">ISO 4217 code of all amounts.</param>
/// <param name="Broker">Who carries out its orders.</param>
/// <param name="Version">Number of journal entries; rises with every change.</param>
/// <param name="AsOf">Start of the newest bar behind any price; null without positions.</param>
/// <param name="Value">Equity: cash and positions; short positions are liabilities.</param>
/// <param name="Cash">Cash at the broker.</param>
/// <param name="AvailableCash">Cash less what open buy orders have reserved.</param>
/// <param name="LongValue">Value of long positions.</param>
/// <param name="ShortValue">Value of short positions, positive.</param>
/// <param name="NetDeposits">What was paid in, net of what was taken out.</param>
/// <param name="RealisedPnl">Profit of closed units, before commission.</param>
/// <param name="UnrealisedPnl">Value of positions less their cost.</param>
/// <param name="DayPnl">Profit of each instrument's newest session, commissions and dividends included.</param>
/// <param name="Commissions">Paid so far, positive.</param>
/// <param name="Dividends">Received so far, net of those paid on short positions.</param>
/// <param name="BorrowFees">Paid so far, positive.</param>
/// <param name="TotalReturn">Equity over net deposits, less 1; null when net deposits are not positive.</param>
/// <param name="OpenOrders">Orders that may still trade.</param>
/// <param name="PositionCount">Positions held.</param>
/// <param name="Positions">The positions, largest absolute value first.</param>
/// <param name="Unpriced">Instruments held without a price; they are valued at cost.</param>
/// <param name="Accounts">The ledger: every account with debits less credits; the sum is 0.</param>
/// <param name="Limits">Checked before every order.</param>
/// <param name="Costs">What paper trading costs.</param>
/// <param name="Analytics">Risk figures; null unless asked for.</param>
[GenerateSerializer, Immutable, Alias("portfolio-status")]
public sealed record PortfolioStatus(
    string PortfolioId, string Name, string Currency, BrokerKind Broker, long Version, DateTime? AsOf, decimal Value, decimal Cash,
    decimal AvailableCash, decimal LongValue, decimal ShortValue, decimal NetDeposits, decimal RealisedPnl, decimal UnrealisedPnl, decimal DayPnl,
    decimal Commissions, decimal Dividends, decimal BorrowFees, double? TotalReturn, int OpenOrders, int PositionCount,
    IReadOnlyList<PositionStatus> Positions, IReadOnlyList<string> Unpriced, IReadOnlyDictionary<string, decimal> Accounts,
    RiskLimits Limits, TradingCosts Costs, PortfolioAnalytics? Analytics = null)
{
    /// <summary>The status of an open portfolio at the newest prices; time grows linearly with the number of positions.</summary>
    /// <param name="book">The portfolio.</param>
    /// <param name="board">The newest prices.</param>
    /// <param name="version">Number of journal entries.</param>
    public static PortfolioStatus Of(PortfolioBook book, IQuoteBoard board, long version)
    {
        List<(Position Position, Quote? Quote, decimal Worth, decimal Day)> held = new(book.Positions.Count);
        Valuation value = Valuation.Of(book, board, (position, quote, worth, day) => held.Add((position, quote, worth, day)));
        double equity = (double)value.Equity;
        double[] keys = new double[held.Count];
        PositionStatus[] positions = new PositionStatus[held.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            (Position position, Quote? quote, decimal worth, decimal day) = held[i];
            double size = (double)worth;
            keys[i] = -Math.Abs(size);
            positions[i] = new PositionStatus(
                position.Symbol, position.Quantity, position.CostBasis / position.Quantity, position.CostBasis, quote?.Price, quote?.Time, worth,
                equity > 0 ? size / equity : null, worth - position.CostBasis, position.RealisedPnl, day, position.LotCount, quote?.Provenance.IsSynthetic ?? false);
        }
        Array.Sort(keys, positions);

        PortfolioOpened opened = book.Opened!;
        decimal deposits = book.NetDeposits;
        return new PortfolioStatus(
            book.Id, opened.Name, opened.Currency, opened.Broker, version, value.AsOf, value.Equity, book.Cash, OrderPlacement.AvailableCash(book),
            value.LongValue, value.ShortValue, deposits, -book.Balance(Postings.RealisedPnl), value.UnrealisedPnl, value.DayPnl,
            book.Balance(Postings.Commissions), -book.Balance(Postings.Dividends), book.Balance(Postings.BorrowFees),
            deposits > 0 ? (double)((value.Equity / deposits) - 1) : null, book.OpenOrders.Count(), positions.Length,
            positions, value.Unpriced, book.Accounts.ToDictionary(), opened.Limits, opened.Costs);
    }
}

/// <summary>Risk figures of what a portfolio holds now, had it been held over the observed past.</summary>
/// <param name="Observations">Sessions in which every priced position has a return.</param>
/// <param name="From">First of them.</param>
/// <param name="To">Last of them.</param>
/// <param name="VolatilityAnnual">Sample standard deviation of daily returns × √252; null below 20 observations.</param>
/// <param name="ValueAtRisk95">One-day historical value at risk, a fraction of equity, positive when it is a loss.</param>
/// <param name="ExpectedShortfall95">Mean of the days beyond that, a fraction of equity, positive when it is a loss.</param>
/// <param name="MaxDrawdown">Deepest fall from a peak, a fraction, positive.</param>
/// <param name="SharpeAnnual">Mean over deviation of daily returns × √252, at a risk-free rate of 0.</param>
/// <param name="Beta">Slope against the benchmark; null where no benchmark was given or it does not overlap.</param>
/// <param name="Benchmark">The benchmark; null for none.</param>
/// <param name="HerfindahlIndex">Sum of squared shares of gross exposure: 1 for one position, 1/n for n equal ones.</param>
/// <param name="EffectivePositions">1 / the Herfindahl index.</param>
/// <param name="Leverage">Gross exposure over equity.</param>
/// <param name="NetExposure">Long less short value over equity.</param>
/// <param name="Missing">Positions left out for want of prices.</param>
[GenerateSerializer, Immutable, Alias("portfolio-analytics")]
public sealed record PortfolioAnalytics(
    int Observations, DateTime? From, DateTime? To, double? VolatilityAnnual, double? ValueAtRisk95, double? ExpectedShortfall95, double? MaxDrawdown,
    double? SharpeAnnual, double? Beta, string? Benchmark, double? HerfindahlIndex, double? EffectivePositions, double? Leverage, double? NetExposure,
    IReadOnlyList<string> Missing);
