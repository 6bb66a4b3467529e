namespace NeuralTrader.Compute.Backtesting;

/// <summary>What one combination earned in one segment. Definitions: <see cref="NeuralTrader.Domain.Backtesting.BacktestStatistics"/>.</summary>
/// <param name="Periods">Period returns counted; 0 where the combination is not valid.</param>
/// <param name="TotalReturn">Equity at the end over equity at the start − 1; NaN where the combination is not valid, as all that follow.</param>
/// <param name="Sharpe">Annualised; NaN where nothing deviates, and after ruin.</param>
/// <param name="Sortino">Annualised, downside over all periods; NaN without a downside, and after ruin.</param>
/// <param name="MaxDrawdown">Largest fall from a peak within the segment, a fraction, positive.</param>
/// <param name="Trades">Positions closed in the segment; what is open at the last bar of all is closed there.</param>
/// <param name="ExposureTime">Part of the segment's bars with a position at the close.</param>
/// <param name="MeanExcess">Mean of period returns less the risk-free one, per period.</param>
/// <param name="Deviation">Sample deviation of period returns, per period; NaN for fewer than two.</param>
/// <param name="Downside">√(Σ min(0, excess)² / periods), per period.</param>
public readonly record struct GridFigures(
    int Periods, double TotalReturn, double Sharpe, double Sortino, double MaxDrawdown, int Trades, double ExposureTime,
    double MeanExcess, double Deviation, double Downside)
{
    /// <summary>Whether the strategy takes these parameters together.</summary>
    public bool IsValid => Periods > 0;

    /// <summary>Whether the account was used up in the segment: the loss, the drawdown and the trades up to there are what is left to say.</summary>
    public bool IsRuined => TotalReturn <= -1;

    /// <summary>The figures of a combination that the strategy does not take.</summary>
    internal static GridFigures Invalid { get; } = None();

    /// <summary>The same, also for a thread of a GPU.</summary>
    internal static GridFigures None() =>
        new(0, double.NaN, double.NaN, double.NaN, double.NaN, 0, double.NaN, double.NaN, double.NaN, double.NaN);
}

/// <summary>The figures of all combinations.</summary>
/// <param name="Parameters">The combinations.</param>
/// <param name="Segments">What each was looked at in.</param>
/// <param name="Figures">Shape [combinations, segments].</param>
/// <param name="PeriodsPerYear">Bars per year that the annual figures assume.</param>
/// <param name="InvalidCombinations">Combinations that the strategy does not take, such as a fast period that is not below the slow one.</param>
public sealed record GridResult(
    GridParameters Parameters, GridSegment[] Segments, GridFigures[] Figures, double PeriodsPerYear, long InvalidCombinations)
{
    /// <summary>The figures of one combination in one segment.</summary>
    public ref readonly GridFigures this[int combination, int segment = 0] => ref Figures[(combination * Segments.Length) + segment];
}

/// <summary>By what the best combinations are chosen; more is better, of a drawdown less.</summary>
public enum GridMetric
{
    /// <summary>Annualised Sharpe ratio.</summary>
    Sharpe = 1,

    /// <summary>Annualised Sortino ratio.</summary>
    Sortino = 2,

    /// <summary>Total return.</summary>
    TotalReturn = 3,

    /// <summary>Total return over the largest drawdown.</summary>
    ReturnOverDrawdown = 4,

    /// <summary>The largest drawdown, the smaller the better.</summary>
    MaxDrawdown = 5,
}

/// <summary>One of the best combinations.</summary>
/// <param name="Combination">Its number in the grid.</param>
/// <param name="Score">The metric, turned so that more is better.</param>
/// <param name="Figures">In the first segment.</param>
public readonly record struct GridCandidate(long Combination, double Score, GridFigures Figures);

/// <summary>A search that keeps the best only, for more combinations than memory holds.</summary>
/// <param name="Best">Best first; of equal scores the lower number first.</param>
/// <param name="Trials">Valid combinations with a Sharpe ratio.</param>
/// <param name="InvalidCombinations">Combinations that the strategy does not take.</param>
/// <param name="MeanSharpe">Mean annualised Sharpe ratio of all trials.</param>
/// <param name="SharpeVariance">Sample variance of the trials' annualised Sharpe ratios: what the deflated Sharpe ratio asks for.</param>
/// <param name="PeriodsPerYear">Bars per year that the annual figures assume.</param>
public sealed record GridSearch(
    GridCandidate[] Best, long Trials, long InvalidCombinations, double MeanSharpe, double SharpeVariance, double PeriodsPerYear);
