using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>Where the trend's stop lies at one bar; NaN until warm.</summary>
/// <param name="Line">Lower band while the trend rises, upper band while it falls, in the currency of the prices.</param>
/// <param name="Direction">+1 while the trend rises, −1 while it falls.</param>
public readonly record struct SuperTrendFigures(double Line, double Direction);

/// <summary>SuperTrend: a stop that follows the price at so many average true ranges and turns over when a close crosses it.</summary>
/// <param name="period">Period of the true range's smoothing, 1 to 100,000.</param>
/// <param name="multiplier">Average true ranges from the middle of the bar to a band, 0 to 1,000.</param>
/// <remarks>
/// Seban, Tout le monde mérite d'être riche. A band moves towards the price only, until a close has crossed it. The first trend is
/// taken to fall, as TradingView does, and turns by itself. The true range is Wilder's of <see cref="Atr"/>.
/// </remarks>
/// <exception cref="InvalidInputException">An argument is out of range.</exception>
public sealed class SuperTrend(int period = 10, double multiplier = 3) : IIndicator
{
    private readonly double multiplier = Columns.Multiplier(multiplier);
    private TrueRange range = new();
    private SeededAverage ranges = SeededAverage.Wilder(Columns.Period(period));
    private double upper = double.PositiveInfinity;
    private double lower = double.NegativeInfinity;
    private double previousClose;
    private bool rises;

    /// <inheritdoc/>
    public int WarmUp { get; } = period;

    /// <summary>Takes the next bar and gives the stop and the direction.</summary>
    public SuperTrendFigures Update(double high, double low, double close)
    {
        double reach = multiplier * ranges.Update(range.Update(high, low, close));
        if (double.IsNaN(reach)) return new SuperTrendFigures(double.NaN, double.NaN);
        bool first = double.IsInfinity(upper);
        double middle = (high + low) / 2;
        if (previousClose > upper || middle + reach < upper) upper = middle + reach;
        if (previousClose < lower || middle - reach > lower) lower = middle - reach;
        rises = !first && (rises ? close >= lower : close > upper);
        previousClose = close;
        return rises ? new SuperTrendFigures(lower, 1) : new SuperTrendFigures(upper, -1);
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="period">Period of the true range's smoothing.</param>
    /// <param name="multiplier">Average true ranges from the middle of the bar to a band.</param>
    /// <param name="line">Out, shape [n]; the first <c>period</c> are NaN.</param>
    /// <param name="direction">Out, as <paramref name="line"/>.</param>
    /// <exception cref="InvalidInputException">An argument is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        int period, double multiplier, Span<double> line, Span<double> direction)
    {
        SuperTrend superTrend = new(period, multiplier);
        Columns.Input(high, low, close);
        Require.SameLength(line.Length, close.Length, nameof(line));
        Require.SameLength(direction.Length, close.Length, nameof(direction));
        for (int i = 0; i < close.Length; i++) (line[i], direction[i]) = superTrend.Update(high[i], low[i], close[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) => (figures[0], figures[1]) = Update(bar.High, bar.Low, bar.Close);
}
