namespace NeuralTrader.Cli;

/// <summary>Known names that a mistyped one may have meant.</summary>
internal static class NearNames
{
    private const int LongestName = 64;

    /// <summary>Up to three, nearest first; none when nothing is near.</summary>
    public static string[] To(string given, IEnumerable<string> known)
    {
        string name = (given.Length > LongestName ? given[..LongestName] : given).ToUpperInvariant();
        return
        [
            .. known.Select(candidate => (candidate, steps: Steps(name, candidate.ToUpperInvariant())))
                .Where(near => near.steps <= Math.Max(2, near.candidate.Length / 3))
                .OrderBy(near => near.steps).ThenBy(near => near.candidate, StringComparer.Ordinal).Take(3).Select(near => near.candidate),
        ];
    }

    // Levenshtein (1966): insertions, deletions and replacements that turn one into the other.
    private static int Steps(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
