using NeuralTrader.Domain.Trading.Indicators;

namespace NeuralTrader.Compute.Backtesting;

/// <summary>The best of many combinations, and what all of them come to.</summary>
internal sealed class GridLeague(GridMetric metric, int keep, int fewestTrades)
{
    private readonly PriorityQueue<GridCandidate, (double Score, long Late)> best = new(keep + 1); // the worst of the best is the first to go
    private long trials, invalid;
    private CompensatedSum sum, squares; // so exact that the order of the trials does not show

    /// <summary>Takes combinations in.</summary>
    /// <param name="figures">Shape [n].</param>
    /// <param name="numbers">Their numbers, −1 for an empty slot; shape [n].</param>
    public void Add(GridFigures[] figures, long[] numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] < 0) continue;
            ref readonly GridFigures one = ref figures[i];
            if (!one.IsValid)
            {
                invalid++;
                continue;
            }
            if (!double.IsNaN(one.Sharpe))
            {
                trials++;
                sum.Add(one.Sharpe);
                squares.Add(one.Sharpe * one.Sharpe);
            }
            double score = Score(one);
            if (double.IsNaN(score) || one.IsRuined || one.Trades < fewestTrades) continue;
            (double, long) rank = (score, -numbers[i]);
            if (best.Count < keep) best.Enqueue(new GridCandidate(numbers[i], score, one), rank);
            else best.EnqueueDequeue(new GridCandidate(numbers[i], score, one), rank);
        }
    }

    /// <summary>What was found.</summary>
    public GridSearch Result(double periodsPerYear) => new(
        [.. best.UnorderedItems.Select(item => item.Element).OrderByDescending(one => one.Score).ThenBy(one => one.Combination)],
        trials, invalid, trials > 0 ? sum.Value / trials : double.NaN,
        trials > 1 ? Math.Max(0, squares.Value - (sum.Value * sum.Value / trials)) / (trials - 1) : double.NaN, periodsPerYear);

    private double Score(in GridFigures figures) => metric switch
    {
        GridMetric.Sharpe => figures.Sharpe,
        GridMetric.Sortino => figures.Sortino,
        GridMetric.TotalReturn => figures.TotalReturn,
        GridMetric.ReturnOverDrawdown => figures.MaxDrawdown > 0 ? figures.TotalReturn / figures.MaxDrawdown : double.NaN,
        GridMetric.MaxDrawdown => -figures.MaxDrawdown,
    };
}
