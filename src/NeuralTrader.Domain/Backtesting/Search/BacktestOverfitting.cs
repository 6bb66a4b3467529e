namespace NeuralTrader.Domain.Backtesting.Search;

/// <summary>How often the best trial of one half of the bars is below the median on the other half, of all bars: those kept out of the search too.</summary>
/// <param name="Probability">Part of the splits in which it is: PBO; 0.5 is what choosing by lot would do.</param>
/// <param name="ProbabilityOfLoss">Part of the splits in which it has a Sharpe ratio below 0 on the other half.</param>
/// <param name="Degradation">
/// Slope of its Sharpe ratio on the other half regressed on that of the half it was chosen on, where it has both; below 0 the better a choice looks
/// the worse it does.
/// </param>
/// <param name="MedianLogit">Median of ln(ω / (1 − ω)), ω being its relative rank on the other half.</param>
/// <param name="Splits">How many there are: the blocks taken half at a time, less those that leave no account to choose.</param>
/// <param name="Blocks">Of equal length.</param>
/// <param name="Trials">That were ranked.</param>
[GenerateSerializer, Immutable, Alias("backtest-overfitting")]
public sealed record OverfittingFigures(
    double Probability, double ProbabilityOfLoss, double Degradation, double MedianLogit, int Splits, int Blocks, int Trials);

/// <summary>The probability of back-test overfitting by combinatorially symmetric cross-validation.</summary>
/// <remarks>
/// Bailey, Borwein, López de Prado and Zhu (2017), J. Computational Finance 20(4). Trials are ranked by their Sharpe ratio; one that never
/// traded has 0, and one whose account was used up in a half, or in blocks before it, comes last there. A split and its mirror image share their
/// sums, so each pair is worked once.
/// </remarks>
public sealed class BacktestOverfitting
{
    private readonly int blocks, trials;
    private readonly int[] counts, ruined; // the blocks in which a trial has no account any more, a bit each
    private readonly double[] sums, squares; // [block][trial]
    private readonly double riskFree;
    private readonly double[] first, second; // Sharpe ratios on the two halves of a split
    private readonly List<double> logits = [], chosen = [], later = [];

    private BacktestOverfitting(int[] counts, int trials, double[] sums, double[] squares, double riskFree)
    {
        (blocks, this.counts, this.trials, this.sums, this.squares, this.riskFree) = (counts.Length, counts, trials, sums, squares, riskFree);
        (first, second) = (new double[trials], new double[trials]);
        ruined = new int[trials];
        for (int i = 0; i < sums.Length; i++) if (double.IsNaN(sums[i])) ruined[i % trials] |= 1 << (i / trials);
    }

    /// <summary>Splits the blocks every way in halves.</summary>
    /// <param name="counts">Period returns in each block, shape [blocks], an even number of them, 2 to 16.</param>
    /// <param name="sums">Sum of each trial's returns in each block, NaN where its account was used up; shape [blocks × trials], trials innermost.</param>
    /// <param name="squares">Sum of their squares, of the same shape.</param>
    /// <param name="riskFree">Per period.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidInputException">The shapes do not fit, or there are fewer than two trials.</exception>
    public static OverfittingFigures Of(
        int[] counts, double[] sums, double[] squares, double riskFree = 0, CancellationToken cancellationToken = default)
    {
        if (counts.Length is < 2 or > 16 || counts.Length % 2 != 0) throw Require.Invalid("blocks", counts.Length, "an even number from 2 to 16");
        int trials = sums.Length / counts.Length;
        if (trials < 2) throw Require.Invalid("trials", trials, "at least 2 trials");
        Require.SameLength(sums.Length, trials * counts.Length);
        Require.SameLength(squares.Length, sums.Length);
        var work = new BacktestOverfitting(counts, trials, sums, squares, riskFree);
        double[] sum = new double[trials], square = new double[trials], allSums = new double[trials], allSquares = new double[trials];
        for (int block = 0; block < counts.Length; block++) work.Take(block, allSums, allSquares, allSums, allSquares);
        work.Take(0, sum, square, sum, square);
        work.Descend(1, 1, counts[0], 1, sum, square, allSums, allSquares, cancellationToken);
        return work.Figures();
    }

    // Half of the blocks with the first among them: the other half is its mirror image.
    private void Descend(
        int next, int taken, int count, int half, double[] sum, double[] square, double[] allSums, double[] allSquares, CancellationToken cancellationToken)
    {
        if (taken == blocks / 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Split(count, half, sum, square, allSums, allSquares);
            return;
        }
        if (blocks - next < (blocks / 2) - taken) return;
        double[] ownSum = new double[trials], ownSquare = new double[trials];
        for (int block = next; block < blocks; block++)
        {
            Take(block, sum, square, ownSum, ownSquare);
            Descend(block + 1, taken + 1, count + counts[block], half | (1 << block), ownSum, ownSquare, allSums, allSquares, cancellationToken);
        }
    }

    private void Take(int block, double[] sum, double[] square, double[] intoSum, double[] intoSquare)
    {
        ReadOnlySpan<double> moreSum = sums.AsSpan(block * trials, trials), moreSquare = squares.AsSpan(block * trials, trials);
        for (int i = 0; i < moreSum.Length; i++)
        {
            bool isRuined = double.IsNaN(moreSum[i]);
            intoSum[i] = sum[i] + (isRuined ? 0 : moreSum[i]);
            intoSquare[i] = square[i] + (isRuined ? 0 : moreSquare[i]);
        }
    }

    private void Split(int count, int half, double[] sum, double[] square, double[] allSums, double[] allSquares)
    {
        int rest = counts.Sum() - count;
        for (int i = 0; i < trials; i++)
        {
            first[i] = (ruined[i] & half) != 0 ? double.NegativeInfinity : Sharpe(count, sum[i], square[i]);
            second[i] = (ruined[i] & ~half) != 0 ? double.NegativeInfinity : Sharpe(rest, allSums[i] - sum[i], allSquares[i] - square[i]);
        }
        Choose(first, second);
        Choose(second, first);
    }

    private void Choose(double[] here, double[] there)
    {
        int best = 0, below = 0, equal = 0;
        for (int i = 1; i < here.Length; i++) if (here[i] > here[best]) best = i;
        if (double.IsNegativeInfinity(here[best])) return; // no account to choose
        double found = there[best];
        foreach (double other in there)
        {
            if (other < found) below++;
            else if (other == found) equal++;
        }
        double rank = (below + ((equal + 1) / 2.0)) / (here.Length + 1);
        logits.Add(Math.Log(rank / (1 - rank)));
        chosen.Add(here[best]);
        later.Add(found);
    }

    private double Sharpe(int n, double sum, double square)
    {
        double mean = sum / n, variance = (square - (mean * sum)) / (n - 1);
        return variance > 1e-28 ? (mean - riskFree) / Math.Sqrt(variance) : 0;
    }

    private OverfittingFigures Figures()
    {
        int n = logits.Count;
        if (n == 0) return new OverfittingFigures(double.NaN, double.NaN, double.NaN, double.NaN, 0, blocks, trials);
        (double Chosen, double Later)[] both = [.. chosen.Zip(later).Where(pair => double.IsFinite(pair.Second))];
        double meanChosen = both.Select(pair => pair.Chosen).DefaultIfEmpty().Average(), meanLater = both.Select(pair => pair.Later).DefaultIfEmpty().Average();
        (double xx, double xy) = (0, 0);
        foreach ((double x, double y) in both)
        {
            xx += (x - meanChosen) * (x - meanChosen);
            xy += (x - meanChosen) * (y - meanLater);
        }
        double[] sorted = [.. logits.Order()];
        return new OverfittingFigures(
            (double)logits.Count(logit => logit <= 0) / n, (double)later.Count(sharpe => sharpe < 0) / n, xx > 0 ? xy / xx : double.NaN,
            (sorted[(n - 1) / 2] + sorted[n / 2]) / 2, n, blocks, trials);
    }
}
