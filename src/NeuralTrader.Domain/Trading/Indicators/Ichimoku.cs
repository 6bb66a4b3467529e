using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Trading.Indicators;

/// <summary>What an Ichimoku chart shows at one bar, in the currency of the prices; NaN until warm.</summary>
/// <param name="Tenkan">Conversion line.</param>
/// <param name="Kijun">Base line.</param>
/// <param name="SenkouA">The cloud's first edge over this bar, computed <c>displacement</c> bars ago.</param>
/// <param name="SenkouB">The cloud's second edge over this bar, computed <c>displacement</c> bars ago.</param>
/// <param name="Chikou">The lagging span known now: this bar's close, which a chart draws <c>displacement</c> bars back.</param>
public readonly record struct IchimokuFigures(double Tenkan, double Kijun, double SenkouA, double SenkouB, double Chikou);

/// <summary>Ichimoku Kinko Hyo: middles of three ranges, two of them drawn ahead as a cloud.</summary>
/// <remarks>
/// Hosoda (1969), Ichimoku Kinko Hyo. Every figure stands at the bar on which it can be known. The cloud is displaced by 26 bars, as in
/// most libraries; TradingView counts the present bar and shifts by 25: give 25 for its picture.
/// </remarks>
public sealed class Ichimoku : IIndicator
{
    private readonly double[] pastA;
    private readonly double[] pastB;
    private RollingRange tenkanRange;
    private RollingRange kijunRange;
    private RollingRange senkouRange;
    private int slot;

    /// <summary>An indicator that has seen no bar. Every argument is 1 to 100,000.</summary>
    /// <param name="tenkan">Bars in the conversion line's range.</param>
    /// <param name="kijun">Bars in the base line's range.</param>
    /// <param name="senkou">Bars in the second edge's range.</param>
    /// <param name="displacement">Bars by which the cloud is drawn ahead.</param>
    /// <exception cref="InvalidInputException">An argument is out of range.</exception>
    public Ichimoku(int tenkan = 9, int kijun = 26, int senkou = 52, int displacement = 26)
    {
        tenkanRange = new RollingRange(Columns.Period(tenkan));
        kijunRange = new RollingRange(Columns.Period(kijun));
        senkouRange = new RollingRange(Columns.Period(senkou));
        (pastA, pastB) = (new double[Columns.Period(displacement)], new double[displacement]);
        pastA.AsSpan().Fill(double.NaN);
        pastB.AsSpan().Fill(double.NaN);
        WarmUp = Math.Max(Math.Max(tenkan, kijun), senkou) - 1 + displacement;
    }

    /// <inheritdoc/>
    public int WarmUp { get; }

    /// <summary>Takes the next bar and gives the five figures.</summary>
    public IchimokuFigures Update(double high, double low, double close)
    {
        double tenkan = tenkanRange.Midpoint(high, low), kijun = kijunRange.Midpoint(high, low);
        IchimokuFigures figures = new(tenkan, kijun, pastA[slot], pastB[slot], close);
        (pastA[slot], pastB[slot]) = ((tenkan + kijun) / 2, senkouRange.Midpoint(high, low));
        if (++slot == pastA.Length) slot = 0;
        return figures;
    }

    /// <summary>The same over columns.</summary>
    /// <param name="high">Shape [n], finite.</param>
    /// <param name="low">Shape [n], finite.</param>
    /// <param name="close">Shape [n], finite.</param>
    /// <param name="periods">As in the constructor: tenkan, kijun, senkou, displacement.</param>
    /// <param name="tenkan">Out, shape [n].</param>
    /// <param name="kijun">Out, shape [n].</param>
    /// <param name="senkouA">Out, shape [n].</param>
    /// <param name="senkouB">Out, shape [n].</param>
    /// <param name="chikou">Out, shape [n].</param>
    /// <exception cref="InvalidInputException">A period is out of range, a price is not finite, or the lengths differ.</exception>
    public static void Calculate(
        ReadOnlySpan<double> high, ReadOnlySpan<double> low, ReadOnlySpan<double> close,
        (int Tenkan, int Kijun, int Senkou, int Displacement) periods,
        Span<double> tenkan, Span<double> kijun, Span<double> senkouA, Span<double> senkouB, Span<double> chikou)
    {
        Ichimoku ichimoku = new(periods.Tenkan, periods.Kijun, periods.Senkou, periods.Displacement);
        Columns.Input(high, low, close);
        Require.SameLength(tenkan.Length, close.Length, nameof(tenkan));
        Require.SameLength(kijun.Length, close.Length, nameof(kijun));
        Require.SameLength(senkouA.Length, close.Length, nameof(senkouA));
        Require.SameLength(senkouB.Length, close.Length, nameof(senkouB));
        Require.SameLength(chikou.Length, close.Length, nameof(chikou));
        for (int i = 0; i < close.Length; i++)
            (tenkan[i], kijun[i], senkouA[i], senkouB[i], chikou[i]) = ichimoku.Update(high[i], low[i], close[i]);
    }

    void IIndicator.Update(in Bar bar, Span<double> figures) =>
        (figures[0], figures[1], figures[2], figures[3], figures[4]) = Update(bar.High, bar.Low, bar.Close);
}
