using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Donchian channel: highest high, lowest low and their middle over the newest <c>period</c> bars, in their currency.</summary>
/// <param name="period">Bars in the range, the present one included; 1 to 100,000.</param>
/// <remarks>
/// Donchian (1960), High Finance in Copper, Financial Analysts Journal 16(6). The present bar is in the range, as in TTR and TradingView,
/// so the close never lies outside; a breakout rule compares it with the channel of the bar before.
/// </remarks>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class Donchian(int period = 20) : IIndicator
{
    private RollingRange range = new(Columns.Period(period));

    /// <inheritdoc/>
    public int WarmUp { get; } = period - 1;

    /// <summary>Takes the next bar and gives the channel; NaN until warm.</summary>
    public Bands Update(double high, double low)
    {
        (double highest, double lowest) = range.Update(high, low);
        return new Bands(highest, (highest + lowest) / 2, lowest);
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="period">Bars in the range.</param>
    /// <param name="upper">Out, shape [n]; the first period − 1 are NaN.</param>
    /// <param name="middle">Out, as <paramref name="upper"/>.</param>
    /// <param name="lower">Out, as <paramref name="upper"/>.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, int period, Span<double> upper, Span<double> middle, Span<double> lower)
    {
        Donchian donchian = new(period);
        Require.SameLength(low.Length, high.Length, nameof(low));
        Require.FiniteSample(high, 0);
        Require.FiniteSample(low, 0);
        Columns.Output(high.Length, upper, middle, lower);
        for (int i = 0; i < high.Length; i++) (upper[i], middle[i], lower[i]) = donchian.Update(high[i], low[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => (figures[0], figures[1], figures[2]) = Update(bar.High, bar.Low);
}
