using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Keltner channel: an exponential average of closes and so many average true ranges to either side.</summary>
/// <param name="period">Period of the average, 1 to 100,000.</param>
/// <param name="atrPeriod">Period of the true range's smoothing, 1 to 100,000.</param>
/// <param name="multiplier">Average true ranges from the middle to a band, 0 to 1,000.</param>
/// <remarks>
/// The form Raschke gave in the 1980s and most charts draw: EMA 20, twice Wilder's ATR of 10. Keltner's own (1960, How to Make Money in
/// Commodities) took simple means over 10 days of typical prices and of high less low.
/// </remarks>
/// <exception cref="InvalidInputException">An argument is out of range.</exception>
public sealed class Keltner(int period = 20, int atrPeriod = 10, double multiplier = 2) : IIndicator
{
    private readonly double multiplier = Columns.Multiplier(multiplier);
    private SeededAverage average = SeededAverage.Exponential(Columns.Period(period));
    private TrueRange range = new();
    private SeededAverage ranges = SeededAverage.Wilder(Columns.Period(atrPeriod));

    /// <inheritdoc/>
    public int WarmUp { get; } = Math.Max(period - 1, atrPeriod);

    /// <summary>Takes the next bar and gives the bands; the middle may be warm before the others.</summary>
    public Bands Update(double high, double low, double close)
    {
        double middle = average.Update(close);
        double reach = multiplier * ranges.Update(range.Update(high, low, close));
        return new Bands(middle + reach, middle, middle - reach);
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="period">Period of the average.</param>
    /// <param name="atrPeriod">Period of the true range's smoothing.</param>
    /// <param name="multiplier">Average true ranges from the middle to a band.</param>
    /// <param name="upper">Out, shape [n].</param>
    /// <param name="middle">Out, shape [n].</param>
    /// <param name="lower">Out, shape [n].</param>
    /// <exception cref="InvalidInputException">An argument is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        int period, int atrPeriod, double multiplier, Span<double> upper, Span<double> middle, Span<double> lower)
    {
        Keltner keltner = new(period, atrPeriod, multiplier);
        Columns.Input(high, low, close);
        Columns.Output(close.Length, upper, middle, lower);
        for (int i = 0; i < close.Length; i++) (upper[i], middle[i], lower[i]) = keltner.Update(high[i], low[i], close[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) =>
        (figures[0], figures[1], figures[2]) = Update(bar.High, bar.Low, bar.Close);
}
