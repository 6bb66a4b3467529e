using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Williams %R: how far the close lies below the highest high of the range, −100 (at the low) to 0 (at the high).</summary>
/// <param name="period">Bars in the range, 1 to 100,000.</param>
/// <remarks>Williams (1973), How I Made One Million Dollars Last Year Trading Commodities. A range without width has no inside: NaN.</remarks>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class WilliamsR(int period = 14) : IIndicator
{
    private RollingRange range = new(Columns.Period(period));

    /// <inheritdoc/>
    public int WarmUp { get; } = period - 1;

    /// <summary>Takes the next bar and gives %R; NaN until warm.</summary>
    public double Update(double high, double low, double close)
    {
        (double highest, double lowest) = range.Update(high, low);
        return highest > lowest ? 100 * (close - highest) / (highest - lowest) : double.NaN;
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="period">Bars in the range.</param>
    /// <param name="values">Out, shape [n]; the first period − 1 are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int period, Span<double> values)
    {
        WilliamsR williams = new(period);
        Columns.Input(high, low, close);
        Require.SameLength(values.Length, close.Length, nameof(values));
        for (int i = 0; i < close.Length; i++) values[i] = williams.Update(high[i], low[i], close[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.High, bar.Low, bar.Close);
}
