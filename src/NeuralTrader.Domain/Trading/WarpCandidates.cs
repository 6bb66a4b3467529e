namespace NeuralTrader.Domain.Trading;

/// <summary>Series that one is compared to, and where each comes from.</summary>
/// <param name="Series">Scaled where scaling was asked for, shape [count][points].</param>
/// <param name="Sources">Place of each among the candidates, or −1 − the place of its first point in the history.</param>
/// <param name="LeftOut">Stretches of the history that do not vary, so that scaling leaves no shape.</param>
public sealed record WarpCandidates(IReadOnlyList<double[]> Series, IReadOnlyList<int> Sources, int LeftOut)
{
    /// <summary>Most series of one comparison.</summary>
    public const int Most = 1_000_000;

    /// <summary>Scales the query and its candidates, and cuts the history into stretches as long as the query.</summary>
    /// <param name="candidates">Series of any length, finite.</param>
    /// <param name="history">A series, finite; empty for none.</param>
    /// <param name="length">Points of a stretch.</param>
    /// <param name="stride">Points from one stretch to the next, at least 1.</param>
    /// <param name="scaling">What is done to each.</param>
    /// <exception cref="InvalidInputException">Too many series, a history shorter than a stretch, or a candidate that does not vary but should be
    /// scaled.</exception>
    public static WarpCandidates Of(IReadOnlyList<double[]> candidates, double[] history, int length, int stride, SeriesScaling scaling)
    {
        Require.Between(stride, 1, int.MaxValue);
        if (history.Length > 0 && history.Length < length)
            throw Require.Invalid("history", Require.Counted(history.Length), $"at least the {length} points of the query");
        int stretches = history.Length == 0 ? 0 : 1 + ((history.Length - length) / stride), leftOut = 0;
        Require.Between(candidates.Count + stretches, 1, Most, "series to compare");
        List<double[]> series = [];
        List<int> sources = [];
        for (int k = 0; k < candidates.Count; k++)
        {
            series.Add(Scaled(candidates[k], scaling, $"candidates[{k}]"));
            sources.Add(k);
        }
        for (int k = 0; k < stretches; k++)
        {
            ReadOnlySpan<double> stretch = history.AsSpan(k * stride, length);
            if (scaling == SeriesScaling.ZScore && stretch.IndexOfAnyExcept(stretch[0]) < 0)
            {
                leftOut++;
                continue;
            }
            series.Add(Scaled(stretch, scaling, "history"));
            sources.Add(-1 - (k * stride));
        }
        return new WarpCandidates(series, sources, leftOut);
    }

    /// <summary>A series as it is compared.</summary>
    /// <param name="values">Finite, at least one.</param>
    /// <param name="scaling">What is done to it.</param>
    /// <param name="field">What to call it in a refusal.</param>
    /// <exception cref="InvalidInputException">It is empty, not finite, or does not vary but should be scaled.</exception>
    public static double[] Scaled(ReadOnlySpan<double> values, SeriesScaling scaling, string field)
    {
        Require.FiniteSample(values, 1, field);
        return scaling switch
        {
            SeriesScaling.ZScore => DynamicTimeWarping.ZScores(values, field),
            SeriesScaling.None => values.ToArray(),
            _ => throw Require.Invalid(nameof(scaling), scaling, string.Join(", ", Enum.GetNames<SeriesScaling>())),
        };
    }
}
