namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>The metric over any two parameters that a finished search varied, put together from its trials.</summary>
public sealed class TrialSurface
{
    private readonly SurfaceTally tally;
    private readonly SearchMetric metric;
    private readonly int minTrades;
    private readonly double inSampleDays, outOfSampleDays;

    /// <summary>An empty surface.</summary>
    /// <param name="space">What was searched.</param>
    /// <param name="x">The parameter of the columns.</param>
    /// <param name="y">The parameter of the rows.</param>
    /// <param name="report">What was found.</param>
    /// <param name="minTrades">Trials with fewer trades in-sample are not shown, as they were not chosen from.</param>
    /// <exception cref="InvalidInputException">A parameter was not varied, or both are the same.</exception>
    public TrialSurface(SearchSpace space, string x, string y, SearchReport report, int minTrades)
    {
        Check(space, x, "across");
        Check(space, y, "up");
        if (x == y) throw Require.Invalid("up", y, $"another parameter than across, which is {x}");
        tally = new SurfaceTally(space, [x, y]);
        (metric, this.minTrades) = (report.Metric, minTrades);
        (inSampleDays, outOfSampleDays) = (Days(report.BuyAndHold.InSample), report.BuyAndHold.OutOfSample is { } later ? Days(later) : 0);
    }

    /// <summary>Adds a part of the trials.</summary>
    public void Add(SearchChunk chunk)
    {
        for (int trial = 0; trial < chunk.Points.Length; trial++)
        {
            SearchFigures seen = chunk.InSample.At(trial, 0, inSampleDays), later = chunk.OutOfSample.At(trial, 0, outOfSampleDays);
            double score = seen.IsRuined || seen.Trades < minTrades ? double.NaN : seen.Score(metric);
            tally.Add(chunk.Points[trial], chunk.Orders[trial], score, seen.Value(metric), later.Value(metric));
        }
    }

    /// <summary>Of all trials added.</summary>
    public SearchSurface Surface() => tally.Surface();

    // How long buying and holding took from its total to its yearly return; only the Calmar ratio asks for it.
    private static double Days(SearchFigures held)
    {
        double days = PerformanceFigures.DaysPerYear * Math.Log(1 + held.TotalReturn) / Math.Log(1 + held.AnnualReturn);
        return double.IsFinite(days) ? days : 0;
    }

    private static void Check(SearchSpace space, string name, string field)
    {
        if (!space.Names.Contains(name)) throw Require.Invalid(field, name, $"a parameter that was varied: {string.Join(", ", space.Names)}");
    }
}
