using System.Runtime.CompilerServices;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Mean and population variance of the newest <c>period</c> values; NaN until there are so many.</summary>
/// <remarks>
/// Cut into blocks as <see cref="RollingSum"/> is. Head and tails are built by Welford's recurrence (1962) and joined by the formula of
/// Chan, Golub and LeVeque (1979). No sum of squares is formed, so prices far from zero cost no digits and equal prices have variance 0.
/// </remarks>
internal struct RollingMoments
{
    private readonly int period;
    private readonly double[] inverse; // 1 / count, shape [period + 1]
    private readonly double[] tailMeans; // before the slot: values of the present block
    private readonly double[] tailSquares; // sums of squared deviations from the tail's own mean
    private int slot;
    private double headMean;
    private double headSquares;

    public RollingMoments(int period)
    {
        this.period = period;
        (inverse, tailMeans, tailSquares) = (new double[period + 1], new double[period + 1], new double[period + 1]);
        for (int count = 1; count <= period; count++) inverse[count] = 1.0 / count;
        tailMeans.AsSpan(0, period).Fill(double.NaN);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (double Mean, double Variance) Update(double value)
    {
        tailMeans[slot] = value;
        int count = ++slot;
        Join(ref headMean, ref headSquares, value, inverse[count]);
        double share = (period - count) * inverse[period]; // of the window that lies in the tail
        double gap = tailMeans[count] - headMean;
        double mean = headMean + (gap * share);
        double variance = ((headSquares + tailSquares[count]) * inverse[period]) + (gap * gap * share * (count * inverse[period]));
        if (count == period) CloseBlock();
        return (mean, variance);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Join(ref double mean, ref double squares, double value, double inverseCount)
    {
        double step = value - mean;
        mean += step * inverseCount;
        squares += step * (value - mean);
    }

    private void CloseBlock()
    {
        double mean = 0, squares = 0;
        for (int j = period - 1; j >= 0; j--)
        {
            Join(ref mean, ref squares, tailMeans[j], inverse[period - j]);
            (tailMeans[j], tailSquares[j]) = (mean, squares);
        }
        (slot, headMean, headSquares) = (0, 0, 0);
    }
}
