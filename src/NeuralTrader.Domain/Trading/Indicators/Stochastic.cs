using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Where the close lies in the recent range, 0 (at its low) to 100 (at its high); NaN until warm.</summary>
/// <param name="K">%K, after its smoothing.</param>
/// <param name="D">%D, the simple average of %K.</param>
public readonly record struct StochasticFigures(double K, double D);

/// <summary>Lane's slow stochastic; with a smoothing of 1 it is the fast one.</summary>
/// <param name="period">Bars in the range, 1 to 100,000.</param>
/// <param name="smoothing">Period of the simple average that makes %K out of the raw one.</param>
/// <param name="signal">Period of the simple average that makes %D out of %K.</param>
/// <remarks>
/// Lane (1984), Lane's Stochastics, Stocks and Commodities 2(3). 14-3-3 is the usual slow form. A range without width has no inside: NaN,
/// and so are the averages that hold it (TA-Lib says 0, TTR 50).
/// </remarks>
/// <exception cref="InvalidInputException">A period is out of range.</exception>
public sealed class Stochastic(int period = 14, int smoothing = 3, int signal = 3) : IIndicator
{
    private readonly int smoothing = Columns.Period(smoothing);
    private readonly int signal = Columns.Period(signal);
    private RollingRange range = new(Columns.Period(period));
    private RollingSum rawSum = new(smoothing);
    private RollingSum slowSum = new(signal);

    /// <inheritdoc/>
    public int WarmUp { get; } = period + smoothing + signal - 3;

    /// <summary>Takes the next bar and gives both lines.</summary>
    public StochasticFigures Update(double high, double low, double close)
    {
        (double highest, double lowest) = range.Update(high, low);
        double k = rawSum.Update(highest > lowest ? 100 * (close - lowest) / (highest - lowest) : double.NaN) / smoothing;
        return new StochasticFigures(k, slowSum.Update(k) / signal);
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="period">Bars in the range.</param>
    /// <param name="smoothing">Period that makes %K.</param>
    /// <param name="signal">Period that makes %D.</param>
    /// <param name="k">Out, shape [n]; the first period + smoothing − 2 are NaN.</param>
    /// <param name="d">Out, shape [n]; the first period + smoothing + signal − 3 are NaN.</param>
    /// <exception cref="InvalidInputException">A period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        int period, int smoothing, int signal, Span<double> k, Span<double> d)
    {
        Stochastic stochastic = new(period, smoothing, signal);
        Columns.Input(high, low, close);
        Require.SameLength(k.Length, close.Length, nameof(k));
        Require.SameLength(d.Length, close.Length, nameof(d));
        for (int i = 0; i < close.Length; i++) (k[i], d[i]) = stochastic.Update(high[i], low[i], close[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => (figures[0], figures[1]) = Update(bar.High, bar.Low, bar.Close);
}
