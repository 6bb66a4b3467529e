namespace NeuralTrader.Domain.Forecasting.Classical;

/// <summary>What exponential smoothing holds before the first value.</summary>
/// <param name="Level">In the unit of the series.</param>
/// <param name="Slope">Per step.</param>
/// <param name="Seasonals">Shape [season], terms or factors; empty without a season.</param>
internal sealed record SmoothingStart(double Level, double Slope, double[] Seasonals)
{
    private const int Head = 10;

    /// <summary>A first guess: the season by decomposition, level and slope by the line through the first values without it.</summary>
    /// <remarks>Hyndman et al. (2008), §2.6.</remarks>
    public static SmoothingStart Of(double[] values, SmoothingForm form, int season)
    {
        double[] seasonals = form.Season switch
        {
            SmoothingPart.None => [],
            _ => Seasonality.Indices(values, season, form.Season is SmoothingPart.Multiplicative),
        };
        int n = Math.Min(values.Length, Math.Max(Head, seasonals.Length));
        double[] head = values[..n];
        for (int i = 0; i < n && seasonals.Length > 0; i++)
            head[i] = form.Season is SmoothingPart.Multiplicative ? head[i] / seasonals[i % season] : head[i] - seasonals[i % season];
        if (form.Trend is SmoothingPart.None) return new SmoothingStart(head.Average(), 0, seasonals);
        (double intercept, double slope) = Line.Through(head);
        return new SmoothingStart(intercept, slope, seasonals);
    }

    public SmoothingState State(SmoothingForm form, SmoothingGains gains, Span<double> seasonals) =>
        new(form, gains, seasonals) { Level = Level, Slope = Slope };
}

/// <summary>The straight line through values at 1, 2, …, n by least squares.</summary>
internal static class Line
{
    public static (double Intercept, double Slope) Through(ReadOnlySpan<double> values)
    {
        double n = values.Length, middle = (n + 1) / 2, mean = 0, covariance = 0, variance = n * ((n * n) - 1) / 12;
        foreach (double value in values) mean += value / n;
        for (int i = 0; i < values.Length; i++) covariance += (i + 1 - middle) * (values[i] - mean);
        double slope = variance > 0 ? covariance / variance : 0;
        return (mean - (slope * middle), slope);
    }
}
