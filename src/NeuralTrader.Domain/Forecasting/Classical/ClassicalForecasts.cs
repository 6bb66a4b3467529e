namespace NeuralTrader.Domain.Forecasting.Classical;

/// <summary>A way to forecast a series from itself alone, without training on others.</summary>
public enum ClassicalMethod
{
    /// <summary>The last value.</summary>
    Naive,

    /// <summary>The value of one season before.</summary>
    SeasonalNaive,

    /// <summary>The last value, times the season's factors where there is a season: the benchmark of the M4 competition.</summary>
    Naive2,

    /// <summary>The line through the first and the last value.</summary>
    Drift,

    /// <summary>The mean of all values.</summary>
    Mean,

    /// <summary>Simple exponential smoothing.</summary>
    SimpleSmoothing,

    /// <summary>Holt's linear trend.</summary>
    Holt,

    /// <summary>Holt's damped trend.</summary>
    DampedHolt,

    /// <summary>Holt and Winters, the season as terms.</summary>
    HoltWintersAdditive,

    /// <summary>Holt and Winters, the season as factors.</summary>
    HoltWintersMultiplicative,

    /// <summary>Exponential smoothing of the form that the corrected Akaike criterion chooses.</summary>
    Ets,

    /// <summary>The Theta method.</summary>
    Theta,

    /// <summary>The mean of simple, Holt's and damped smoothing.</summary>
    Combination,
}

/// <summary>All classical methods by name.</summary>
public static class ClassicalForecasts
{
    /// <summary>The longest season that a method takes.</summary>
    public const int LongestSeason = 10_000;

    /// <summary>The farthest step ahead that a method forecasts.</summary>
    public const int LongestHorizon = 10_000;

    /// <summary>Forecasts a series.</summary>
    /// <param name="method">How.</param>
    /// <param name="values">In time order, shape [n]; how many it takes depends on the method.</param>
    /// <param name="season">Observations in a season; 1 where there is none.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <returns>Shape [horizon], in the unit of the series.</returns>
    /// <exception cref="InvalidInputException">The sample is too short for the method or holds a value that is not finite; season or horizon is out of range.</exception>
    public static double[] Of(ClassicalMethod method, ReadOnlySpan<double> values, int season, int horizon) => method switch
    {
        ClassicalMethod.Naive => SimpleForecasts.Naive(values, horizon),
        ClassicalMethod.SeasonalNaive => SimpleForecasts.SeasonalNaive(values, season, horizon),
        ClassicalMethod.Naive2 => Deseasonalised.Forecast(values, season, horizon, (plain, steps) => SimpleForecasts.Naive(plain, steps)),
        ClassicalMethod.Drift => SimpleForecasts.Drift(values, horizon),
        ClassicalMethod.Mean => SimpleForecasts.Mean(values, horizon),
        ClassicalMethod.SimpleSmoothing => ExponentialSmoothing.Fit(values, SmoothingForm.Simple).Forecast(horizon),
        ClassicalMethod.Holt => ExponentialSmoothing.Fit(values, SmoothingForm.Holt).Forecast(horizon),
        ClassicalMethod.DampedHolt => ExponentialSmoothing.Fit(values, SmoothingForm.DampedHolt).Forecast(horizon),
        ClassicalMethod.HoltWintersAdditive => ExponentialSmoothing.Fit(values, SmoothingForm.HoltWintersAdditive, season).Forecast(horizon),
        ClassicalMethod.HoltWintersMultiplicative => ExponentialSmoothing.Fit(values, SmoothingForm.HoltWintersMultiplicative, season).Forecast(horizon),
        ClassicalMethod.Ets => ExponentialSmoothing.Select(values, season).Forecast(horizon),
        ClassicalMethod.Theta => ThetaForecast.Of(values, season, horizon),
        ClassicalMethod.Combination => CombinedForecast.Of(values, season, horizon),
    };
}
