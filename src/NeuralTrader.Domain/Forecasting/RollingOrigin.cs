namespace NeuralTrader.Domain.Forecasting;

/// <summary>Forecasts as they would have been made in the past, each from what was known then.</summary>
/// <remarks>Tashman (2000), Out-of-sample tests of forecasting accuracy, International Journal of Forecasting 16(4).</remarks>
public static class RollingOrigin
{
    /// <summary>The last moments at which a forecast of the whole horizon could be judged, oldest first.</summary>
    /// <param name="length">Values there are.</param>
    /// <param name="leastKnown">Values a forecast needs, 1 or more.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <param name="most">How many moments at most, 1 or more.</param>
    /// <param name="stride">Values from one moment to the next, 1 or more.</param>
    /// <returns>How many values are known at each; the last one's target ends the series. Empty where the series is too short for one.</returns>
    /// <exception cref="InvalidInputException">An argument is out of range.</exception>
    public static int[] Origins(int length, int leastKnown, int horizon, int most, int stride = 1)
    {
        Require.NotNegative(length);
        Require.Positive(leastKnown);
        Require.Positive(horizon);
        Require.Positive(most);
        Require.Positive(stride);
        int last = length - horizon, count = last < leastKnown ? 0 : Math.Min(most, ((last - leastKnown) / stride) + 1);
        return [.. Enumerable.Range(0, count).Select(i => last - ((count - 1 - i) * stride))];
    }

    /// <summary>The errors of a method at such moments.</summary>
    /// <param name="values">In time order, shape [n].</param>
    /// <param name="origins">How many values are known at each moment.</param>
    /// <param name="horizon">Steps ahead.</param>
    /// <param name="forecast">Makes shape [horizon] from the values known. It is given no others.</param>
    /// <returns>Actual less forecast, shape [origin][step].</returns>
    /// <exception cref="InvalidInputException">At a moment fewer values than the horizon are still to come.</exception>
    public static double[][] Errors(ReadOnlyMemory<double> values, ReadOnlySpan<int> origins, int horizon, Func<ReadOnlyMemory<double>, double[]> forecast)
    {
        double[][] errors = new double[origins.Length][];
        for (int i = 0; i < errors.Length; i++)
        {
            int known = Require.Between(origins[i], 1, values.Length - horizon, $"origins[{i}]");
            double[] made = forecast(values[..known]), error = new double[horizon];
            for (int h = 0; h < horizon; h++) error[h] = values.Span[known + h] - made[h];
            errors[i] = error;
        }
        return errors;
    }
}
