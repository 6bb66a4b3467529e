using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Volume-weighted average price of the newest <c>period</c> bars, in their currency. <see cref="Vwap"/> is anchored instead.</summary>
/// <param name="period">Bars in the average, 1 to 100,000.</param>
/// <remarks>Also called the volume-weighted moving average of typical prices (high + low + close) / 3. NaN where nothing traded.</remarks>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class RollingVwap(int period = 20) : IIndicator
{
    private RollingSum money = new(Columns.Period(period));
    private RollingSum units = new(period);

    /// <inheritdoc/>
    public int WarmUp { get; } = period - 1;

    /// <summary>Takes the next bar and gives the average; NaN until warm.</summary>
    public double Update(double high, double low, double close, double volume) =>
        money.Update((high + low + close) / 3 * volume) / units.Update(volume);

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="volume">Shape [n], finite.</param>
    /// <param name="period">Bars in the average.</param>
    /// <param name="values">Out, shape [n]; the first period − 1 are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price or volume is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume,
        int period, Span<double> values)
    {
        RollingVwap vwap = new(period);
        Columns.Input(high, low, close, volume);
        Require.SameLength(values.Length, close.Length, nameof(values));
        for (int i = 0; i < close.Length; i++) values[i] = vwap.Update(high[i], low[i], close[i], volume[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.High, bar.Low, bar.Close, bar.Volume);
}
