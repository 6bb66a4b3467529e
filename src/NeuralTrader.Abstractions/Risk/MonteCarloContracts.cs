using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Domain.Markets;
using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>Asks for a Monte Carlo simulation of a price.</summary>
/// <param name="Model">The law of the price.</param>
/// <param name="Symbol">Whose history the parameters are estimated from; null where all are given.</param>
/// <param name="Parameters">By name; what is not named is estimated from the symbol's bars, and without a symbol all must be named. gbm: drift, volatility.
/// jump: these, jumpsPerYear, jumpMean, jumpDeviation. heston: drift, startVariance, longVariance, reversion (per year), volatilityOfVariance, correlation (of
/// price and variance); the last three need 504 returns whose variance clusters. bootstrap: meanBlock, 10 where it is not named; always with a symbol.
/// garch, per step: mean, omega, alpha, beta, startVariance, and degreesOfFreedom for Student-t shocks, normal ones without it.</param>
/// <param name="Paths">How many, 1 to 100,000,000.</param>
/// <param name="Steps">Steps of a path, 1 to 10,000; with a symbol a step is one bar.</param>
/// <param name="StepsPerYear">Steps in a year, for annual parameters, 0.01 to 10,000,000; null for those of the symbol's own calendar, 252 without a symbol.</param>
/// <param name="Seed">The same seed gives the same answer on every machine.</param>
/// <param name="StartPrice">Price at the start; null for the last close, or 100 without a symbol.</param>
/// <param name="Bars">The newest bars to estimate from, at least 31; null for all.</param>
/// <param name="Confidences">For value at risk, fractions between 0 and 1; null for 0.95 and 0.99.</param>
/// <param name="SamplePaths">Single paths to show, 0 to 100.</param>
/// <param name="Interval">Which bars to read.</param>
/// <param name="Device">Where the caller would like the work done.</param>
[GenerateSerializer, Immutable, Alias("risk.monteCarloSimulation")]
public sealed record MonteCarloSimulationRequest(
    SimulationModel Model = SimulationModel.GeometricBrownian, string? Symbol = null, IReadOnlyDictionary<string, double>? Parameters = null,
    int Paths = 100_000, int Steps = 252, double? StepsPerYear = null, long Seed = 1, double? StartPrice = null, int? Bars = null,
    IReadOnlyList<double>? Confidences = null, int SamplePaths = 20, BarInterval Interval = BarInterval.Day,
    DevicePreference Device = DevicePreference.Auto);

/// <summary>What the simulated price did. Returns are simple, fractions over the whole horizon; a figure the paths cannot define is null.</summary>
/// <param name="Model">The law of the price.</param>
/// <param name="Parameters">Every parameter as it was used.</param>
/// <param name="History">What the parameters were estimated from; null where all were given.</param>
/// <param name="StartPrice">Price at the start.</param>
/// <param name="Paths">How many paths.</param>
/// <param name="Steps">Steps of a path.</param>
/// <param name="StepsPerYear">Used for annual parameters.</param>
/// <param name="Seed">Gives the same answer again.</param>
/// <param name="Mean">Mean return, with its standard error; null, as are deviation, skewness and kurtosis, for Student's t log-returns, which leave none.</param>
/// <param name="StandardDeviation">Of the return, with its standard error.</param>
/// <param name="Skewness">Third standardised moment.</param>
/// <param name="Kurtosis">Fourth standardised moment; 3 for a normal law.</param>
/// <param name="Lowest">The lowest return.</param>
/// <param name="Highest">The highest return.</param>
/// <param name="LossProbability">Share of the paths that end below their start, with its standard error.</param>
/// <param name="Quantiles">Quantiles of return and price, rising.</param>
/// <param name="Tails">Value at risk and expected shortfall over the horizon.</param>
/// <param name="Histogram">How often the return falls where.</param>
/// <param name="Fan">Bands and single paths for a chart, and drawdowns, all of the first 4,096 paths; every other figure is of all paths.</param>
/// <param name="Warnings">What the reader should know.</param>
/// <param name="Device">Where the work was done.</param>
[GenerateSerializer, Immutable, Alias("risk.monteCarloSimulation.answer")]
public sealed record MonteCarloSimulationAnswer(
    SimulationModel Model, IReadOnlyDictionary<string, double> Parameters, SimulationHistory? History, double StartPrice, int Paths, int Steps, double StepsPerYear,
    long Seed, Estimate Mean, Estimate StandardDeviation, double Skewness, double Kurtosis, double Lowest, double Highest, Estimate LossProbability,
    IReadOnlyList<SimulatedQuantile> Quantiles, IReadOnlyList<SimulatedTail> Tails, SimulationHistogram Histogram, SimulationFan Fan,
    IReadOnlyList<string> Warnings, DeviceUsed Device) : ISharedAnswer;

/// <summary>A figure found by sampling.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Error">Its standard error.</param>
[GenerateSerializer, Immutable, Alias("risk.estimate")]
public sealed record Estimate(double Value, double Error);

/// <summary>The history that parameters were estimated from.</summary>
/// <param name="Series">Which bars were read.</param>
/// <param name="Currency">Of the prices.</param>
/// <param name="Provenance">Where the bars come from.</param>
/// <param name="From">The first bar's start, UTC.</param>
/// <param name="To">The last bar's start, UTC.</param>
/// <param name="Returns">How many log-returns.</param>
/// <param name="Content">Fingerprint of the bars, hexadecimal.</param>
[GenerateSerializer, Immutable, Alias("risk.simulation-history")]
public sealed record SimulationHistory(SeriesKey Series, string Currency, Provenance Provenance, DateTime From, DateTime To, int Returns, string Content);

/// <summary>A quantile.</summary>
/// <param name="Probability">Share of the paths at or below it.</param>
/// <param name="Return">Simple return, a fraction.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Price">The same as a price.</param>
[GenerateSerializer, Immutable, Alias("risk.simulated-quantile")]
public sealed record SimulatedQuantile(double Probability, double Return, double Error, double Price);

/// <summary>The losses in the worst 1 − confidence of the paths, fractions of the start price, positive when money is lost.</summary>
/// <param name="Confidence">Share of the paths that do not lose more than the value at risk.</param>
/// <param name="ValueAtRisk">The loss, with its standard error.</param>
/// <param name="ExpectedShortfall">The mean loss beyond, with its standard error.</param>
[GenerateSerializer, Immutable, Alias("risk.simulated-tail")]
public sealed record SimulatedTail(double Confidence, Estimate ValueAtRisk, Estimate ExpectedShortfall);

/// <summary>How many paths end where; together with those below and above all of them.</summary>
/// <param name="Edges">
/// Returns between which the bins lie, fractions, rising, shape [n + 1]; about from the 0.5 % to the 99.5 % quantile, equal in log-return.
/// </param>
/// <param name="Counts">Paths in each bin, shape [n].</param>
/// <param name="Below">Paths below the first bin.</param>
/// <param name="Above">Paths above the last bin.</param>
[GenerateSerializer, Immutable, Alias("risk.simulation-histogram")]
public sealed record SimulationHistogram(IReadOnlyList<double> Edges, IReadOnlyList<int> Counts, int Below, int Above);

/// <summary>
/// How the first paths went on: a path has to be kept to be drawn, so these figures are of some of them and differ from those of all by chance.
/// </summary>
/// <param name="Paths">How many paths the bands and drawdowns are from, the first ones, at most 4,096.</param>
/// <param name="Steps">The steps shown, shape [n]; 0 is the start.</param>
/// <param name="Bands">Return at 5, 25, 50, 75 and 95 % of the paths, shape [5][n].</param>
/// <param name="Sample">Returns of single paths, shape [paths][n].</param>
/// <param name="MeanDrawdown">Mean of the deepest fall from a peak, seen at every step; a fraction, positive; with its standard error.</param>
/// <param name="Drawdown95">The depth that 95 % of the paths do not exceed.</param>
[GenerateSerializer, Immutable, Alias("risk.simulation-fan")]
public sealed record SimulationFan(
    int Paths, IReadOnlyList<int> Steps, IReadOnlyList<IReadOnlyList<double>> Bands, IReadOnlyList<IReadOnlyList<double>> Sample,
    Estimate MeanDrawdown, double Drawdown95);
