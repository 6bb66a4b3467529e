using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Wilder's directional figures at one bar, 0 to 100; NaN until warm.</summary>
/// <param name="Adx">Average directional index: how strong the trend is, whichever way; warm later than the others.</param>
/// <param name="PlusDi">Directional indicator of the rises.</param>
/// <param name="MinusDi">Directional indicator of the falls.</param>
public readonly record struct AdxFigures(double Adx, double PlusDi, double MinusDi);

/// <summary>Wilder's running sum: each value stays in it by 1 − 1 / period a bar. NaN until <c>period</c> values are in.</summary>
/// <remarks>The first <c>period</c> − 1 values are added up plainly and the fading begins with the next, as TA-Lib and TTR do.</remarks>
internal struct WilderSum(int period)
{
    private const double Faded = 1e-290; // below, too few bits are left for a ratio of two sums

    private int seen;
    private double sum;

    public double Update(double value)
    {
        if (double.IsNaN(value)) return double.NaN;
        if (seen < period && ++seen < period)
        {
            sum += value;
            return double.NaN;
        }
        sum += value - (sum / period);
        if (sum < Faded) sum = 0;
        return sum;
    }
}

/// <summary>Average directional index with its two directional indicators.</summary>
/// <param name="period">Bars in every smoothing, 1 to 100,000.</param>
/// <remarks>
/// Wilder (1978), New Concepts in Technical Trading Systems, with the sums of TA-Lib and TTR (technicalindicators fills them one movement
/// later, which fades out). Without movement of the price there is no DI. Where neither DI is above zero there is no directional index:
/// the average passes over that bar and stays as it was.
/// </remarks>
/// <exception cref="InvalidInputException">The period is out of range.</exception>
public sealed class Adx(int period = 14) : IIndicator
{
    private readonly int period = Columns.Period(period);
    private TrueRange range = new();
    private WilderSum ranges = new(period);
    private WilderSum rises = new(period);
    private WilderSum falls = new(period);
    private SeededAverage average = SeededAverage.Wilder(period);
    private double previousHigh = double.NaN;
    private double previousLow = double.NaN;

    /// <inheritdoc/>
    public int WarmUp => (2 * period) - 1;

    /// <summary>Takes the next bar and gives the three figures.</summary>
    public AdxFigures Update(double high, double low, double close)
    {
        double up = high - previousHigh, down = previousLow - low; // NaN on the first bar, which no average takes
        (previousHigh, previousLow) = (high, low);
        double span = ranges.Update(range.Update(high, low, close));
        double plus = rises.Update(Movement(up, down));
        double minus = falls.Update(Movement(down, up));
        double adx = average.Update(100 * Math.Abs(plus - minus) / (plus + minus));
        return new AdxFigures(adx, 100 * plus / span, 100 * minus / span);
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="period">Bars in every smoothing.</param>
    /// <param name="adx">Out, shape [n]; the first 2·period − 1 are NaN.</param>
    /// <param name="plusDi">Out, shape [n]; the first <c>period</c> are NaN.</param>
    /// <param name="minusDi">Out, as <paramref name="plusDi"/>.</param>
    /// <exception cref="InvalidInputException">The period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close, int period,
        Span<double> adx, Span<double> plusDi, Span<double> minusDi)
    {
        Adx indicator = new(period);
        Columns.Input(high, low, close);
        Require.SameLength(adx.Length, close.Length, nameof(adx));
        Require.SameLength(plusDi.Length, close.Length, nameof(plusDi));
        Require.SameLength(minusDi.Length, close.Length, nameof(minusDi));
        for (int i = 0; i < close.Length; i++) (adx[i], plusDi[i], minusDi[i]) = indicator.Update(high[i], low[i], close[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) =>
        (figures[0], figures[1], figures[2]) = Update(bar.High, bar.Low, bar.Close);

    // The larger of the two movements counts, if it is one at all.
    private static double Movement(double ours, double theirs) =>
        double.IsNaN(ours) ? double.NaN : ours > theirs && ours > 0 ? ours : 0;
}
