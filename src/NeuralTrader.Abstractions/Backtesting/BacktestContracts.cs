using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Abstractions.Backtesting;

/// <summary>Runs a strategy over history.</summary>
/// <param name="Strategy">Name in listStrategies.</param>
/// <param name="Symbol">The instrument, where it is one.</param>
/// <param name="Symbols">The instruments, where they are many. Each is tested by itself unless the strategy reads several together or `together` is set.</param>
/// <param name="From">First bar, UTC; null for the oldest.</param>
/// <param name="To">Last bar, UTC; null for the newest.</param>
/// <param name="Parameters">Of the strategy, by name; what is not named takes its default.</param>
/// <param name="Costs">What trading costs; null for ten basis points of slippage and no commission, {} for nothing.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="Basis">Which corporate actions are in the prices; null for the best there is.</param>
/// <param name="Benchmark">Symbol to compare with; null for buying and holding the same instruments.</param>
/// <param name="Together">True runs all instruments in one account; false gives each its own.</param>
/// <param name="InitialCapital">Of each account, in the instruments' currency.</param>
/// <param name="FillRule">When orders trade; a signal is always formed at the close of its bar.</param>
/// <param name="PositionFraction">Part of equity that a full signal uses.</param>
/// <param name="MaxLeverage">Largest gross position value as a multiple of equity when a position is opened.</param>
/// <param name="AllowShort">False turns signals to sell short into none.</param>
/// <param name="WholeUnits">True trades whole units only.</param>
/// <param name="RebalanceBand">A new target of the same sign is followed only when it differs by more than this part of the larger of both.</param>
/// <param name="StopLoss">Closes a position by a stop order this fraction beyond its entry; null for none.</param>
/// <param name="TakeProfit">Closes a position by a limit order this fraction in its favour; null for none.</param>
/// <param name="RiskFreeRateAnnual">For Sharpe, Sortino and alpha, a fraction per year.</param>
/// <param name="CashRateAnnual">Interest on cash, a fraction per year.</param>
/// <param name="PeriodsPerYear">Bars per year used to annualise; null infers it from the bars.</param>
/// <param name="Members">Strategies that `ensemble` and `adaptive` combine; null for their defaults.</param>
/// <param name="BacktestId">1 to 100 characters of A–Z a–z 0–9 _ -; null lets the platform choose. The same id with the same request is the same test.</param>
/// <param name="Wait">True answers when it is done; false answers at once, and progress is followed by its id.</param>
[GenerateSerializer, Immutable, Alias("trading.runBacktest")]
public sealed record RunBacktestRequest(
    string Strategy, string? Symbol = null, IReadOnlyList<string>? Symbols = null, DateTime? From = null, DateTime? To = null,
    IReadOnlyDictionary<string, double>? Parameters = null, TradingCosts? Costs = null, BarInterval Interval = BarInterval.Day, PriceBasis? Basis = null,
    string? Benchmark = null, bool Together = false, double InitialCapital = 100_000, FillRule FillRule = FillRule.NextOpen,
    double PositionFraction = 1, double MaxLeverage = 1, bool AllowShort = true, bool WholeUnits = false, double RebalanceBand = 0.1,
    double? StopLoss = null, double? TakeProfit = null, double RiskFreeRateAnnual = 0, double CashRateAnnual = 0, double? PeriodsPerYear = null,
    string[]? Members = null, string? BacktestId = null, bool Wait = true);

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>It is being worked on.</summary>
    Running = 1,

    /// <summary>It is done.</summary>
    Completed = 2,

    /// <summary>It failed; the reason is given.</summary>
    Failed = 3,

    /// <summary>It was stopped by a caller.</summary>
    Canceled = 4,
}

/// <summary>How far a job has come.</summary>
/// <param name="JobId">The job.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Done">Parts done.</param>
/// <param name="Of">Parts in all.</param>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Message">What is being done, or why it failed.</param>
[GenerateSerializer, Immutable, Alias("job-progress")]
public sealed record JobProgress(string JobId, JobState State, int Done, int Of, double Fraction, string Message);

/// <summary>A back-test and what it has found.</summary>
/// <param name="BacktestId">Ask for it again by this id.</param>
/// <param name="Progress">Where it stands.</param>
/// <param name="Request">What was asked.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="ElapsedMilliseconds">Time the work took, waiting included; null while it runs.</param>
/// <param name="Results">One for each account, in the order of the symbols; empty while it runs.</param>
/// <param name="Failures">Instruments that could not be tested, each with the reason.</param>
/// <param name="Owner">Whose it is, a username; null for a test of an older build, which all may see.</param>
[GenerateSerializer, Immutable, Alias("backtest")]
public sealed record Backtest(
    string BacktestId, JobProgress Progress, RunBacktestRequest Request, DateTime StartedAt, double? ElapsedMilliseconds,
    IReadOnlyList<BacktestResult> Results, IReadOnlyList<BacktestFailure> Failures, string? Owner = null);

/// <summary>An instrument that could not be tested.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable, Alias("backtest-failure")]
public sealed record BacktestFailure(string Symbol, string Reason);

/// <summary>Asks for a back-test by its id.</summary>
/// <param name="BacktestId">The back-test.</param>
[GenerateSerializer, Immutable, Alias("trading.getBacktest")]
public sealed record GetBacktestRequest(string BacktestId);

/// <summary>Stops a running back-test.</summary>
/// <param name="BacktestId">The back-test.</param>
[GenerateSerializer, Immutable, Alias("trading.cancelBacktest")]
public sealed record CancelBacktestRequest(string BacktestId);

/// <summary>Asks for the newest back-tests that the caller may see: his own, and for an administrator all.</summary>
/// <param name="Limit">Most to return, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("trading.listBacktests")]
public sealed record ListBacktestsRequest(int Limit = 100);

/// <summary>The newest back-tests.</summary>
/// <param name="Backtests">Newest first.</param>
[GenerateSerializer, Immutable, Alias("trading.backtests")]
public sealed record BacktestList(IReadOnlyList<BacktestSummary> Backtests);

/// <summary>A back-test in a line.</summary>
/// <param name="BacktestId">The back-test.</param>
/// <param name="Strategy">What was tested.</param>
/// <param name="Symbols">On what.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="TotalReturn">Of the first account; NaN while it runs.</param>
/// <param name="Sharpe">Of the first account; NaN while it runs.</param>
/// <param name="MaxDrawdown">Of the first account; NaN while it runs.</param>
/// <param name="Owner">Whose it is, a username; null for a test of an older build, which all may see.</param>
[GenerateSerializer, Immutable, Alias("backtest-summary")]
public sealed record BacktestSummary(
    string BacktestId, string Strategy, IReadOnlyList<string> Symbols, JobState State, DateTime StartedAt,
    double TotalReturn, double Sharpe, double MaxDrawdown, string? Owner = null);

/// <summary>Compares back-tests side by side.</summary>
/// <param name="BacktestIds">One to twenty of them, with at least two accounts between them; every account is a row.</param>
/// <param name="Draws">Of the bootstrap, 100 to 100,000.</param>
/// <param name="MeanBlock">Mean block length of the bootstrap, in periods.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
[GenerateSerializer, Immutable, Alias("trading.compareBacktests")]
public sealed record CompareBacktestsRequest(IReadOnlyList<string> BacktestIds, int Draws = 2000, double MeanBlock = 10, int Seed = 1);
