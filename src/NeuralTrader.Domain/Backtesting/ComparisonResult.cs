namespace NeuralTrader.Domain.Backtesting;

/// <summary>Whether two back-tests differ by more than chance.</summary>
/// <param name="First">Position of the first result in the comparison.</param>
/// <param name="Second">Position of the second.</param>
/// <param name="Overlaps">False where fewer than 3 period returns have the same dates; then every figure is NaN.</param>
/// <param name="From">First common date, UTC; null without overlap.</param>
/// <param name="To">Last common date, UTC.</param>
/// <param name="Observations">Common period returns.</param>
/// <param name="FirstSharpe">Annual Sharpe ratio of the first over the common dates; NaN, as all that follow, where either account was used up.</param>
/// <param name="SecondSharpe">The same of the second.</param>
/// <param name="SharpeDifference">First − second.</param>
/// <param name="JobsonKorkieZ">Jobson and Korkie (1981), J. Finance 36(4), as corrected by Memmel (2003), Finance Letters 1; NaN for equal series.</param>
/// <param name="JobsonKorkieP">Two-sided, normal; assumes returns independent in time and normal.</param>
/// <param name="BootstrapP">
/// Two-sided, by the stationary bootstrap of Politis and Romano (1994), JASA 89, of the centred difference:
/// (1 + exceedances) / (1 + draws), as in Ledoit and Wolf (2008), J. Empirical Finance 15(5), without studentisation.
/// </param>
/// <param name="Correlation">Of the common period returns.</param>
/// <param name="MeanReturnDifference">First − second, mean period return times periods per year.</param>
/// <param name="MeanReturnT">Paired t-statistic of that difference, n − 1 degrees of freedom.</param>
[GenerateSerializer, Immutable, Alias("backtest-difference")]
public sealed record BacktestDifference(
    int First, int Second, bool Overlaps, DateTime? From, DateTime? To, int Observations,
    double FirstSharpe, double SecondSharpe, double SharpeDifference,
    double JobsonKorkieZ, double JobsonKorkieP, double BootstrapP, double Correlation,
    double MeanReturnDifference, double MeanReturnT);

/// <summary>One result in a row of a comparison.</summary>
/// <param name="Label">Strategy and symbols.</param>
/// <param name="From">First bar, UTC.</param>
/// <param name="To">Last bar, UTC.</param>
/// <param name="Statistics">Over its own whole period.</param>
[GenerateSerializer, Immutable, Alias("compared-backtest")]
public sealed record ComparedBacktest(string Label, DateTime From, DateTime To, BacktestStatistics Statistics);

/// <summary>Back-tests side by side.</summary>
/// <param name="Rows">In the order given.</param>
/// <param name="Differences">Every pair, first before second.</param>
/// <param name="BestSharpe">Position of the row with the highest Sharpe ratio; −1 where none is defined.</param>
/// <param name="Seed">Of the bootstrap.</param>
/// <param name="Draws">Of the bootstrap.</param>
/// <param name="MeanBlock">Mean block length of the bootstrap, in periods.</param>
/// <param name="Warnings">Such as pairs without common dates, or many tests at once.</param>
[GenerateSerializer, Immutable, Alias("backtest-comparison")]
public sealed record ComparisonResult(
    ComparedBacktest[] Rows, BacktestDifference[] Differences, int BestSharpe, int Seed, int Draws, double MeanBlock, string[] Warnings);
