using System.Text.Json.Serialization;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Domain.Backtesting;

/// <summary>Why a position was closed.</summary>
public enum ExitReason
{
    /// <summary>The strategy asked for it.</summary>
    [JsonStringEnumMemberName("signal")] Signal = 1,

    /// <summary>The stop-loss order traded.</summary>
    [JsonStringEnumMemberName("stopLoss")] StopLoss = 2,

    /// <summary>The take-profit order traded.</summary>
    [JsonStringEnumMemberName("takeProfit")] TakeProfit = 3,

    /// <summary>The test ended and what was open was sold at the last close.</summary>
    [JsonStringEnumMemberName("endOfTest")] EndOfTest = 4,

    /// <summary>Equity was used up.</summary>
    [JsonStringEnumMemberName("ruin")] Ruin = 5,
}

/// <summary>One position from its opening to its closing; additions and partial exits are in the averages.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Buy for a long position, Sell for a short one.</param>
/// <param name="EntryTime">Start of the bar of the first entry, UTC.</param>
/// <param name="ExitTime">Start of the bar of the last exit, UTC.</param>
/// <param name="EntryPrice">Mean price paid on entries, after slippage.</param>
/// <param name="ExitPrice">Mean price got on exits, after slippage.</param>
/// <param name="Quantity">Units entered in all, in units after any split, positive.</param>
/// <param name="GrossProfit">Profit at market prices: before slippage, commission, borrow fee and dividends.</param>
/// <param name="NetProfit">Gross − slippage − commission − borrow fee + dividends.</param>
/// <param name="Return">Net profit over the value entered, a fraction.</param>
/// <param name="Commission">Both sides, positive.</param>
/// <param name="Slippage">Money lost to spread and slippage, positive.</param>
/// <param name="BorrowFee">Paid for borrowed units, positive.</param>
/// <param name="Dividends">Received; negative where a short position paid them.</param>
/// <param name="BarsHeld">Bars from entry to exit.</param>
/// <param name="MaxAdverse">Deepest excursion against the position from its mean entry price, a fraction, 0 or more (MAE).</param>
/// <param name="MaxFavourable">Highest excursion in its favour, a fraction, 0 or more (MFE).</param>
/// <param name="Exit">Why it was closed.</param>
/// <remarks>Excursions: Sweeney (1996), Maximum Adverse Excursion. A bar counts in whole when the position lived through its range.</remarks>
[GenerateSerializer, Immutable, Alias("backtest-trade")]
public sealed record BacktestTrade(
    string Symbol, OrderSide Side, DateTime EntryTime, DateTime ExitTime, double EntryPrice, double ExitPrice, double Quantity,
    double GrossProfit, double NetProfit, double Return, double Commission, double Slippage, double BorrowFee, double Dividends,
    int BarsHeld, double MaxAdverse, double MaxFavourable, ExitReason Exit);

/// <summary>An order still open when the test ended.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Which way it would have traded.</param>
/// <param name="Quantity">Units that had not traded, positive.</param>
/// <param name="SignalTime">Start of the bar whose close gave the signal, UTC.</param>
[GenerateSerializer, Immutable, Alias("backtest-open-order")]
public sealed record BacktestOpenOrder(string Symbol, OrderSide Side, double Quantity, DateTime SignalTime);

/// <summary>The account bar by bar, as columns of one length.</summary>
/// <param name="Times">Starts of the bars, UTC, shape [n].</param>
/// <param name="Equity">Cash plus long value less short value at the close, shape [n]; the last one is after final liquidation.</param>
/// <param name="Drawdown">Fraction below the highest equity so far, 0 or more, shape [n].</param>
/// <param name="Exposure">Net position value over equity at the close, before final liquidation, shape [n].</param>
/// <param name="BenchmarkEquity">The benchmark from the same capital, shape [n]; empty where there is none.</param>
[GenerateSerializer, Immutable, Alias("backtest-curve")]
public sealed record BacktestCurve(DateTime[] Times, double[] Equity, double[] Drawdown, double[] Exposure, double[] BenchmarkEquity);

/// <summary>All that a back-test found.</summary>
/// <param name="Spec">What was tested, parameters filled in with their defaults.</param>
/// <param name="Symbols">The instruments, in the order given.</param>
/// <param name="Provenance">Where each instrument's bars come from.</param>
/// <param name="Interval">How long one bar lasts.</param>
/// <param name="Currency">Of every amount of money here.</param>
/// <param name="From">Start of the first bar, UTC.</param>
/// <param name="To">Start of the last bar tested, UTC.</param>
/// <param name="Bars">Bars tested: the length of the curve.</param>
/// <param name="Statistics">The account in figures.</param>
/// <param name="Benchmark">Beside the benchmark; null where there is none.</param>
/// <param name="Curve">The account bar by bar.</param>
/// <param name="Trades">Closed positions in order of closing.</param>
/// <param name="OpenOrders">Orders that had not traded in full at the end.</param>
/// <param name="RuinedAt">Bar at which equity was used up and the test ended, UTC; null where it was not.</param>
/// <param name="Warnings">What a reader should know before believing the figures.</param>
[GenerateSerializer, Immutable, Alias("backtest-result")]
public sealed record BacktestResult(
    BacktestSpec Spec, string[] Symbols, Provenance[] Provenance, BarInterval Interval, string Currency,
    DateTime From, DateTime To, int Bars, BacktestStatistics Statistics, BenchmarkStatistics? Benchmark,
    BacktestCurve Curve, BacktestTrade[] Trades, BacktestOpenOrder[] OpenOrders, DateTime? RuinedAt, string[] Warnings);
