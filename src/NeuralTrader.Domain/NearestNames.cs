namespace NeuralTrader.Domain;

/// <summary>Finds the names that somebody may have meant.</summary>
public static class NearestNames
{
    private const int LongestName = 64; // no name is near a longer text

    /// <summary>Known names by the number of letters that must change, nearest first; case does not count.</summary>
    public static IEnumerable<string> Order(string given, IEnumerable<string> known) => Measured(given, known).Select(near => near.Name);

    /// <summary>Up to three of the known names, nearest first; none when nothing is near.</summary>
    public static string[] To(string given, IEnumerable<string> known) =>
        [.. Measured(given, known).TakeWhile(near => near.Steps <= Math.Max(2, near.Name.Length / 2)).Take(3).Select(near => near.Name)];

    private static IEnumerable<(string Name, int Steps)> Measured(string given, IEnumerable<string> known)
    {
        string name = (given.Length > LongestName ? given[..LongestName] : given).ToUpperInvariant();
        return known.Select(candidate => (Name: candidate, Steps: Steps(name, candidate.ToUpperInvariant())))
            .OrderBy(near => near.Steps).ThenBy(near => near.Name, StringComparer.Ordinal);
    }

    // Insertions, deletions and substitutions, each 1: Levenshtein (1966); Wagner and Fischer (1974), J. ACM 21(1).
    private static int Steps(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[^1];
    }
}
