using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>On-balance volume: the running sum of volume, added on a higher close and taken off on a lower one, in units traded.</summary>
/// <remarks>
/// Granville (1963), Granville's New Key to Stock Market Profits. The level is arbitrary; like TA-Lib and TTR it starts at the first bar's
/// volume.
/// </remarks>
public sealed class Obv : IIndicator
{
    private CompensatedSum balance;
    private double previous = double.NegativeInfinity; // the first close counts as a rise

    /// <inheritdoc/>
    public int WarmUp => 0;

    /// <summary>Takes the next bar and gives the balance.</summary>
    public double Update(double close, double volume)
    {
        if (close != previous) balance.Add(close > previous ? volume : -volume);
        previous = close;
        return balance.Value;
    }

    /// <summary>The same over columns.</summary>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="volume">Shape [n], finite.</param>
    /// <param name="values">Out, shape [n].</param>
    /// <exception cref="InvalidInputException">A price or volume is not finite, or the lengths differ.</exception>
    public static void Calculate(ReadOnlySpan<double> close, ReadOnlySpan<double> volume, Span<double> values)
    {
        Obv obv = new();
        Require.FiniteSample(close, 0);
        Columns.Volume(volume, close.Length);
        Require.SameLength(values.Length, close.Length, nameof(values));
        for (int i = 0; i < close.Length; i++) values[i] = obv.Update(close[i], volume[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => figures[0] = Update(bar.Close, bar.Volume);
}
