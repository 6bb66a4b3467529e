using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Money flow index: the share of the money (typical price × volume) that flowed on rises, 0 to 100.</summary>
/// <param name="period">Changes in the sums, 1 to 100,000.</param>
/// <remarks>
/// Quong and Soudack (1989), Volume-Weighted RSI: Money Flow, Stocks and Commodities 7(3). A bar with the typical price of the one before
/// counts for neither side; a window without any flow has no share: NaN.
/// </remarks>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class Mfi(int period = 14) : IIndicator
{
    private RollingSum risen = new(Columns.Period(period));
    private RollingSum fallen = new(period);
    private double previous = double.NaN;

    /// <inheritdoc/>
    public int WarmUp { get; } = period;

    /// <summary>Takes the next bar and gives the index; NaN until warm.</summary>
    public double Update(double high, double low, double close, double volume)
    {
        double typical = (high + low + close) / 3;
        double flow = double.IsNaN(previous) ? double.NaN : typical * volume; // the first bar neither rises nor falls: its windows are NaN
        double up = risen.Update(typical <= previous ? 0 : flow);
        double down = fallen.Update(typical >= previous ? 0 : flow);
        previous = typical;
        return up + down == 0 ? double.NaN : 100 * up / (up + down);
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="volume">Shape [n], finite.</param>
    /// <param name="period">Changes in the sums.</param>
    /// <param name="values">Out, shape [n]; the first <c>period</c> are NaN.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price or volume is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, ReadOnlySpan<double> volume,
        int period, Span<double> values)
    {
        Mfi mfi = new(period);
        Columns.Input(high, low, close, volume);
        Require.SameLength(values.Length, close.Length, nameof(values));
        for (int i = 0; i < close.Length; i++) values[i] = mfi.Update(high[i], low[i], close[i], volume[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.High, bar.Low, bar.Close, bar.Volume);
}
