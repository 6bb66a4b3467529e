using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Rate of change: how far the price lies from that of <c>period</c> bars ago, in percent, −100 or more.</summary>
/// <remarks>In percent as every chart shows it (TA-Lib's ROC). NaN where the old price is not above zero.</remarks>
public sealed class Roc : IIndicator
{
    private readonly double[] ring;
    private int slot;

    /// <summary>An indicator that has seen no price.</summary>
    /// <param name="period">Bars back, 1 to 100,000.</param>
    /// <exception cref="InvalidInputException">The period is out of range.</exception>
    public Roc(int period)
    {
        ring = new double[Columns.Period(period)];
        ring.AsSpan().Fill(double.NaN);
    }

    /// <inheritdoc/>
    public int WarmUp => ring.Length;

    /// <summary>Takes the next price and gives the change in percent; NaN until warm.</summary>
    public double Update(double price)
    {
        double old = ring[slot];
        ring[slot] = price;
        if (++slot == ring.Length) slot = 0;
        return old > 0 ? 100 * (price - old) / old : double.NaN;
    }

    /// <summary>The same over a column.</summary>
    /// <param name="prices">Shape [n], finite.</param>
    /// <param name="period">Bars back.</param>
    /// <param name="values">Out, shape [n]; the first <c>period</c> are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(ReadOnlySpan<double> prices, int period, Span<double> values)
    {
        Roc roc = new(period);
        Require.FiniteSample(prices, 0);
        Require.SameLength(values.Length, prices.Length, nameof(values));
        for (int i = 0; i < prices.Length; i++) values[i] = roc.Update(prices[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.Close);
}
