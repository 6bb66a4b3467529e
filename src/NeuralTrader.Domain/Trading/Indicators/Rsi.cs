using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Relative strength index: the share of the rises in all movement, 0 (only falls) to 100 (only rises).</summary>
/// <param name="period">Changes in the smoothing, 1 to 100,000.</param>
/// <remarks>
/// Wilder (1978), New Concepts in Technical Trading Systems: rises and falls are smoothed by 1 / period from the mean of the first
/// <c>period</c> changes; Cutler's variant takes plain means instead. A price that has not moved since the start has no strength: NaN
/// (as TTR; TA-Lib says 0). A flat stretch later on leaves the index where it was, until what moved before has faded below 1e-290.
/// </remarks>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class Rsi(int period) : IIndicator
{
    internal const double Faded = 1e-290; // below, too few bits are left for a ratio

    private readonly int period = Columns.Period(period);
    private SeededAverage rises = SeededAverage.Wilder(period);
    private SeededAverage falls = SeededAverage.Wilder(period);
    private double previous = double.NaN;

    /// <inheritdoc/>
    public int WarmUp => period;

    /// <summary>The weight of the newest change, and the smoothed rises and falls: what the steps of a warm index need.</summary>
    internal (double Weight, double Rises, double Falls) Warm => (rises.Warm.Weight, rises.Warm.Average, falls.Warm.Average);

    /// <summary>Takes the next price and gives the index; NaN until warm.</summary>
    public double Update(double price)
    {
        double change = price - previous;
        previous = price;
        return Strength(rises.Update(Math.Max(change, 0)), falls.Update(Math.Max(-change, 0)));
    }

    /// <summary>The share of smoothed rises in all movement, 0 to 100; NaN where nothing moves.</summary>
    internal static double Strength(double rise, double fall)
    {
        double all = rise + fall;
        return all > Faded ? 100 * rise / all : double.NaN;
    }

    /// <summary>The same over a column.</summary>
    /// <param name="prices">Shape [n], finite.</param>
    /// <param name="period">Changes in the smoothing.</param>
    /// <param name="values">Out, shape [n]; the first <c>period</c> are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(ReadOnlySpan<double> prices, int period, Span<double> values)
    {
        Rsi rsi = new(period);
        Require.FiniteSample(prices, 0);
        Require.SameLength(values.Length, prices.Length, nameof(values));
        int warm = Math.Min(period + 1, prices.Length);
        for (int i = 0; i < warm; i++) values[i] = rsi.Update(prices[i]);
        if (warm == prices.Length) return;
        (double weight, double rise, double fall) = rsi.Warm; // in registers from here on, by the steps of Update
        double previous = prices[warm - 1];
        for (int i = warm; i < prices.Length; i++)
        {
            double change = prices[i] - previous;
            previous = prices[i];
            rise = Math.FusedMultiplyAdd(weight, Math.Max(change, 0) - rise, rise);
            fall = Math.FusedMultiplyAdd(weight, Math.Max(-change, 0) - fall, fall);
            values[i] = Strength(rise, fall);
        }
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.Close);
}
