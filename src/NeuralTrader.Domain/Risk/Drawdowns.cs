namespace NeuralTrader.Domain.Risk;

/// <summary>One fall of an equity curve from a peak.</summary>
/// <param name="Depth">Fraction lost from the peak to the trough.</param>
/// <param name="Peak">Place of the peak in the curve.</param>
/// <param name="Trough">Place of the lowest value.</param>
/// <param name="Recovery">First place back at the peak; null while it is under water.</param>
/// <param name="Decline">Periods from peak to trough.</param>
/// <param name="Duration">Periods from the peak to the recovery, or to the end of the curve.</param>
[GenerateSerializer, Immutable, Alias("drawdown")]
public sealed record Drawdown(double Depth, int Peak, int Trough, int? Recovery, int Decline, int Duration);

/// <summary>How far and how long an equity curve was below its highest value.</summary>
/// <param name="Max">The deepest fall, a fraction, 0 or more.</param>
/// <param name="Current">The fall that the curve ends in; 0 at a peak.</param>
/// <param name="Mean">Mean depth over all periods, those at a peak included.</param>
/// <param name="UlcerIndex">Root mean square depth over all periods.</param>
/// <param name="LongestDuration">Periods of the longest time under water, an unfinished one included.</param>
/// <param name="TimeUnderwater">Fraction of the periods below a peak.</param>
/// <param name="Worst">The deepest falls, deepest first.</param>
/// <param name="Underwater">Depth at every place of the curve, shape [n], 0 at a peak.</param>
/// <remarks>Ulcer index: Martin and McCann (1989), The Investor's Guide to Fidelity Funds.</remarks>
public sealed record Drawdowns(
    double Max, double Current, double Mean, double UlcerIndex, int LongestDuration, double TimeUnderwater, IReadOnlyList<Drawdown> Worst, double[] Underwater)
{
    /// <summary>The falls of an equity curve.</summary>
    /// <param name="equity">Values above 0, shape [n], n ≥ 1, oldest first; the first value is the first peak. A last value of 0 or less is ruin.</param>
    /// <param name="count">Most falls to list, 1 or more.</param>
    /// <exception cref="InvalidInputException">The curve is empty or holds a value that is not finite, or not above 0 before its end.</exception>
    public static Drawdowns OfEquity(ReadOnlySpan<double> equity, int count = 5)
    {
        Require.BoundedSample(equity);
        Require.Between(count, 1, 10_000);
        for (int i = 0; i < equity.Length; i++)
            if (!(equity[i] > 0) && (i == 0 || i < equity.Length - 1)) throw Require.Invalid($"equity[{i}]", equity[i],
                "a number above 0; only the last value may be ruin");
        DrawdownPath path = DrawdownPath.Of(equity, equity[0]);
        List<Drawdown> falls = Falls(equity, path.Column);
        (double sum, double squares, int under) = (0, 0, 0);
        foreach (double depth in path.Column)
        {
            sum += depth;
            squares += depth * depth;
            if (depth > 0) under++;
        }
        int n = equity.Length;
        return new Drawdowns(
            path.Max, path.Column[^1], sum / n, Math.Sqrt(squares / n), falls.Select(fall => fall.Duration).DefaultIfEmpty(0).Max(), (double)under / n,
            [.. falls.OrderByDescending(fall => fall.Depth).Take(count)], path.Column);
    }

    /// <summary>The falls of the curve that starts at 1 and earns the returns; place 0 is the start, place i + 1 follows return i.</summary>
    /// <param name="returns">Simple returns, −1 or more, shape [n], n ≥ 1, oldest first.</param>
    /// <param name="count">Most falls to list, 1 or more.</param>
    /// <exception cref="InvalidInputException">The sample is empty or holds a value that is not finite or below −1.</exception>
    public static Drawdowns OfReturns(ReadOnlySpan<double> returns, int count = 5)
    {
        Require.BoundedSample(returns);
        double[] equity = new double[returns.Length + 1];
        equity[0] = 1;
        for (int i = 0; i < returns.Length; i++)
        {
            if (returns[i] < -1 || (returns[i] == -1 && i < returns.Length - 1))
                throw Require.Invalid($"returns[{i}]", returns[i], "a return above -1: nothing can be earned after everything is lost");
            equity[i + 1] = equity[i] * (1 + returns[i]);
        }
        return OfEquity(equity, count);
    }

    private static List<Drawdown> Falls(ReadOnlySpan<double> equity, double[] depths)
    {
        List<Drawdown> falls = [];
        for (int i = 1; i < depths.Length; i++)
        {
            if (depths[i] == 0) continue;
            int peak = i - 1, trough = i;
            for (; i < depths.Length && depths[i] > 0; i++) if (depths[i] > depths[trough]) trough = i;
            int? recovery = i < depths.Length ? i : null;
            falls.Add(new Drawdown(depths[trough], peak, trough, recovery, trough - peak, (recovery ?? (equity.Length - 1)) - peak));
        }
        return falls;
    }
}
