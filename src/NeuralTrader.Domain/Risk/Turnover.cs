using NeuralTrader.Domain.Markets;

namespace NeuralTrader.Domain.Risk;

/// <summary>How much of an instrument is traded.</summary>
public static class Turnover
{
    private const int Days = 21;

    /// <summary>Mean of close × volume over the newest 21 daily bars.</summary>
    /// <param name="bars">Daily bars; null for none.</param>
    /// <returns>In the currency of the prices; NaN without bars, or where no volume is known.</returns>
    public static double Of(BarSeries? bars)
    {
        if (bars is null || bars.Count == 0) return double.NaN;
        int first = Math.Max(0, bars.Count - Days);
        double sum = 0;
        for (int i = first; i < bars.Count; i++) sum += bars.Close[i] * bars.Volume[i];
        return sum > 0 && double.IsFinite(sum) ? sum / (bars.Count - first) : double.NaN;
    }
}
