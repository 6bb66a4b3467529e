using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Linearly weighted moving average: the newest of <c>period</c> prices weighs period, the oldest 1; in their currency.</summary>
/// <remarks>Blocks as in the rolling sum: the ramp over a window is the ramp over the old block's tail joined with the new block's head.</remarks>
public sealed class Wma : IIndicator
{
    private readonly int period;
    private readonly double weights;
    private readonly double[] tails; // before the slot: prices of the present block; after it: Σ (j + 1)·price over tails of the old one
    private int slot;
    private double head; // Σ price over the present block
    private double headRamp; // Σ (j + 1)·price over the present block, j from 0

    /// <summary>An average that has seen no price.</summary>
    /// <param name="period">Bars in the average, 1 to 100,000.</param>
    /// <exception cref="InvalidInputException">The period is out of range.</exception>
    public Wma(int period)
    {
        this.period = Columns.Period(period);
        weights = period * (period + 1.0) / 2;
        tails = new double[period + 1];
        tails.AsSpan(0, period).Fill(double.NaN);
    }

    /// <inheritdoc/>
    public int WarmUp => period - 1;

    /// <summary>Takes the next price and gives the average; NaN until warm.</summary>
    public double Update(double price)
    {
        tails[slot++] = price;
        head += price;
        headRamp += slot * price;
        double weighted = tails[slot] + ((period - slot) * head) + headRamp;
        if (slot == period) CloseBlock();
        return weighted / weights;
    }

    /// <summary>The same over a column.</summary>
    /// <param name="prices">Shape [n], finite.</param>
    /// <param name="period">Bars in the average.</param>
    /// <param name="values">Out, shape [n]; the first period − 1 are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(ReadOnlySpan<double> prices, int period, Span<double> values)
    {
        Wma wma = new(period);
        Require.FiniteSample(prices, 0);
        Require.SameLength(values.Length, prices.Length, nameof(values));
        for (int i = 0; i < prices.Length; i++) values[i] = wma.Update(prices[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.Close);

    private void CloseBlock()
    {
        double sum = 0, ramp = 0;
        for (int j = period - 1; j >= 0; j--)
        {
            sum += tails[j];
            tails[j] = ramp += sum; // one place further back, every later price weighs one more
        }
        (slot, head, headRamp) = (0, 0, 0);
    }
}
