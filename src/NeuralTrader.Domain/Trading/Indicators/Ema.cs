using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Exponential moving average: each price moves it by 2 / (period + 1) of the way, in the currency of the prices.</summary>
/// <param name="period">1 to 100,000.</param>
/// <remarks>
/// The seed is the simple mean of the first <c>period</c> prices, as in TA-Lib, TTR and most charts; the rival seed is the first price.
/// </remarks>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class Ema(int period) : IIndicator
{
    private readonly int period = Columns.Period(period);
    private SeededAverage average = SeededAverage.Exponential(period);

    /// <inheritdoc/>
    public int WarmUp => period - 1;

    /// <summary>Takes the next price and gives the average; NaN until warm.</summary>
    public double Update(double price) => average.Update(price);

    /// <summary>The same over a column.</summary>
    /// <param name="prices">Shape [n], finite.</param>
    /// <param name="period">1 to 100,000.</param>
    /// <param name="values">Out, shape [n]; the first period − 1 are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(ReadOnlySpan<double> prices, int period, Span<double> values)
    {
        Ema ema = new(period);
        Require.FiniteSample(prices, 0);
        Require.SameLength(values.Length, prices.Length, nameof(values));
        int warm = Math.Min(period, prices.Length);
        for (int i = 0; i < warm; i++) values[i] = ema.Update(prices[i]);
        (double weight, double average) = ema.average.Warm; // in registers from here on, by the steps of Update
        for (int i = warm; i < prices.Length; i++) values[i] = average = Math.FusedMultiplyAdd(weight, prices[i] - average, average);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.Close);
}
