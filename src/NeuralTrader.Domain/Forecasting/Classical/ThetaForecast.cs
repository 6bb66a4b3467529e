namespace NeuralTrader.Domain.Forecasting.Classical;

/// <summary>The Theta method: the mean of the trend's line and of simple smoothing of the series with its curvature doubled.</summary>
/// <remarks>
/// Assimakopoulos and Nikolopoulos (2000), International Journal of Forecasting 16(4), as the M4 competition ran it: a season that
/// <see cref="Seasonality.IsPresent"/> is taken out by factors first and put back at the end.
/// </remarks>
public static class ThetaForecast
{
    /// <summary>The mean of what comes.</summary>
    /// <param name="values">In time order, shape [n], n ≥ 5.</param>
    /// <param name="season">Observations in a season; 1 where there is none.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <returns>Shape [horizon], in the unit of the series.</returns>
    /// <exception cref="InvalidInputException">The sample is too short or holds a value that is not finite; season or horizon is out of range.</exception>
    public static double[] Of(ReadOnlySpan<double> values, int season, int horizon) => Deseasonalised.Forecast(values, season, horizon, Trending);

    private static double[] Trending(double[] values, int horizon)
    {
        (double intercept, double slope) = Line.Through(values);
        double[] curved = new double[values.Length];
        for (int i = 0; i < curved.Length; i++) curved[i] = (2 * values[i]) - (intercept + (slope * (i + 1)));
        double[] forecast = ExponentialSmoothing.Fit(curved, SmoothingForm.Simple).Forecast(horizon);
        for (int h = 0; h < horizon; h++) forecast[h] = (forecast[h] + intercept + (slope * (values.Length + h + 1))) / 2;
        return forecast;
    }
}

/// <summary>The combination that was the M4 competition's benchmark: the mean of simple, Holt's and damped smoothing.</summary>
/// <remarks>Makridakis, Spiliotis and Assimakopoulos (2020), International Journal of Forecasting 36(1), table 2. The season as in <see cref="ThetaForecast"/>.</remarks>
public static class CombinedForecast
{
    /// <inheritdoc cref="ThetaForecast.Of"/>
    /// <param name="values">In time order, shape [n], n ≥ 8.</param>
    /// <param name="season">Observations in a season; 1 where there is none.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    public static double[] Of(ReadOnlySpan<double> values, int season, int horizon) => Deseasonalised.Forecast(values, season, horizon, (plain, steps) =>
    {
        double[] forecast = new double[steps];
        foreach (SmoothingForm form in (SmoothingForm[])[SmoothingForm.Simple, SmoothingForm.Holt, SmoothingForm.DampedHolt])
        {
            double[] one = ExponentialSmoothing.Fit(plain, form).Forecast(steps);
            for (int h = 0; h < steps; h++) forecast[h] += one[h] / 3;
        }
        return forecast;
    });
}

/// <summary>A forecast of a series without its season, which is put back after.</summary>
internal static class Deseasonalised
{
    public static double[] Forecast(ReadOnlySpan<double> values, int season, int horizon, Func<double[], int, double[]> plain)
    {
        SimpleForecasts.Check(values, 1, horizon);
        bool isPositive = true;
        foreach (double value in values) isPositive &= value > 0;
        if (!isPositive || !Seasonality.IsPresent(values, season)) return plain(values.ToArray(), horizon);
        double[] factors = Seasonality.Indices(values, season, isMultiplicative: true), without = new double[values.Length];
        for (int i = 0; i < without.Length; i++) without[i] = values[i] / factors[i % season];
        double[] forecast = plain(without, horizon);
        for (int h = 0; h < horizon; h++) forecast[h] *= factors[(values.Length + h) % season];
        return forecast;
    }
}
