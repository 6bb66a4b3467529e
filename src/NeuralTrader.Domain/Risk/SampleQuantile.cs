namespace NeuralTrader.Domain.Risk;

/// <summary>How a quantile is read off a sample. The numbers are those of Hyndman and Fan (1996), The American Statistician 50(4), and of R.</summary>
public enum QuantileType
{
    /// <summary>Type 1, the inverse of the empirical distribution: the definition of value at risk, and always an observation.</summary>
    InverseEmpirical = 1,

    /// <summary>Type 2: type 1 with the mean of both neighbours where the distribution is flat.</summary>
    AveragedEmpirical = 2,

    /// <summary>Type 3: the nearest observation, ties to the even rank (SAS).</summary>
    NearestEven = 3,

    /// <summary>Type 4: linear between the steps of the empirical distribution.</summary>
    LinearEmpirical = 4,

    /// <summary>Type 5: linear between the middles of the steps (Hazen).</summary>
    Hazen = 5,

    /// <summary>Type 6: linear, p(k) = k / (n + 1) (Weibull).</summary>
    Weibull = 6,

    /// <summary>Type 7: linear, p(k) = (k − 1) / (n − 1), the default of R, NumPy and spreadsheets.</summary>
    Linear = 7,

    /// <summary>Type 8: nearly unbiased for the median of the order statistic.</summary>
    MedianUnbiased = 8,

    /// <summary>Type 9: nearly unbiased for normal samples (Blom).</summary>
    NormalUnbiased = 9,
}

/// <summary>Quantiles of a sample.</summary>
public static class SampleQuantile
{
    private const double Fuzz = 4 * 2.220446049250313e-16; // of R's quantile(): a rank within rounding of a whole number is that number

    /// <summary>A quantile of a sample.</summary>
    /// <param name="sample">Shape [n], n ≥ 1, in any order.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <param name="type">Which of the nine definitions.</param>
    /// <exception cref="InvalidInputException">The sample is empty or holds a value that is not finite; the probability or type is out of range.</exception>
    /// <remarks>Hyndman and Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4).</remarks>
    public static double Of(ReadOnlySpan<double> sample, double probability, QuantileType type = QuantileType.Linear)
    {
        Require.BoundedSample(sample);
        Require.Between(probability, 0.0, 1.0);
        if (!Enum.IsDefined(type)) throw Require.Invalid("type", (int)type, "a number from 1 to 9");
        double[] values = sample.ToArray();
        int n = values.Length;
        (double rank, double part) = type <= QuantileType.NearestEven ? Stepped(n, probability, type) : Sloped(n, probability, type);
        int upper = (int)Math.Clamp(rank + 1, 1, n) - 1, lower = (int)Math.Clamp(rank, 1, n) - 1;
        if (part == 0) return HistoricalTail.Select(values, lower);
        double high = HistoricalTail.Select(values, upper);
        if (part == 1 || lower == upper) return high;
        double low = values[0];
        for (int i = 1; i < upper; i++) low = Math.Max(low, values[i]); // the neighbour below is the largest of those before
        return ((1 - part) * low) + (part * high);
    }

    // Types 1 to 3: a step function; the rank below and how much the one above it counts.
    private static (double Rank, double Part) Stepped(int n, double probability, QuantileType type)
    {
        double place = n * probability - (type == QuantileType.NearestEven ? 0.5 : 0), rank = Math.Floor(place + Fuzz);
        bool isAbove = place > rank + Fuzz;
        return type switch
        {
            QuantileType.InverseEmpirical => (rank, isAbove ? 1 : 0),
            QuantileType.AveragedEmpirical => (rank, isAbove ? 1 : 0.5),
            _ => (rank, isAbove || rank % 2 == 1 ? 1 : 0),
        };
    }

    // Types 4 to 9: piecewise linear, p(k) = (k − a) / (n + 1 − a − b).
    private static (double Rank, double Part) Sloped(int n, double probability, QuantileType type)
    {
        (double a, double b) = type switch
        {
            QuantileType.LinearEmpirical => (0, 1),
            QuantileType.Hazen => (0.5, 0.5),
            QuantileType.Weibull => (0, 0),
            QuantileType.Linear => (1, 1),
            QuantileType.MedianUnbiased => (1.0 / 3, 1.0 / 3),
            _ => (3.0 / 8, 3.0 / 8),
        };
        double place = a + (probability * (n + 1 - a - b)), rank = Math.Floor(place + Fuzz), part = place - rank;
        return (rank, Math.Abs(part) < Fuzz ? 0 : part);
    }
}
