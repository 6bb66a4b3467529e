using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>What the MACD says at one bar, in the currency of the prices; NaN until warm.</summary>
/// <param name="Macd">Fast less slow exponential average.</param>
/// <param name="Signal">Exponential average of the MACD; warm later than it.</param>
/// <param name="Histogram">MACD less signal.</param>
public readonly record struct MacdFigures(double Macd, double Signal, double Histogram);

/// <summary>Moving average convergence/divergence.</summary>
/// <remarks>
/// Appel (1979), The Moving Average Convergence-Divergence Trading Method. Every average is seeded by the mean of its own first values, as in TTR
/// and technicalindicators; TA-Lib delays the fast average's seed to the slow one's bar, which fades out over later bars.
/// </remarks>
public sealed class Macd : IIndicator
{
    private SeededAverage fastAverage;
    private SeededAverage slowAverage;
    private SeededAverage signalAverage;

    /// <summary>An indicator that has seen no price.</summary>
    /// <param name="fast">Period of the fast average, below <paramref name="slow"/>.</param>
    /// <param name="slow">Period of the slow average, 2 to 100,000.</param>
    /// <param name="signal">Period of the signal line, 1 to 100,000.</param>
    /// <exception cref="InvalidInputException">A period is out of range, or fast is not below slow.</exception>
    public Macd(int fast = 12, int slow = 26, int signal = 9)
    {
        Columns.Period(fast);
        Columns.Period(slow);
        Columns.Period(signal);
        if (fast >= slow) throw Require.Invalid(nameof(fast), fast, $"a period below slow, {slow}");
        (fastAverage, slowAverage, signalAverage) =
            (SeededAverage.Exponential(fast), SeededAverage.Exponential(slow), SeededAverage.Exponential(signal));
        WarmUp = slow + signal - 2;
    }

    /// <inheritdoc/>
    public int WarmUp { get; }

    /// <summary>Takes the next price and gives the three figures.</summary>
    public MacdFigures Update(double price)
    {
        double macd = fastAverage.Update(price) - slowAverage.Update(price);
        double signal = signalAverage.Update(macd);
        return new MacdFigures(macd, signal, macd - signal);
    }

    /// <summary>The same over a column.</summary>
    /// <param name="prices">Shape [n], finite.</param>
    /// <param name="fast">Period of the fast average, below <paramref name="slow"/>.</param>
    /// <param name="slow">Period of the slow average.</param>
    /// <param name="signal">Period of the signal line.</param>
    /// <param name="macd">Out, shape [n]; the first slow − 1 are NaN.</param>
    /// <param name="signalLine">Out, shape [n]; the first slow + signal − 2 are NaN.</param>
    /// <param name="histogram">Out, shape [n]; NaN where the signal is.</param>
    /// <exception cref="InvalidInputException">A period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> prices, int fast, int slow, int signal, Span<double> macd, Span<double> signalLine, Span<double> histogram)
    {
        Macd indicator = new(fast, slow, signal);
        Require.FiniteSample(prices, 0);
        Require.SameLength(macd.Length, prices.Length, nameof(macd));
        Require.SameLength(signalLine.Length, prices.Length, nameof(signalLine));
        Require.SameLength(histogram.Length, prices.Length, nameof(histogram));
        int warm = Math.Min(indicator.WarmUp + 1, prices.Length);
        for (int i = 0; i < warm; i++) (macd[i], signalLine[i], histogram[i]) = indicator.Update(prices[i]);
        indicator.Continue(prices[warm..], macd[warm..], signalLine[warm..], histogram[warm..]);
    }

    // Once warm the three averages are chains in registers, which a processor runs side by side; the steps are those of Update.
    private void Continue(ReadOnlySpan<double> prices, Span<double> macd, Span<double> signalLine, Span<double> histogram)
    {
        (double fastWeight, double fast) = fastAverage.Warm;
        (double slowWeight, double slow) = slowAverage.Warm;
        (double signalWeight, double signal) = signalAverage.Warm;
        for (int i = 0; i < prices.Length && i < macd.Length && i < signalLine.Length && i < histogram.Length; i++)
        {
            double price = prices[i];
            fast = Math.FusedMultiplyAdd(fastWeight, price - fast, fast);
            slow = Math.FusedMultiplyAdd(slowWeight, price - slow, slow);
            double difference = fast - slow;
            if (!double.IsNaN(difference)) signal = Math.FusedMultiplyAdd(signalWeight, difference - signal, signal);
            macd[i] = difference;
            signalLine[i] = signal;
            histogram[i] = difference - signal;
        }
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => (figures[0], figures[1], figures[2]) = Update(bar.Close);
}
