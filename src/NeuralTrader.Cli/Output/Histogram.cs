namespace NeuralTrader.Cli.Output;

/// <summary>Counts as bars of text, a line for each group of bins.</summary>
internal static class Histogram
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>The bars, the longest of them as wide as is said.</summary>
    /// <param name="edges">Of the bins, rising, shape [n + 1].</param>
    /// <param name="counts">Shape [n].</param>
    /// <param name="lines">Lines at most; bins are put together to fit.</param>
    /// <param name="width">Characters of the longest bar.</param>
    public static IReadOnlyList<(double From, double To, long Count, string Bar)> Of(
        IReadOnlyList<double> edges, IReadOnlyList<int> counts, int lines = 20, int width = 48)
    {
        int together = Math.Max(1, (counts.Count + lines - 1) / lines);
        (double From, double To, long Count)[] groups =
        [
            .. counts.Index().Chunk(together).Select(bins => (edges[bins[0].Index], edges[bins[^1].Index + 1], bins.Sum(bin => (long)bin.Item))),
        ];
        long most = Math.Max(1, groups.Select(group => group.Count).DefaultIfEmpty().Max());
        return [.. groups.Select(group => (group.From, group.To, group.Count, Bar(group.Count * (double)width / most)))];
    }

    private static string Bar(double length)
    {
        (int whole, int eighths) = ((int)length, (int)Math.Round((length - Math.Floor(length)) * 8));
        return eighths == 8 ? new string('█', whole + 1) : new string('█', whole) + (eighths > 0 ? Eighths[eighths].ToString() : "");
    }
}
