using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Where an anchored average begins.</summary>
public enum VwapAnchor
{
    /// <summary>Anew with the first bar of every UTC date.</summary>
    Session = 1,

    /// <summary>Once, with the first bar.</summary>
    Start = 2,
}

/// <summary>Volume-weighted average price since an anchor, in the currency of the prices. <see cref="RollingVwap"/> slides instead.</summary>
/// <param name="anchor">Where the average begins. By session it is meant for intraday bars: of a daily bar it is the typical price.</param>
/// <remarks>
/// Berkowitz, Logue and Noser (1988), The Total Cost of Transactions on the NYSE, J. Finance 43(1), on typical prices
/// (high + low + close) / 3, as a bar does not tell at what price each unit traded. NaN until some volume has traded.
/// </remarks>
/// <exception cref="InvalidInputException">The anchor is not one of those named.</exception>
public sealed class Vwap(VwapAnchor anchor = VwapAnchor.Session) : IIndicator
{
    private readonly bool daily = Known(anchor) == VwapAnchor.Session;
    private CompensatedSum money;
    private CompensatedSum units;
    private long day = -1;

    /// <inheritdoc/>
    public int WarmUp => 0;

    /// <summary>Takes the next bar and gives the average.</summary>
    /// <param name="ticks">Start of the bar, UTC ticks.</param>
    /// <param name="high">Highest price.</param>
    /// <param name="low">Lowest price.</param>
    /// <param name="close">Last price.</param>
    /// <param name="volume">Units traded.</param>
    public double Update(long ticks, double high, double low, double close, double volume)
    {
        long today = ticks / TimeSpan.TicksPerDay;
        if (daily && today != day) (day, money, units) = (today, default, default);
        money.Add((high + low + close) / 3 * volume);
        units.Add(volume);
        return money.Value / units.Value;
    }

    /// <summary>The same over columns.</summary>
    /// <param name="ticks">Starts of the bars, UTC ticks, shape [n].</param>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="volume">Shape [n], finite.</param>
    /// <param name="anchor">Where the average begins.</param>
    /// <param name="values">Out, shape [n].</param>
    /// <exception cref="InvalidInputException">The anchor is unknown, a price or volume is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<long> ticks, ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        ReadOnlySpan<double> volume, VwapAnchor anchor, Span<double> values)
    {
        Vwap vwap = new(anchor);
        Columns.Input(high, low, close, volume);
        Require.SameLength(ticks.Length, close.Length, nameof(ticks));
        Require.SameLength(values.Length, close.Length, nameof(values));
        for (int i = 0; i < close.Length; i++) values[i] = vwap.Update(ticks[i], high[i], low[i], close[i], volume[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) =>
        figures[0] = Update(bar.Time.Ticks, bar.High, bar.Low, bar.Close, bar.Volume);

    private static VwapAnchor Known(VwapAnchor anchor) =>
        anchor is VwapAnchor.Session or VwapAnchor.Start ? anchor : throw Require.Invalid(nameof(anchor), (int)anchor, "1 (session) or 2 (start)");
}
