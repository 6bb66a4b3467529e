using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Simple moving average: the mean of the newest <c>period</c> prices, the present one included, in their currency.</summary>
/// <param name="period">Bars in the mean, 1 to 100,000.</param>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class Sma(int period) : IIndicator
{
    private readonly int period = Columns.Period(period);
    private RollingSum sum = new(Columns.Period(period));

    /// <inheritdoc/>
    public int WarmUp => period - 1;

    /// <summary>Takes the next price and gives the average; NaN until warm.</summary>
    public double Update(double price) => sum.Update(price) / period;

    /// <summary>The same over a column.</summary>
    /// <param name="prices">Shape [n], finite.</param>
    /// <param name="period">Bars in the mean.</param>
    /// <param name="values">Out, shape [n]; the first period − 1 are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(ReadOnlySpan<double> prices, int period, Span<double> values)
    {
        Sma sma = new(period);
        Require.FiniteSample(prices, 0);
        Require.SameLength(values.Length, prices.Length, nameof(values));
        for (int i = 0; i < prices.Length; i++) values[i] = sma.Update(prices[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.Close);
}
