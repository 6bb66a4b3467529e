using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>One of the best combinations, tested again by the engine.</summary>
/// <param name="Rank">From 1, by the metric in-sample; after all others those that used up their account there, by what they lost.</param>
/// <param name="Order">When it was tried, from 0.</param>
/// <param name="Parameters">All of the strategy's.</param>
/// <param name="InSample">Over the bars that it was chosen by.</param>
/// <param name="OutOfSample">Over the bars after them, which were not looked at; null where there are none.</param>
/// <param name="NeighbourMean">
/// Mean of the metric in-sample over the combinations one step away; far worse than the combination's own it stands on a spike, and chance
/// makes spikes.
/// </param>
/// <param name="NeighbourWorst">The worst of them.</param>
/// <param name="Neighbours">How many there are with such a figure.</param>
/// <param name="Difference">
/// Largest difference between the engine's figures and those of the search, relative to the larger of the figure and 1; 0 where the engine did the search.
/// </param>
/// <param name="RuinedAt">Bar in which its account was used up, after which nothing was traded, UTC; null where it was not.</param>
/// <param name="RuinedNeighbours">Combinations one step away that used up their account in-sample; their ratios are not in the mean.</param>
[GenerateSerializer, Immutable, Alias("found-combination")]
public sealed record FoundCombination(
    int Rank, int Order, IReadOnlyDictionary<string, double> Parameters, SearchFigures InSample, SearchFigures? OutOfSample,
    double NeighbourMean, double NeighbourWorst, int Neighbours, double Difference, DateTime? RuinedAt = null, int RuinedNeighbours = 0);

/// <summary>Buying and holding the same instruments over the same bars.</summary>
/// <param name="InSample">Over the bars that the choice sees.</param>
/// <param name="OutOfSample">Over the bars after them; null where there are none.</param>
[GenerateSerializer, Immutable, Alias("search-benchmark")]
public sealed record SearchBenchmark(SearchFigures InSample, SearchFigures? OutOfSample);

/// <summary>Whether the best combination's in-sample Sharpe ratio is more than the best of so many trials would have by chance.</summary>
/// <param name="Deflated">Probability that its true Sharpe ratio is above what is expected of the best of the effective trials without skill.</param>
/// <param name="DeflatedByAllTrials">The same as if all trials were independent: lower, and too strict where they resemble each other.</param>
/// <param name="Probabilistic">Probability that its true Sharpe ratio is above 0, as if it were the only trial.</param>
/// <param name="ExpectedMaximum">Annual Sharpe ratio expected of the best of the effective trials without skill.</param>
/// <param name="Trials">Trials with a Sharpe ratio.</param>
/// <param name="EffectiveTrials">How many independent ones they are worth.</param>
/// <param name="MeanCorrelation">Of the returns of up to a hundred of them, in-sample; NaN where fewer than two vary.</param>
/// <param name="TrialSharpeMean">Mean annual Sharpe ratio of the trials.</param>
/// <param name="TrialSharpeDeviation">Sample deviation of the trials' annual Sharpe ratios.</param>
/// <param name="Sharpe">Annual, of the best combination in-sample.</param>
/// <param name="Periods">Returns that it was observed over.</param>
/// <param name="Skewness">Of these returns.</param>
/// <param name="ExcessKurtosis">Of these returns.</param>
/// <param name="MinimumTrackRecord">Periods after which such a Sharpe ratio would be above 0 with 95 % confidence; NaN where it is not above 0.</param>
/// <remarks>Formulas and sources: <see cref="SharpeStatistics"/>.</remarks>
[GenerateSerializer, Immutable, Alias("selection-test")]
public sealed record SelectionTest(
    double Deflated, double DeflatedByAllTrials, double Probabilistic, double ExpectedMaximum, int Trials, double EffectiveTrials, double MeanCorrelation,
    double TrialSharpeMean, double TrialSharpeDeviation, double Sharpe, int Periods, double Skewness, double ExcessKurtosis, double MinimumTrackRecord);

/// <summary>One choice of the walk-forward or of the cross-validation, and how it did where it was not chosen.</summary>
/// <param name="TestFrom">First bar of the test, UTC.</param>
/// <param name="TestTo">Last bar of the test, UTC.</param>
/// <param name="TrainingBars">Bars that the choice was made by.</param>
/// <param name="Parameters">What was chosen; null where no combination was eligible, or the account was used up in a test before.</param>
/// <param name="Training">Its figures over them.</param>
/// <param name="Test">Its figures over the test.</param>
[GenerateSerializer, Immutable, Alias("search-test-window")]
public sealed record SearchTestWindow(
    DateTime TestFrom, DateTime TestTo, int TrainingBars, IReadOnlyDictionary<string, double>? Parameters, SearchFigures? Training, SearchFigures? Test);

/// <summary>Choices made again and again, and what following them would have earned where they were not made.</summary>
/// <param name="Windows">In order of time.</param>
/// <param name="Stitched">All tests end to end, up to ruin; a window without a choice holds cash.</param>
/// <param name="BuyAndHold">Over the same bars.</param>
/// <param name="Efficiency">Yearly return of the tests over the mean yearly return of the trainings; NaN where these did not earn. Pardo (2008), chapter 11.</param>
/// <param name="PositiveWindows">Part of the tests that earned.</param>
/// <param name="Times">Bars of the stitched tests, UTC, shape [n].</param>
/// <param name="Equity">Of the stitched tests, 1 at the start, shape [n]; it ends with ruin. Changing from one choice to the next is free of cost here.</param>
/// <param name="RuinedAt">Bar of a test in which the account was used up, after which nothing was traded, UTC; null where it was not.</param>
[GenerateSerializer, Immutable, Alias("walk-forward")]
public sealed record WalkForward(
    SearchTestWindow[] Windows, SearchFigures Stitched, SearchFigures BuyAndHold, double Efficiency, double PositiveWindows, DateTime[] Times, double[] Equity,
    DateTime? RuinedAt = null);

/// <summary>The metric over two parameters, the best of all trials that share them: data of a heat map.</summary>
/// <param name="X">The parameter of the columns.</param>
/// <param name="Y">The parameter of the rows; null where only one is varied.</param>
/// <param name="XValues">Its values; where there are very many, the first of each group.</param>
/// <param name="YValues">Its values; one NaN where only one parameter is varied.</param>
/// <param name="InSample">The metric of the best trial in each cell, shape [y][x]; NaN where there is none.</param>
/// <param name="OutOfSample">The metric of the same trial on the bars after, shape [y][x].</param>
[GenerateSerializer, Immutable, Alias("search-surface")]
public sealed record SearchSurface(string X, string? Y, double[] XValues, double[] YValues, double[][] InSample, double[][] OutOfSample);

/// <summary>All that a search found.</summary>
/// <param name="Strategy">What was searched.</param>
/// <param name="Symbols">On what.</param>
/// <param name="Provenance">Where each instrument's bars come from.</param>
/// <param name="Interval">How long one bar lasts.</param>
/// <param name="From">First bar, UTC.</param>
/// <param name="OutOfSampleFrom">First bar that the choice does not see, UTC; null where it sees all.</param>
/// <param name="To">Last bar, UTC.</param>
/// <param name="Bars">Bars in all.</param>
/// <param name="PeriodsPerYear">Bars per year that annual figures assume.</param>
/// <param name="Metric">What was looked for.</param>
/// <param name="Combinations">In the ranges.</param>
/// <param name="Trials">Combinations tested.</param>
/// <param name="Skipped">Combinations left out because their parameters do not go together.</param>
/// <param name="NeverTraded">Trials that never held a position in-sample.</param>
/// <param name="TooFewTrades">Trials that closed fewer positions in-sample than asked for.</param>
/// <param name="Best">The best combinations by the metric in-sample, the best first.</param>
/// <param name="BuyAndHold">What they have to beat.</param>
/// <param name="Selection">Whether the best is more than luck; null where its Sharpe ratio is not defined, as after ruin.</param>
/// <param name="Overfitting">
/// How often the best of one half of all bars, those out of sample too, is below the median on the other; null where not asked for, with fewer than
/// two trials, or where all that are ranked used up their account.
/// </param>
/// <param name="WalkForward">Choosing again and again; null where not asked for.</param>
/// <param name="CrossValidation">Choosing around each fold, with purge and embargo; null where not asked for.</param>
/// <param name="Surface">The metric over two parameters.</param>
/// <param name="Warnings">What a reader should know before believing the figures.</param>
/// <param name="Ruined">Trials that used up their account in-sample.</param>
[GenerateSerializer, Immutable, Alias("search-report")]
public sealed record SearchReport(
    string Strategy, string[] Symbols, Provenance[] Provenance, BarInterval Interval, DateTime From, DateTime? OutOfSampleFrom, DateTime To, int Bars,
    double PeriodsPerYear, SearchMetric Metric, long Combinations, int Trials, int Skipped, int NeverTraded, int TooFewTrades, FoundCombination[] Best,
    SearchBenchmark BuyAndHold, SelectionTest? Selection, OverfittingFigures? Overfitting, WalkForward? WalkForward, WalkForward? CrossValidation,
    SearchSurface Surface, string[] Warnings, int Ruined = 0);
