namespace NeuralTrader.Domain.Risk;

/// <summary>How far below its highest value an equity curve is, bar by bar, and its deepest fall.</summary>
/// <param name="Column">Fraction below the highest equity so far, 0 or more, shape [n].</param>
/// <param name="Max">The largest of them.</param>
/// <param name="Peak">Bar of the peak before it; −1 where the peak is the capital at the start, or without a fall.</param>
/// <param name="Trough">Bar of the trough; −1 without a fall.</param>
/// <param name="Recovery">First bar back at the peak; −1 where there is none.</param>
internal sealed record DrawdownPath(double[] Column, double Max, int Peak, int Trough, int Recovery)
{
    /// <param name="equity">Shape [n].</param>
    /// <param name="start">Equity before the first bar: the first peak.</param>
    public static DrawdownPath Of(ReadOnlySpan<double> equity, double start)
    {
        double[] column = new double[equity.Length];
        (double high, int highAt) = (start, -1);
        (double max, int peak, int trough, double level) = (0, -1, -1, start);
        for (int i = 0; i < column.Length; i++)
        {
            double e = equity[i];
            if (e >= high)
            {
                (high, highAt) = (e, i);
                continue;
            }
            double fall = 1 - (e / high);
            column[i] = fall;
            if (fall > max) (max, peak, trough, level) = (fall, highAt, i, high);
        }
        int recovery = -1;
        for (int i = trough + 1; trough >= 0 && i < equity.Length && recovery < 0; i++) if (equity[i] >= level) recovery = i;
        return new DrawdownPath(column, max, peak, trough, recovery);
    }

    /// <summary>The deepest fall of the curve that starts at 1 and earns the returns; 1 where all of it is lost.</summary>
    /// <param name="returns">Shape [n].</param>
    public static double Deepest(ReadOnlySpan<double> returns)
    {
        (double value, double peak, double deepest) = (1, 1, 0);
        foreach (double r in returns)
        {
            value *= 1 + r;
            if (value <= 0) return 1;
            peak = Math.Max(peak, value);
            deepest = Math.Max(deepest, 1 - (value / peak));
        }
        return deepest;
    }
}
