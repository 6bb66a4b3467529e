namespace NeuralTrader.Domain.Trading.Strategies;

/// <summary>
/// A rule that is shown one bar at a time, after the bar has closed, and answers how much to hold.
/// It is never given a bar before its time, so it cannot look ahead. One object serves one run.
/// </summary>
public abstract class Strategy
{
    /// <summary>Reads the bars that have just closed and writes the targets.</summary>
    /// <param name="bars">One bar of each instrument, all of the same time, prices continuous over splits.</param>
    /// <param name="targets">
    /// Out, one for each instrument: the position's value as a fraction of equity, −1 to 1, negative for short; NaN keeps what there is.
    /// </param>
    public abstract void OnBars(ReadOnlySpan<PriceBar<double>> bars, Span<double> targets);
}

/// <summary>A strategy that reads one instrument by itself.</summary>
public abstract class SingleStrategy : Strategy
{
    /// <summary>Reads the bar that has just closed.</summary>
    /// <returns>The target, −1 (all short) to 1 (all long); NaN keeps what there is.</returns>
    public abstract double OnBar(in PriceBar<double> bar);

    /// <inheritdoc/>
    public sealed override void OnBars(ReadOnlySpan<PriceBar<double>> bars, Span<double> targets) => targets[0] = OnBar(bars[0]);
}

/// <summary>What a strategy may know about its run.</summary>
/// <param name="Instruments">How many it is shown together.</param>
/// <param name="PeriodsPerYear">Bars per year, for annual volatilities.</param>
/// <param name="Members">Names for a strategy made of others; null for its defaults.</param>
public readonly record struct StrategySetting(int Instruments = 1, double PeriodsPerYear = 252, IReadOnlyList<string>? Members = null);
