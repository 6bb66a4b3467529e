using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>Figures from power sums and counts of outcomes.</summary>
internal static class OutcomeFigures
{
    /// <summary>The probabilities at which quantiles are shown.</summary>
    private static readonly double[] Shown = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99];

    private const int Bins = 40;

    /// <summary>All figures.</summary>
    /// <param name="blocks">Power sums, block by block in order.</param>
    /// <param name="histogram">Counts of all outcomes.</param>
    /// <param name="unit">How an outcome becomes a return.</param>
    /// <param name="confidences">For value at risk.</param>
    /// <param name="fan">What is shown of the way.</param>
    /// <returns>The figures.</returns>
    public static SimulatedOutcomes Of(
        ReadOnlySpan<OutcomeSums> blocks, OutcomeHistogram histogram, OutcomeUnit unit, IReadOnlyList<double> confidences, PathFan? fan)
    {
        double first = 0, second = 0, third = 0, fourth = 0;
        int n = 0, lost = 0;
        float lowest = float.PositiveInfinity, highest = float.NegativeInfinity;
        foreach (OutcomeSums block in blocks)
        {
            (double one, double two, double three, double four) = block.Totals();
            first += one;
            second += two;
            third += three;
            fourth += four;
            n += block.Count;
            lost += block.Lost;
            lowest = Math.Min(lowest, block.Lowest);
            highest = Math.Max(highest, block.Highest);
        }
        double shift = first / n, raw2 = second / n, raw3 = third / n, raw4 = fourth / n;
        double m2 = Math.Max(raw2 - (shift * shift), 0);
        double m3 = raw3 - (3 * shift * raw2) + (2 * shift * shift * shift);
        double m4 = raw4 - (4 * shift * raw3) + (6 * shift * shift * raw2) - (3 * shift * shift * shift * shift);
        double deviation = n > 1 ? Math.Sqrt(m2 * n / (n - 1)) : double.NaN;
        double loss = (double)lost / n;
        var ranks = new OutcomeRanks(histogram, unit, n);
        return new(
            n,
            unit.PilotMean + shift,
            deviation / Math.Sqrt(n),
            deviation,
            m2 > 0 ? Math.Sqrt(Math.Max(m4 - (m2 * m2), 0) / n) / (2 * Math.Sqrt(m2)) : double.NaN,
            m2 > 0 ? m3 / (m2 * Math.Sqrt(m2)) : double.NaN,
            m2 > 0 ? m4 / (m2 * m2) : double.NaN,
            unit.ReturnOf(lowest),
            unit.ReturnOf(highest),
            loss,
            Math.Sqrt(loss * (1 - loss) / n),
            [.. Shown.Select(p => new OutcomeQuantile(p, ranks.Quantile(p), ranks.QuantileError(p)))],
            [.. confidences.Select(ranks.Tail)],
            fan is null ? null : ranks.Bins(Bins),
            fan);
    }
}

/// <summary>How an outcome of a path becomes a return, and how outcomes fall into classes.</summary>
/// <param name="Logarithmic">True where outcomes are log-returns.</param>
/// <param name="Centre">The outcome in the middle of the classes.</param>
/// <param name="PerScale">Classes per unit of outcome: 1 / standard deviation.</param>
/// <param name="PilotMean">Mean return of the first paths, taken from every return before its powers are summed.</param>
internal readonly record struct OutcomeUnit(bool Logarithmic, float Centre, float PerScale, double PilotMean)
{
    /// <summary>Centre and scale of a sample of outcomes.</summary>
    /// <param name="sample">The first paths' outcomes.</param>
    /// <param name="logarithmic">True for log-returns.</param>
    /// <returns>The unit; its choice moves no figure by more than a class.</returns>
    public static OutcomeUnit Of(ReadOnlySpan<float> sample, bool logarithmic)
    {
        double sum = 0, squares = 0, returns = 0;
        foreach (float x in sample)
        {
            sum += x;
            returns += logarithmic ? Exponent.MinusOne(x) : x;
        }
        double mean = sum / sample.Length;
        foreach (float x in sample) squares += (x - mean) * (x - mean);
        double scale = Math.Max(Math.Sqrt(squares / sample.Length), 1e-6 * Math.Max(Math.Abs(mean), 1e-6));
        return new(logarithmic, (float)mean, (float)(1 / scale), returns / sample.Length);
    }

    /// <summary>The return of an outcome.</summary>
    public double ReturnOf(double outcome) => Logarithmic ? Exponent.MinusOne(outcome) : outcome;

    /// <summary>The return so many scales from the centre.</summary>
    public double ReturnAt(double z) => ReturnOf(Centre + (z / PerScale));
}
