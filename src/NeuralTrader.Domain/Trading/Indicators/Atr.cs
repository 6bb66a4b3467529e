using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>True range: how far the price went since the close before; NaN on the first bar, which has none before it.</summary>
internal struct TrueRange()
{
    private double previousClose = double.NaN;

    public double Update(double high, double low, double close)
    {
        double range = Math.Max(high, previousClose) - Math.Min(low, previousClose);
        previousClose = close;
        return range;
    }
}

/// <summary>Average true range, in the currency of the prices.</summary>
/// <param name="period">Bars in the smoothing, 1 to 100,000.</param>
/// <remarks>
/// Wilder (1978), New Concepts in Technical Trading Systems: the mean of the first <c>period</c> true ranges, then smoothed by 1 / period.
/// The first bar has no true range, as in TA-Lib and TTR; TradingView takes its high less its low and so is warm one bar earlier.
/// </remarks>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class Atr(int period = 14) : IIndicator
{
    private readonly int period = Columns.Period(period);
    private TrueRange range = new();
    private SeededAverage average = SeededAverage.Wilder(period);

    /// <inheritdoc/>
    public int WarmUp => period;

    /// <summary>Takes the next bar and gives the average; NaN until warm.</summary>
    public double Update(double high, double low, double close) => average.Update(range.Update(high, low, close));

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="period">Bars in the smoothing.</param>
    /// <param name="values">Out, shape [n]; the first <c>period</c> are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int period, Span<double> values)
    {
        Atr atr = new(period);
        Columns.Input(high, low, close);
        Require.SameLength(values.Length, close.Length, nameof(values));
        for (int i = 0; i < close.Length; i++) values[i] = atr.Update(high[i], low[i], close[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.High, bar.Low, bar.Close);
}
