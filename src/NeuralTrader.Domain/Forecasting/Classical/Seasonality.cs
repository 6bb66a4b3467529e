namespace NeuralTrader.Domain.Forecasting.Classical;

/// <summary>Whether a series has a season, and what the season does to it.</summary>
public static class Seasonality
{
    private const double NinetyPercent = 1.645;

    /// <summary>The test of the M4 competition: the autocorrelation at the season's lag differs from 0 at the 90 % level.</summary>
    /// <param name="values">In time order, shape [n].</param>
    /// <param name="season">Observations in a season, 1 or more.</param>
    /// <returns>False for a season of 1, for fewer than three seasons, and for values that are all alike.</returns>
    /// <exception cref="InvalidInputException">The season is out of range; the sample is empty or holds a value that is not finite.</exception>
    /// <remarks>Bartlett's variance of an autocorrelation; Fiorucci et al. (2016), International Journal of Forecasting 32(4), §2.</remarks>
    public static bool IsPresent(ReadOnlySpan<double> values, int season)
    {
        Require.Between(season, 1, ClassicalForecasts.LongestSeason);
        Require.BoundedSample(values);
        if (season == 1 || values.Length < 3 * season) return false;
        double mean = 0, variance = 0;
        foreach (double value in values) mean += value / values.Length;
        foreach (double value in values) variance += (value - mean) * (value - mean);
        if (!(variance > 0)) return false;
        double squares = 0, last = 0;
        for (int lag = 1; lag <= season; lag++)
        {
            double sum = 0;
            for (int t = lag; t < values.Length; t++) sum += (values[t] - mean) * (values[t - lag] - mean);
            last = sum / variance;
            if (lag < season) squares += last * last;
        }
        return Math.Abs(last) > NinetyPercent * Math.Sqrt((1 + (2 * squares)) / values.Length);
    }

    /// <summary>Classical decomposition: by what each place in the season exceeds the trend (additive) or multiplies it.</summary>
    /// <param name="values">In time order, shape [n], two seasons or more; all above 0 where factors are asked for.</param>
    /// <param name="season">Observations in a season, 2 or more.</param>
    /// <param name="isMultiplicative">Whether factors with mean 1 are asked for, or terms with mean 0.</param>
    /// <returns>Shape [season]; the first belongs to the first value.</returns>
    /// <exception cref="InvalidInputException">The season is out of range; the sample is too short, holds a value that is not finite, or one of 0 or less where factors are asked for.</exception>
    /// <remarks>Trend by the centred moving average; Hyndman and Athanasopoulos (2021), §3.4. R's decompose() gives the same figures.</remarks>
    public static double[] Indices(ReadOnlySpan<double> values, int season, bool isMultiplicative)
    {
        Require.Between(season, 2, ClassicalForecasts.LongestSeason);
        Require.BoundedSample(values, 2 * season);
        if (isMultiplicative)
            for (int i = 0; i < values.Length; i++) Require.Positive(values[i], $"values[{i}]");
        double[] sums = new double[season];
        int[] counts = new int[season];
        int half = season / 2;
        for (int t = half; t < values.Length - half; t++)
        {
            double trend = season % 2 == 1 ? 0 : (values[t - half] + values[t + half]) / 2;
            int reach = season % 2 == 1 ? half : half - 1;
            for (int i = t - reach; i <= t + reach; i++) trend += values[i];
            trend /= season;
            sums[t % season] += isMultiplicative ? values[t] / trend : values[t] - trend;
            counts[t % season]++;
        }
        double mean = 0;
        for (int i = 0; i < season; i++) mean += (sums[i] /= counts[i]) / season;
        for (int i = 0; i < season; i++) sums[i] = isMultiplicative ? sums[i] / mean : sums[i] - mean;
        return sums;
    }
}
