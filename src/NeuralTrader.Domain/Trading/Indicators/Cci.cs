using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Commodity channel index: the typical price's distance from its mean, in units of 0.015 mean absolute deviations.</summary>
/// <remarks>
/// Lambert (1980), Commodity Channel Index, Commodities, October. Without bounds; mostly within ±100. Equal prices have no deviation: NaN.
/// The deviation is about a mean that moves with every bar, so the window is read anew: O(period) a bar, four prices at a time.
/// </remarks>
public sealed class Cci : IIndicator
{
    private const double Lambert = 0.015;

    private readonly double[] ring;
    private int slot;

    /// <summary>An indicator that has seen no bar.</summary>
    /// <param name="period">Bars in the mean, 2 to 100,000: a single price has no deviation.</param>
    /// <exception cref="InvalidInputException">The period is out of range.</exception>
    public Cci(int period = 20)
    {
        ring = new double[Require.Between(period, 2, Columns.LongestPeriod)];
        ring.AsSpan().Fill(double.NaN);
    }

    /// <inheritdoc/>
    public int WarmUp => ring.Length - 1;

    /// <summary>Takes the next bar and gives the index; NaN until warm.</summary>
    public double Update(double high, double low, double close)
    {
        double typical = (high + low + close) / 3;
        ring[slot] = typical;
        if (++slot == ring.Length) slot = 0;
        double above = -SumOfDistances(typical, absolute: false) / ring.Length; // price less mean; exactly 0 when all are equal
        double deviation = SumOfDistances(typical - above, absolute: true) / ring.Length;
        return deviation > 0 ? above / (Lambert * deviation) : double.NaN;
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="period">Bars in the mean.</param>
    /// <param name="values">Out, shape [n]; the first period − 1 are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int period, Span<double> values)
    {
        Cci cci = new(period);
        Columns.Input(high, low, close);
        Require.SameLength(values.Length, close.Length, nameof(values));
        for (int i = 0; i < close.Length; i++) values[i] = cci.Update(high[i], low[i], close[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.High, bar.Low, bar.Close);

    // Σ (price − centre), or of its magnitude. Four lanes on every machine, so every machine rounds alike.
    private double SumOfDistances(double centre, bool absolute)
    {
        ReadOnlySpan<Vector256<double>> quads = MemoryMarshal.Cast<double, Vector256<double>>(ring);
        Vector256<double> from = Vector256.Create(centre), sums = Vector256<double>.Zero;
        if (absolute) foreach (Vector256<double> quad in quads) sums += Vector256.Abs(quad - from);
        else foreach (Vector256<double> quad in quads) sums += quad - from;
        double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (int j = quads.Length * Vector256<double>.Count; j < ring.Length; j++)
            sum += absolute ? Math.Abs(ring[j] - centre) : ring[j] - centre;
        return sum;
    }
}
