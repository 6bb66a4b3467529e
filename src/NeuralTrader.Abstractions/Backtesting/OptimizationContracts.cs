using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Backtesting;
using NeuralTrader.Domain.Backtesting.Search;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Abstractions.Backtesting;

/// <summary>Searches a strategy's parameters, and asks whether what it finds is more than luck.</summary>
/// <param name="Strategy">Name in listStrategies.</param>
/// <param name="ParameterRanges">By parameter name: a list as [10, 20, 30], an object as {"min": 10, "max": 50, "step": 5}, or one number; without a
/// step the parameter's own, which getStrategyInfo names and the answer shows.</param>
/// <param name="Symbol">The instrument, where it is one.</param>
/// <param name="Symbols">The instruments of one account, where the strategy reads several together.</param>
/// <param name="Method">Grid tries every combination, at most 1,000,000; random and bayesian try `trials` of them.</param>
/// <param name="Metric">What is looked for, in-sample; combinations that use up their account there come after all others.</param>
/// <param name="Trials">Of a random search, at most 100,000 and 1,000 where it is null, or a bayesian one, at most 300 and 60.</param>
/// <param name="Seed">The same seed gives the same answer.</param>
/// <param name="MinTrades">Combinations with fewer closed positions in-sample are not chosen.</param>
/// <param name="Top">Best combinations to answer with, 1 to 100.</param>
/// <param name="HeatMap">Two parameters that have a range, for the surface; null for the first two.</param>
/// <param name="Validation">How the answer is checked; null for 30 % kept out of the choice and every check.</param>
/// <param name="From">First bar, UTC; null for the oldest.</param>
/// <param name="To">Last bar, UTC; null for the newest.</param>
/// <param name="Parameters">Values of parameters that have no range; the others take their defaults.</param>
/// <param name="Costs">What trading costs; null for ten basis points of slippage and no commission, {} for nothing.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="Basis">Which corporate actions are in the prices; null for the best there is.</param>
/// <param name="InitialCapital">In the instruments' currency.</param>
/// <param name="FillRule">When orders trade; a signal is always formed at the close of its bar.</param>
/// <param name="PositionFraction">Part of equity that a full signal uses.</param>
/// <param name="MaxLeverage">Largest gross position value as a multiple of equity when a position is opened.</param>
/// <param name="AllowShort">False turns signals to sell short into none.</param>
/// <param name="WholeUnits">True trades whole units only.</param>
/// <param name="RebalanceBand">A new target of the same sign is followed only when it differs by more than this part of the larger of both.</param>
/// <param name="StopLoss">Closes a position by a stop order this fraction beyond its entry; null for none.</param>
/// <param name="TakeProfit">Closes a position by a limit order this fraction in its favour; null for none.</param>
/// <param name="RiskFreeRateAnnual">For Sharpe and Sortino, a fraction per year.</param>
/// <param name="CashRateAnnual">Interest on cash, a fraction per year.</param>
/// <param name="PeriodsPerYear">Bars per year used to annualise; null infers it from the bars.</param>
/// <param name="Members">Strategies that `ensemble` and `adaptive` combine; null for their defaults.</param>
/// <param name="Device">Where the caller would like the work done.</param>
/// <param name="OptimizationId">1 to 100 characters of A–Z a–z 0–9 _ -; null lets the platform choose. The same id with the same request is the same search.</param>
/// <param name="Wait">True answers when it is done; false answers at once, and progress is followed by its id.</param>
[GenerateSerializer, Immutable, Alias("trading.optimizeStrategy")]
public sealed record OptimizeStrategyRequest(
    string Strategy, IReadOnlyDictionary<string, ParameterRange> ParameterRanges, string? Symbol = null, IReadOnlyList<string>? Symbols = null,
    SearchMethod Method = SearchMethod.Grid, SearchMetric Metric = SearchMetric.Sharpe, int? Trials = null, int Seed = 1, int MinTrades = 0, int Top = 10,
    IReadOnlyList<string>? HeatMap = null, SearchValidation? Validation = null, DateTime? From = null, DateTime? To = null,
    IReadOnlyDictionary<string, double>? Parameters = null, TradingCosts? Costs = null, BarInterval Interval = BarInterval.Day, PriceBasis? Basis = null,
    double InitialCapital = 100_000, FillRule FillRule = FillRule.NextOpen, double PositionFraction = 1, double MaxLeverage = 1, bool AllowShort = true,
    bool WholeUnits = false, double RebalanceBand = 0.1, double? StopLoss = null, double? TakeProfit = null, double RiskFreeRateAnnual = 0,
    double CashRateAnnual = 0, double? PeriodsPerYear = null, string[]? Members = null, DevicePreference Device = DevicePreference.Auto,
    string? OptimizationId = null, bool Wait = true);

/// <summary>A search and what it has found.</summary>
/// <param name="OptimizationId">Ask for it again by this id.</param>
/// <param name="Progress">Where it stands.</param>
/// <param name="Request">What was asked, names put right.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="ElapsedMilliseconds">Time the work took, waiting included; null while it runs.</param>
/// <param name="Report">What was found; null until it is done.</param>
/// <param name="Device">
/// What the silo that planned the search tests combinations with. A silo without such a device tests its parts on the processor, with the same bits;
/// the best are tested again by the engine there.
/// </param>
/// <param name="Owner">Whose it is, a username; null for a search of an older build, which all may see.</param>
[GenerateSerializer, Immutable, Alias("optimization")]
public sealed record Optimization(
    string OptimizationId, JobProgress Progress, OptimizeStrategyRequest Request, DateTime StartedAt, double? ElapsedMilliseconds, SearchReport? Report,
    DeviceUsed Device, string? Owner = null);

/// <summary>Asks for a search by its id.</summary>
/// <param name="OptimizationId">The search.</param>
[GenerateSerializer, Immutable, Alias("trading.getOptimization")]
public sealed record GetOptimizationRequest(string OptimizationId);

/// <summary>Stops a running search.</summary>
/// <param name="OptimizationId">The search.</param>
[GenerateSerializer, Immutable, Alias("trading.cancelOptimization")]
public sealed record CancelOptimizationRequest(string OptimizationId);

/// <summary>Asks for the newest searches that the caller may see: his own, and for an administrator all.</summary>
/// <param name="Limit">Most to return, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("trading.listOptimizations")]
public sealed record ListOptimizationsRequest(int Limit = 100);

/// <summary>The newest searches.</summary>
/// <param name="Optimizations">Newest first.</param>
[GenerateSerializer, Immutable, Alias("trading.optimizations")]
public sealed record OptimizationList(IReadOnlyList<OptimizationSummary> Optimizations);

/// <summary>A search in a line.</summary>
/// <param name="OptimizationId">The search.</param>
/// <param name="Strategy">What was searched.</param>
/// <param name="Symbols">On what.</param>
/// <param name="Method">How.</param>
/// <param name="Metric">For what.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="Trials">Combinations tested; 0 while it runs.</param>
/// <param name="InSampleSharpe">Of the best combination; NaN while it runs.</param>
/// <param name="OutOfSampleSharpe">Of the same one on the bars after.</param>
/// <param name="DeflatedSharpe">Probability that the best is more than luck.</param>
/// <param name="OverfittingProbability">Probability of back-test overfitting.</param>
/// <param name="Owner">Whose it is, a username; null for a search of an older build, which all may see.</param>
[GenerateSerializer, Immutable, Alias("optimization-summary")]
public sealed record OptimizationSummary(
    string OptimizationId, string Strategy, IReadOnlyList<string> Symbols, SearchMethod Method, SearchMetric Metric, JobState State, DateTime StartedAt,
    int Trials, double InSampleSharpe, double OutOfSampleSharpe, double DeflatedSharpe, double OverfittingProbability,
    string? Owner = null);

/// <summary>A part of a search, for whoever does it.</summary>
/// <param name="OptimizationId">The search.</param>
/// <param name="Request">What was asked, names put right.</param>
/// <param name="Data">Stands for the content of the bars that the search began with.</param>
/// <param name="ChunkSize">Combinations in a part.</param>
/// <param name="Chunks">Parts in all.</param>
[GenerateSerializer, Immutable, Alias("optimization-task")]
public sealed record OptimizationTask(string OptimizationId, OptimizeStrategyRequest Request, string Data, int ChunkSize, int Chunks);

/// <summary>How a search will be done.</summary>
/// <param name="Data">Stands for the content of the bars.</param>
/// <param name="ChunkSize">Combinations in a part.</param>
/// <param name="Chunks">Parts in all.</param>
/// <param name="Trials">Combinations to test, before those that do not go together are left out.</param>
/// <param name="Device">What the silo that planned tests combinations with.</param>
[GenerateSerializer, Immutable, Alias("optimization-plan")]
public sealed record OptimizationPlan(string Data, int ChunkSize, int Chunks, long Trials, DeviceUsed Device);
