namespace NeuralTrader.Compute.Risk;

/// <summary>Quantiles and tail means from counts by class, evenly spread within a class.</summary>
internal sealed class OutcomeRanks
{
    private readonly List<(double Lower, double Upper, int Count)> classes;
    private readonly int[] counted; // outcomes up to the end of each class
    private readonly OutcomeUnit unit;
    private readonly int n;

    /// <summary>Orders the counts.</summary>
    /// <param name="histogram">The counts.</param>
    /// <param name="unit">What a class means.</param>
    /// <param name="n">How many outcomes.</param>
    public OutcomeRanks(OutcomeHistogram histogram, OutcomeUnit unit, int n)
    {
        (this.unit, this.n, classes) = (unit, n, histogram.Classes());
        counted = new int[classes.Count];
        int sum = 0;
        for (int i = 0; i < counted.Length; i++) counted[i] = sum += classes[i].Count;
    }

    /// <summary>The return that a share of the paths do not exceed.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <returns>NaN where less than one path lies beyond.</returns>
    public double Quantile(double probability)
    {
        if (Math.Min(probability, 1 - probability) * n < 1 - 1e-9) return double.NaN;
        return unit.ReturnAt(PlaceOf(probability));
    }

    /// <summary>Standard error of a quantile: half of what lies between the ranks one binomial deviation below and above.</summary>
    /// <param name="probability">In (0, 1).</param>
    /// <returns>NaN where those ranks do not exist.</returns>
    public double QuantileError(double probability)
    {
        double deviation = Math.Sqrt(probability * (1 - probability) / n);
        return (Quantile(probability + deviation) - Quantile(probability - deviation)) / 2;
    }

    /// <summary>Value at risk and expected shortfall.</summary>
    /// <param name="confidence">α.</param>
    /// <returns>Losses, positive when money is lost.</returns>
    /// <remarks>Var(ES) = (Var(loss | beyond) + α · (ES − VaR)²) / (n · (1 − α)): Manistre and Hancock (2005), N. American Actuarial J. 9(2).</remarks>
    public OutcomeTail Tail(double confidence)
    {
        double share = 1 - confidence, wanted = Rank(share);
        double valueAtRisk = -Quantile(share);
        if (double.IsNaN(valueAtRisk)) return new(confidence, double.NaN, double.NaN, double.NaN, double.NaN);
        double taken = 0, sum = 0, squares = 0;
        foreach ((double lower, double upper, int count) in classes)
        {
            double part = Math.Min(count, wanted - taken);
            double loss = -unit.ReturnAt(lower + ((upper - lower) * part / count / 2));
            sum += part * loss;
            squares += part * (loss - valueAtRisk) * (loss - valueAtRisk);
            taken += part;
            if (taken >= wanted) break;
        }
        double shortfall = sum / taken, excess = shortfall - valueAtRisk;
        double variance = Math.Max((squares / taken) - (excess * excess), 0);
        return new(
            confidence, valueAtRisk, QuantileError(share), shortfall, Math.Sqrt((variance + (confidence * excess * excess)) / wanted));
    }

    /// <summary>All outcomes in bins that are equally wide in log-return, or in return where outcomes are returns.</summary>
    /// <param name="bins">How many between the quantiles of 0.5 and 99.5 %, or between the ends of fewer than 200 paths.</param>
    /// <returns>A class counts where its middle is: a class is far narrower than a bin.</returns>
    public OutcomeBins Bins(int bins)
    {
        const double share = 0.005;
        bool isMany = n * share >= 1;
        double low = isMany ? PlaceOf(share) : classes[0].Lower, high = isMany ? PlaceOf(1 - share) : classes[^1].Upper, width = (high - low) / bins;
        int[] counts = new int[bins];
        (int below, int above) = (0, 0);
        foreach ((double lower, double upper, int count) in classes)
        {
            double middle = (lower + upper) / 2;
            if (middle < low) below += count;
            else if (middle > high) above += count;
            else counts[width > 0 ? Math.Min((int)((middle - low) / width), bins - 1) : 0] += count;
        }
        return new([.. Enumerable.Range(0, bins + 1).Select(i => unit.ReturnAt(i == bins ? high : low + (i * width)))], counts, below, above);
    }

    // 1 − 0.99 is not 0.01 to the last bit; a rank within rounding of a whole number is that number, so that the 1 % quantile is the 99 % value at risk.
    private double Rank(double probability)
    {
        double rank = probability * n, whole = Math.Round(rank);
        return Math.Abs(rank - whole) < 1e-6 ? whole : rank;
    }

    private double PlaceOf(double probability)
    {
        double wanted = Rank(probability);
        int low = 0, high = counted.Length - 1; // the first class that ends at the rank or beyond
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (counted[middle] >= wanted) high = middle;
            else low = middle + 1;
        }
        (double lower, double upper, int count) = classes[low];
        return lower + ((upper - lower) * Math.Min((wanted - (counted[low] - count)) / count, 1));
    }
}
