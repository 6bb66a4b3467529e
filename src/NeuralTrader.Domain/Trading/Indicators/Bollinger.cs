using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Bollinger bands: the simple moving average and so many standard deviations to either side.</summary>
/// <remarks>
/// Bollinger (2001), Bollinger on Bollinger Bands: the deviation is that of a population, divided by period and not period − 1. Equal
/// prices give bands of width exactly 0.
/// </remarks>
/// <param name="period">Bars in the mean, 1 to 100,000.</param>
/// <param name="deviations">Standard deviations from the middle to a band, 0 to 1,000.</param>
/// <exception cref="InvalidInputException">An argument is out of range.</exception>
public sealed class Bollinger(int period = 20, double deviations = 2) : IIndicator
{
    private readonly int period = Columns.Period(period);
    private readonly double deviations = Columns.Multiplier(deviations);
    private RollingMoments moments = new(Columns.Period(period));

    /// <inheritdoc/>
    public int WarmUp => period - 1;

    /// <summary>Takes the next price and gives the bands, in its currency; NaN until warm.</summary>
    public Bands Update(double price)
    {
        (double mean, double variance) = moments.Update(price);
        double reach = deviations * Math.Sqrt(variance);
        return new Bands(mean + reach, mean, mean - reach);
    }

    /// <summary>The same over a column.</summary>
    /// <param name="prices">Shape [n], finite.</param>
    /// <param name="period">Bars in the mean.</param>
    /// <param name="deviations">Standard deviations from the middle to a band.</param>
    /// <param name="upper">Out, shape [n]; the first period − 1 are NaN.</param>
    /// <param name="middle">Out, as <paramref name="upper"/>.</param>
    /// <param name="lower">Out, as <paramref name="upper"/>.</param>
    /// <exception cref="InvalidInputException">An argument is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> prices, int period, double deviations, Span<double> upper, Span<double> middle, Span<double> lower)
    {
        Bollinger bollinger = new(period, deviations);
        Require.FiniteSample(prices, 0);
        Columns.Output(prices.Length, upper, middle, lower);
        for (int i = 0; i < prices.Length; i++) (upper[i], middle[i], lower[i]) = bollinger.Update(prices[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => (figures[0], figures[1], figures[2]) = Update(bar.Close);
}
