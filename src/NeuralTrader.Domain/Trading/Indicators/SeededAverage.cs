using System.Runtime.CompilerServices;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Exponential average whose first value is the plain mean of the first <c>period</c> values; NaN until then.</summary>
/// <remarks>A value that is NaN is passed over: the average stays as it was. So averages can be chained without counting warm-ups.</remarks>
internal struct SeededAverage
{
    private readonly int period;
    private readonly double weight;
    private int seen;
    private double average; // the sum of the values, while fewer than the period were seen

    private SeededAverage(int period, double weight) => (this.period, this.weight) = (period, weight);

    /// <summary>The weight of the newest value is 2 / (period + 1).</summary>
    public static SeededAverage Exponential(int period) => new(period, 2.0 / (period + 1));

    /// <summary>The weight of the newest value is 1 / period: Wilder's smoothing.</summary>
    public static SeededAverage Wilder(int period) => new(period, 1.0 / period);

    /// <summary>The weight of the newest value, and the average: what the steps of a warm average need.</summary>
    public readonly (double Weight, double Average) Warm => (weight, average);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Update(double value)
    {
        if (seen < period) return Seed(value);
        if (!double.IsNaN(value)) average = Math.FusedMultiplyAdd(weight, value - average, average);
        return average;
    }

    private double Seed(double value)
    {
        if (double.IsNaN(value)) return double.NaN;
        average += value;
        if (++seen < period) return double.NaN;
        return average /= period;
    }
}
