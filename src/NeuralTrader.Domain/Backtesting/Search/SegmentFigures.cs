namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>Bars one after another.</summary>
/// <param name="From">First bar: its period return, from the close before it, is the first one counted.</param>
/// <param name="To">The bar after the last.</param>
[GenerateSerializer, Immutable, Alias("search-range")]
public readonly record struct SearchRange(int From, int To)
{
    /// <summary>Bars in it.</summary>
    public int Bars => To - From;

    /// <summary>Period returns in it: the first bar of all has none.</summary>
    public int Periods => Math.Max(0, To - Math.Max(1, From));
}

/// <summary>What is kept of one run's account over a range of bars: a view of the run, with positions from before it, and nothing sold at its end.</summary>
/// <param name="Count">Period returns.</param>
/// <param name="Sum">Of the period returns.</param>
/// <param name="SumOfSquares">Of the period returns.</param>
/// <param name="SumOfSquaresBelow">Σ min(0, return − risk-free)².</param>
/// <param name="Growth">Equity at the end over equity before the start.</param>
/// <param name="Drawdown">Largest fall from a peak within, a fraction, positive.</param>
/// <param name="Trades">Positions closed.</param>
/// <param name="IsRuined">Whether the account was used up within, where the growth is 0 or less, or before, where it is above 0 and nothing was traded.</param>
public readonly record struct SegmentFigures(
    int Count, double Sum, double SumOfSquares, double SumOfSquaresBelow, double Growth, double Drawdown, int Trades, bool IsRuined = false)
{
    /// <summary>No bars.</summary>
    public static SegmentFigures None { get; } = new(0, 0, 0, 0, 1, 0, 0);

    /// <summary>These bars and others, which lie apart: sums add, growth multiplies, and the drawdown is the larger one, for there is no fall over a gap.</summary>
    public SegmentFigures And(in SegmentFigures other) => new(
        Count + other.Count, Sum + other.Sum, SumOfSquares + other.SumOfSquares, SumOfSquaresBelow + other.SumOfSquaresBelow, Growth * other.Growth,
        Math.Max(Drawdown, other.Drawdown), Trades + other.Trades, IsRuined || other.IsRuined);

    /// <summary>A range of an account's equity.</summary>
    /// <param name="equity">Of the whole account, shape [n].</param>
    /// <param name="capital">Before its first bar.</param>
    /// <param name="range">Of its bars.</param>
    /// <param name="riskFree">Per period.</param>
    /// <param name="trades">Positions closed in the range.</param>
    /// <remarks>What the first bar of all does to the capital grows it and is no period return, as in <see cref="BacktestStatistics"/>.</remarks>
    public static SegmentFigures Of(ReadOnlySpan<double> equity, double capital, SearchRange range, double riskFree, int trades)
    {
        (double sum, double squares, double below) = (0, 0, 0);
        double start = range.From == 0 ? capital : equity[range.From - 1], last = start, peak = start, drawdown = 0;
        for (int t = range.From; t < range.To; t++)
        {
            double e = equity[t];
            if (t > 0)
            {
                double r = last > 0 ? (e / last) - 1 : 0, less = Math.Min(0, r - riskFree);
                (sum, squares, below) = (sum + r, squares + (r * r), below + (less * less));
            }
            last = e;
            if (e > peak) peak = e;
            else if (peak > 0) drawdown = Math.Max(drawdown, 1 - (e / peak));
        }
        return new SegmentFigures(range.Periods, sum, squares, below, start > 0 ? last / start : 1, drawdown, trades, last <= 0);
    }
}

/// <summary>How figures of a search are annualised.</summary>
/// <param name="PeriodsPerYear">Bars per year.</param>
/// <param name="RiskFreeRateAnnual">Fraction per year.</param>
public readonly record struct SearchScale(double PeriodsPerYear, double RiskFreeRateAnnual)
{
    private const double Noise = 1e-14; // deviations below this are rounding of a constant series

    /// <summary>Per period.</summary>
    public double RiskFree => RiskFreeRateAnnual / PeriodsPerYear;

    /// <summary>Mean excess return over sample deviation, per period; NaN where nothing deviates.</summary>
    public double PeriodSharpe(in SegmentFigures run)
    {
        double mean = run.Sum / run.Count, variance = Math.Max(0, run.SumOfSquares - (mean * run.Sum)) / (run.Count - 1);
        double deviation = Math.Sqrt(variance);
        return run.Count > 1 && deviation > Noise ? (mean - RiskFree) / deviation : double.NaN;
    }

    /// <summary>The figures of a run.</summary>
    /// <param name="run">What was kept of it.</param>
    /// <param name="days">From its first bar to its last.</param>
    public SearchFigures Figures(in SegmentFigures run, double days)
    {
        double root = Math.Sqrt(PeriodsPerYear), mean = run.Sum / run.Count, downside = Math.Sqrt(run.SumOfSquaresBelow / run.Count), total = run.Growth - 1;
        if (run.IsRuined) return SearchFigures.Ruined(run);
        double annual = PerformanceFigures.AnnualReturn(total, TimeSpan.FromDays(days));
        return new SearchFigures(
            run.Count, total, annual, PeriodSharpe(run) * root, run.Count > 0 && downside > Noise ? (mean - RiskFree) / downside * root : double.NaN,
            run.Drawdown > 0 ? annual / run.Drawdown : double.NaN, run.Drawdown, run.Trades);
    }
}

/// <summary>A combination over some of the bars; NaN where they do not define a figure. Definitions: <see cref="BacktestStatistics"/>.</summary>
/// <param name="Periods">Period returns.</param>
/// <param name="TotalReturn">A fraction.</param>
/// <param name="AnnualReturn">CAGR over actual days.</param>
/// <param name="Sharpe">Annual.</param>
/// <param name="Sortino">Annual.</param>
/// <param name="Calmar">CAGR over maximum drawdown.</param>
/// <param name="MaxDrawdown">A fraction, positive.</param>
/// <param name="Trades">Positions closed; one that is still open at the end is none.</param>
/// <param name="IsRuined">
/// Whether the account was used up in these bars, which leaves its loss, drawdown and trades but no ratio, or before them, which leaves nothing.
/// </param>
[GenerateSerializer, Immutable, Alias("search-figures")]
public sealed record SearchFigures(
    int Periods, double TotalReturn, double AnnualReturn, double Sharpe, double Sortino, double Calmar, double MaxDrawdown, int Trades,
    bool IsRuined = false)
{
    internal static SearchFigures Ruined(in SegmentFigures run)
    {
        (double total, double drawdown) = run.Growth > 0 ? (double.NaN, double.NaN) : (run.Growth - 1, run.Drawdown);
        return new SearchFigures(run.Count, total, double.NaN, double.NaN, double.NaN, double.NaN, drawdown, run.Trades, true);
    }

    /// <summary>The figure that the search is about; NaN where it is not defined.</summary>
    public double Value(SearchMetric metric) => metric switch
    {
        SearchMetric.Sharpe => Sharpe,
        SearchMetric.Return => TotalReturn,
        SearchMetric.Sortino => Sortino,
        SearchMetric.Calmar => Calmar,
        SearchMetric.Drawdown => MaxDrawdown,
    };

    /// <summary>Whether the figure that the search is about is above nothing; of a drawdown, which is nothing without trades, whether money was made.</summary>
    public bool Earned(SearchMetric metric) => metric == SearchMetric.Drawdown ? TotalReturn > 0 : Value(metric) > 0;

    /// <summary>What the search maximises: the figure, or less of it where less is better.</summary>
    public double Score(SearchMetric metric) => metric == SearchMetric.Drawdown ? -MaxDrawdown : Value(metric);
}
