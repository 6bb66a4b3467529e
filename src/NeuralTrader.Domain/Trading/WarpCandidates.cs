namespace NeuralTrader.Domain.Trading;

/// <summary>Series that one is compared to, and where each comes from.</summary>
/// <param name="Series">Shape [count].</param>
/// <param name="Sources">Place of each among the candidates, or −1 − the place of its first point in the history.</param>
/// <param name="LeftOut">Stretches of the history that do not vary, so that scaling leaves no shape.</param>
public sealed record WarpCandidates(IReadOnlyList<WarpCandidate> Series, IReadOnlyList<int> Sources, int LeftOut)
{
    /// <summary>Most series of one comparison.</summary>
    public const int Most = 1_000_000;

    private const double LeastStep = 1e-144; // squared and summed it is still above what counts as no variation

    /// <summary>Cuts the history into stretches as long as the query. What is too much is refused before anything is made of it.</summary>
    /// <param name="candidates">Series of any length, finite.</param>
    /// <param name="history">A series, finite; empty for none.</param>
    /// <param name="length">Points of the query and of a stretch.</param>
    /// <param name="stride">Points from one stretch to the next, at least 1.</param>
    /// <param name="scaling">What is done to each.</param>
    /// <param name="band">Points are matched only if their places differ by at most this; null for no limit.</param>
    /// <exception cref="InvalidInputException">Too many series or cells, a history shorter than a stretch, a candidate that does not fit into the band,
    /// or one that does not vary but should be scaled.</exception>
    public static WarpCandidates Of(
        IReadOnlyList<double[]> candidates, double[] history, int length, int stride, SeriesScaling scaling, int? band = null)
    {
        Require.Between(stride, 1, int.MaxValue);
        if (history.Length > 0 && history.Length < length)
            throw Require.Invalid("history", Require.Counted(history.Length), $"at least the {length} points of the query");
        int stretches = history.Length == 0 ? 0 : 1 + ((history.Length - length) / stride);
        Require.Between(candidates.Count + stretches, 1, Most, "series to compare");
        if (stretches > 0) DynamicTimeWarping.Reach(length, length, band);
        long cells = stretches * DynamicTimeWarping.Cells(length, length, band);
        foreach (double[] candidate in candidates)
        {
            DynamicTimeWarping.Reach(length, candidate.Length, band);
            cells += DynamicTimeWarping.Cells(length, candidate.Length, band);
        }
        CheckCells(cells);

        List<WarpCandidate> series = new(candidates.Count + stretches);
        List<int> sources = new(candidates.Count + stretches);
        for (int k = 0; k < candidates.Count; k++)
        {
            series.Add(WarpCandidate.Of(candidates[k], scaling, $"candidates[{k}]"));
            sources.Add(k);
        }
        if (stretches > 0) Cut(history, length, stride, scaling, series, sources);
        return new WarpCandidates(series, sources, candidates.Count + stretches - series.Count);
    }

    /// <summary>Refuses more work than one comparison may be.</summary>
    /// <param name="cells">Points of the query times points of the candidates within the band.</param>
    /// <exception cref="InvalidInputException">They are more than <see cref="DynamicTimeWarping.MostBatchCells"/>.</exception>
    public static void CheckCells(long cells)
    {
        if (cells > DynamicTimeWarping.MostBatchCells)
            throw Require.Invalid("cells", cells, $"at most {DynamicTimeWarping.MostBatchCells}: fewer or shorter series, or a band");
    }

    /// <summary>A series as it is compared.</summary>
    /// <param name="values">Finite, at least one.</param>
    /// <param name="scaling">What is done to it.</param>
    /// <param name="field">What to call it in a refusal.</param>
    /// <exception cref="InvalidInputException">It is empty, not finite, or does not vary but should be scaled.</exception>
    public static double[] Scaled(double[] values, SeriesScaling scaling, string field) => WarpCandidate.Of(values, scaling, field).ToArray();

    private static void Cut(double[] history, int length, int stride, SeriesScaling scaling, List<WarpCandidate> series, List<int> sources)
    {
        Require.BoundedSample(history, 1, "history");
        if (!Enum.IsDefined(scaling)) throw Require.Invalid(nameof(scaling), scaling, string.Join(", ", Enum.GetNames<SeriesScaling>()));
        int same = 0; // the run of equal values goes on from the start of a stretch to before this place
        for (int start = 0; start <= history.Length - length; start += stride)
        {
            if (scaling == SeriesScaling.ZScore)
            {
                if (same <= start) same = start + 1;
                while (same < history.Length && history[same] == history[same - 1]) same++;
                if (same >= start + length) continue;
                if (Math.Abs(history[same] - history[same - 1]) < LeastStep)
                    throw Require.Invalid("history", history[same], FormattableString.Invariant($"values that differ by {LeastStep} or more, or scaling none"));
            }
            series.Add(new WarpCandidate(history.AsMemory(start, length), scaling));
            sources.Add(-1 - start);
            if (start > history.Length - length - stride) break; // the next start may be beyond what an int holds
        }
    }
}
