namespace NeuralTrader.Domain.Forecasting;

/// <summary>How far forecasts were from what came. All take actual and forecast values of one length, in one order.</summary>
/// <remarks>Hyndman and Koehler (2006), Another look at measures of forecast accuracy, International Journal of Forecasting 22(4).</remarks>
public static class ForecastErrors
{
    /// <summary>Mean absolute error, in the unit of the series.</summary>
    /// <param name="actual">What came, shape [n].</param>
    /// <param name="forecast">What was expected, shape [n].</param>
    /// <exception cref="InvalidInputException">The samples are empty, of two lengths, or hold a value that is not finite.</exception>
    public static double MeanAbsolute(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Check(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++) sum += Math.Abs(actual[i] - forecast[i]);
        return sum / actual.Length;
    }

    /// <summary>Root of the mean squared error, in the unit of the series.</summary>
    /// <inheritdoc cref="MeanAbsolute"/>
    public static double RootMeanSquared(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Check(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++) sum += Square(actual[i] - forecast[i]);
        return Math.Sqrt(sum / actual.Length);
    }

    /// <summary>Mean of |a − f| / |a|, a fraction.</summary>
    /// <returns>NaN where an actual value is 0: the ratio has no meaning there.</returns>
    /// <inheritdoc cref="MeanAbsolute"/>
    public static double MeanAbsolutePercentage(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Check(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] == 0) return double.NaN;
            sum += Math.Abs((actual[i] - forecast[i]) / actual[i]);
        }
        return sum / actual.Length;
    }

    /// <summary>Mean of 2|a − f| / (|a| + |f|), a fraction from 0 to 2: the form of the M4 competition. A step where both are 0 counts as 0.</summary>
    /// <remarks>Makridakis, Spiliotis and Assimakopoulos (2020), The M4 Competition, International Journal of Forecasting 36(1).</remarks>
    /// <inheritdoc cref="MeanAbsolute"/>
    public static double SymmetricMeanAbsolutePercentage(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Check(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
            if (actual[i] != forecast[i]) sum += 2 * Math.Abs(actual[i] - forecast[i]) / (Math.Abs(actual[i]) + Math.Abs(forecast[i]));
        return sum / actual.Length;
    }

    /// <summary>The mean absolute error in units of what the seasonal naive forecast missed by, one step at a time, within the training values.</summary>
    /// <param name="actual">What came, shape [n].</param>
    /// <param name="forecast">What was expected, shape [n].</param>
    /// <param name="training">What the forecaster had seen, in time order, more than one season of it.</param>
    /// <param name="season">Observations in a season; 1 where there is none.</param>
    /// <returns>Below 1 the forecast beats that yardstick; NaN where the training values repeat exactly and the yardstick is 0.</returns>
    /// <exception cref="InvalidInputException">A sample is too short, of another length, or holds a value that is not finite.</exception>
    public static double MeanAbsoluteScaled(
        ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, ReadOnlySpan<double> training, int season)
    {
        double scale = SeasonalScale(training, season);
        return scale > 0 ? MeanAbsolute(actual, forecast) / scale : double.NaN;
    }

    /// <summary>Mean of |y(t) − y(t − m)|: by how much a season's value differs from that of the season before.</summary>
    /// <param name="training">In time order, shape [n], n above <paramref name="season"/>.</param>
    /// <param name="season">m, 1 or more.</param>
    /// <exception cref="InvalidInputException">The season is below 1; the sample is no longer than it, or holds a value that is not finite.</exception>
    public static double SeasonalScale(ReadOnlySpan<double> training, int season)
    {
        Require.Between(season, 1, int.MaxValue - 1);
        Require.BoundedSample(training, season + 1);
        double sum = 0;
        for (int t = season; t < training.Length; t++) sum += Math.Abs(training[t] - training[t - season]);
        return sum / (training.Length - season);
    }

    /// <summary>1 − Σ(a − f)² / Σ(a − mean of a)²: the part of the variance that the forecast explains; negative where the mean would have done better.</summary>
    /// <returns>At most 1; NaN where the actual values are all alike.</returns>
    /// <inheritdoc cref="MeanAbsolute"/>
    public static double Determination(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Check(actual, forecast);
        double mean = 0, residual = 0, total = 0;
        foreach (double value in actual) mean += value / actual.Length;
        for (int i = 0; i < actual.Length; i++)
        {
            residual += Square(actual[i] - forecast[i]);
            total += Square(actual[i] - mean);
        }
        return total > 0 ? 1 - (residual / total) : double.NaN;
    }

    /// <summary>The share of steps whose direction was foreseen: the forecast lies on the same side of the value known when it was made.</summary>
    /// <param name="actual">What came, shape [n].</param>
    /// <param name="forecast">What was expected, shape [n].</param>
    /// <param name="origin">The last value known to each forecast, shape [n].</param>
    /// <returns>0 to 1 over the steps that moved; NaN where none did. A forecast of no change foresees no direction.</returns>
    /// <exception cref="InvalidInputException">The samples are empty, of two lengths, or hold a value that is not finite.</exception>
    public static double DirectionalAccuracy(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, ReadOnlySpan<double> origin)
    {
        Check(actual, forecast);
        Require.SameLength(origin.Length, actual.Length, nameof(origin));
        Require.BoundedSample(origin);
        (int moved, int right) = (0, 0);
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] == origin[i]) continue;
            moved++;
            if (Math.Sign(actual[i] - origin[i]) == Math.Sign(forecast[i] - origin[i])) right++;
        }
        return moved > 0 ? (double)right / moved : double.NaN;
    }

    /// <summary>The share of values within their intervals, ends included.</summary>
    /// <param name="actual">What came, shape [n].</param>
    /// <param name="lower">Lower ends, shape [n].</param>
    /// <param name="upper">Upper ends, shape [n], none below its lower end.</param>
    /// <exception cref="InvalidInputException">The samples are empty, of two lengths, hold a value that is not finite, or an interval is the wrong way round.</exception>
    public static double Coverage(ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        CheckIntervals(actual, lower, upper);
        int within = 0;
        for (int i = 0; i < actual.Length; i++)
            if (actual[i] >= lower[i] && actual[i] <= upper[i]) within++;
        return (double)within / actual.Length;
    }

    /// <summary>Mean of the intervals' width and, for each miss, 2/α times the distance: small where intervals are narrow and right.</summary>
    /// <param name="actual">What came, shape [n].</param>
    /// <param name="lower">Lower ends, shape [n].</param>
    /// <param name="upper">Upper ends, shape [n].</param>
    /// <param name="confidence">1 − α, strictly between 0 and 1.</param>
    /// <returns>In the unit of the series.</returns>
    /// <exception cref="InvalidInputException">As for <see cref="Coverage"/>, or the confidence is out of range.</exception>
    /// <remarks>Gneiting and Raftery (2007), Strictly proper scoring rules, Journal of the American Statistical Association 102(477), §6.2.</remarks>
    public static double IntervalScore(ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, double confidence)
    {
        Require.OpenUnitInterval(confidence);
        CheckIntervals(actual, lower, upper);
        double sum = 0, price = 2 / (1 - confidence);
        for (int i = 0; i < actual.Length; i++)
            sum += upper[i] - lower[i] + (price * (Math.Max(0, lower[i] - actual[i]) + Math.Max(0, actual[i] - upper[i])));
        return sum / actual.Length;
    }

    /// <summary>Mean pinball loss of forecasts of one quantile.</summary>
    /// <param name="actual">What came, shape [n].</param>
    /// <param name="forecast">The quantile, shape [n].</param>
    /// <param name="probability">Which quantile, strictly between 0 and 1.</param>
    /// <returns>In the unit of the series; at 0.5 half of the mean absolute error.</returns>
    /// <exception cref="InvalidInputException">As for <see cref="MeanAbsolute"/>, or the probability is out of range.</exception>
    public static double Pinball(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast, double probability)
    {
        Require.OpenUnitInterval(probability);
        Check(actual, forecast);
        double sum = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            double missed = actual[i] - forecast[i];
            sum += missed >= 0 ? probability * missed : (probability - 1) * missed;
        }
        return sum / actual.Length;
    }

    /// <summary>The overall weighted average of the M4 competition: the mean of a method's sMAPE and MASE, each over that of the benchmark Naïve 2.</summary>
    /// <param name="symmetric">The method's mean sMAPE over all series.</param>
    /// <param name="scaled">The method's mean MASE over all series.</param>
    /// <param name="naiveSymmetric">Naïve 2's mean sMAPE, above 0.</param>
    /// <param name="naiveScaled">Naïve 2's mean MASE, above 0.</param>
    /// <returns>Below 1 the method beats Naïve 2.</returns>
    /// <exception cref="InvalidInputException">An error is negative or not finite, or one of Naïve 2's is 0.</exception>
    public static double OverallWeightedAverage(double symmetric, double scaled, double naiveSymmetric, double naiveScaled) =>
        ((Require.NotNegative(symmetric) / Require.Positive(naiveSymmetric)) + (Require.NotNegative(scaled) / Require.Positive(naiveScaled))) / 2;

    private static void Check(ReadOnlySpan<double> actual, ReadOnlySpan<double> forecast)
    {
        Require.BoundedSample(actual);
        Require.SameLength(forecast.Length, actual.Length, nameof(forecast));
        Require.BoundedSample(forecast);
    }

    private static void CheckIntervals(ReadOnlySpan<double> actual, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        Check(actual, lower);
        Require.SameLength(upper.Length, actual.Length, nameof(upper));
        Require.BoundedSample(upper);
        for (int i = 0; i < lower.Length; i++)
            if (lower[i] > upper[i]) throw Require.Invalid($"upper[{i}]", upper[i], FormattableString.Invariant($"a number of {lower[i]} or more, its lower end"));
    }

    private static double Square(double x) => x * x;
}
