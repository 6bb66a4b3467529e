namespace NeuralTrader.Domain.Forecasting.Classical;

/// <summary>The forecasts that every other one has to beat.</summary>
/// <remarks>Hyndman and Athanasopoulos (2021), Forecasting: principles and practice, 3rd edition, §5.2.</remarks>
public static class SimpleForecasts
{
    /// <summary>The last value, at every step.</summary>
    /// <param name="values">In time order, shape [n], n ≥ 1.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <returns>Shape [horizon], in the unit of the series.</returns>
    /// <exception cref="InvalidInputException">The sample is too short or holds a value that is not finite; the horizon is out of range.</exception>
    public static double[] Naive(ReadOnlySpan<double> values, int horizon) => SeasonalNaive(values, 1, horizon);

    /// <summary>The value of one season before, at every step.</summary>
    /// <param name="values">In time order, shape [n], a season or more.</param>
    /// <param name="season">Observations in a season, 1 or more.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <inheritdoc cref="Naive"/>
    public static double[] SeasonalNaive(ReadOnlySpan<double> values, int season, int horizon)
    {
        Check(values, Require.Between(season, 1, ClassicalForecasts.LongestSeason), horizon);
        double[] forecast = new double[horizon];
        for (int h = 0; h < horizon; h++) forecast[h] = values[^(season - (h % season))];
        return forecast;
    }

    /// <summary>The line through the first and the last value, gone on with.</summary>
    /// <param name="values">In time order, shape [n], n ≥ 2.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <inheritdoc cref="Naive"/>
    public static double[] Drift(ReadOnlySpan<double> values, int horizon)
    {
        Check(values, 2, horizon);
        double slope = (values[^1] - values[0]) / (values.Length - 1);
        double[] forecast = new double[horizon];
        for (int h = 0; h < horizon; h++) forecast[h] = values[^1] + (slope * (h + 1));
        return forecast;
    }

    /// <summary>The mean of all values, at every step.</summary>
    /// <inheritdoc cref="Naive"/>
    public static double[] Mean(ReadOnlySpan<double> values, int horizon)
    {
        Check(values, 1, horizon);
        double sum = 0;
        foreach (double value in values) sum += value;
        double[] forecast = new double[horizon];
        Array.Fill(forecast, sum / values.Length);
        return forecast;
    }

    internal static void Check(ReadOnlySpan<double> values, int atLeast, int horizon)
    {
        Require.BoundedSample(values, atLeast);
        Require.Between(horizon, 1, ClassicalForecasts.LongestHorizon);
    }
}
