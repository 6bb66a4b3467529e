using System.Diagnostics.CodeAnalysis;

namespace NeuralTrader.Domain.Risk;

/// <summary>How far two clusters are from each other, given how far their members are.</summary>
public enum Linkage
{
    /// <summary>The mean distance of all pairs of members (UPGMA).</summary>
    Average = 0,

    /// <summary>The distance of the nearest pair of members.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "Single linkage is what it is called.")]
    Single = 1,

    /// <summary>The distance of the farthest pair of members.</summary>
    Complete = 2,
}

/// <summary>Two clusters become one. Clusters 0 to n − 1 are the single items; merge k makes cluster n + k.</summary>
/// <param name="First">The cluster with the smaller number.</param>
/// <param name="Second">The cluster with the larger number.</param>
/// <param name="Distance">How far they were from each other.</param>
/// <param name="Size">Items in the cluster they make.</param>
public readonly record struct ClusterMerge(int First, int Second, double Distance, int Size);

/// <summary>Agglomerative hierarchical clustering of items of which only the distances are known.</summary>
/// <remarks>
/// Murtagh (1983), A survey of recent advances in hierarchical clustering algorithms, Computer Journal 26(4): nearest-neighbour chains,
/// time O(n²). Distances between clusters follow Lance and Williams (1967). Merges are numbered as in SciPy's linkage.
/// </remarks>
public static class HierarchicalClustering
{
    /// <summary>The distance of two series by their correlation: √(½(1 − ρ)), 0 for ρ = 1 and 1 for ρ = −1.</summary>
    /// <param name="correlation">ρ, −1 to 1; NaN gives NaN.</param>
    /// <remarks>Mantegna (1999), Hierarchical structure in financial markets, European Physical Journal B 11, but for a factor of 2.</remarks>
    public static double CorrelationDistance(double correlation) => Math.Sqrt(Math.Max(0, 0.5 * (1 - correlation)));

    /// <summary>Place of a pair in a list of the pairs i &lt; j of n items, row by row.</summary>
    public static int PairIndex(int i, int j, int n) => i < j ? (i * n) - (i * (i + 1) / 2) + j - i - 1 : PairIndex(j, i, n);

    /// <summary>Merges the two nearest clusters until one is left.</summary>
    /// <param name="distances">Of the pairs i &lt; j, row by row, shape [n(n − 1)/2], finite and not negative.</param>
    /// <param name="items">n, 1 to 20,000.</param>
    /// <param name="linkage">How far two clusters are from each other.</param>
    /// <returns>n − 1 merges, distances not falling.</returns>
    /// <exception cref="InvalidInputException">The shape does not fit, or a distance is negative or not finite.</exception>
    public static ClusterMerge[] Merges(ReadOnlySpan<double> distances, int items, Linkage linkage = Linkage.Average)
    {
        int n = Require.Between(items, 1, 20_000);
        Require.SameLength(distances.Length, n * (n - 1) / 2, nameof(distances));
        for (int i = 0; i < distances.Length; i++) Require.NotNegative(distances[i], $"distances[{i}]");
        if (!Enum.IsDefined(linkage)) throw Require.Invalid(nameof(linkage), linkage, string.Join(", ", Enum.GetNames<Linkage>()));
        return Numbered(Chain(distances.ToArray(), n, linkage), n);
    }

    /// <summary>The items in the order in which a dendrogram without crossings shows them, the cluster with the smaller number first.</summary>
    /// <param name="merges">As <see cref="Merges"/> gives them, shape [n − 1].</param>
    public static int[] LeafOrder(IReadOnlyList<ClusterMerge> merges)
    {
        int n = merges.Count + 1;
        var order = new List<int>(n);
        var open = new Stack<int>([n + merges.Count - 1]);
        while (open.TryPop(out int cluster))
        {
            if (cluster < n)
            {
                order.Add(cluster);
                continue;
            }
            open.Push(merges[cluster - n].Second);
            open.Push(merges[cluster - n].First);
        }
        return [.. order];
    }

    // From any cluster walk to its nearest neighbour until two are each other's nearest: these merge, and the walk goes on from where it was.
    private static (int A, int B, double Distance)[] Chain(double[] d, int n, Linkage linkage)
    {
        var found = new (int, int, double)[n - 1];
        int[] size = new int[n], chain = new int[n];
        Array.Fill(size, 1);
        int length = 0;
        for (int merge = 0; merge < n - 1; merge++)
        {
            if (length == 0) chain[length++] = Array.FindIndex(size, s => s > 0);
            (int a, int b, double nearest) = (0, 0, 0);
            while (true)
            {
                a = chain[length - 1];
                // The one before wins ties, else the walk might go round for ever.
                (b, nearest) = length > 1 ? (chain[length - 2], d[PairIndex(a, chain[length - 2], n)]) : (-1, double.PositiveInfinity);
                for (int other = 0; other < n; other++)
                {
                    if (size[other] == 0 || other == a) continue;
                    double distance = d[PairIndex(a, other, n)];
                    if (distance < nearest) (b, nearest) = (other, distance);
                }
                if (length > 1 && b == chain[length - 2]) break;
                chain[length++] = b;
            }
            length -= 2;
            (int low, int high) = a < b ? (a, b) : (b, a);
            found[merge] = (low, high, nearest);
            for (int other = 0; other < n; other++)
            {
                if (size[other] == 0 || other == low || other == high) continue;
                ref double kept = ref d[PairIndex(high, other, n)];
                kept = Joined(d[PairIndex(low, other, n)], kept, size[low], size[high], linkage);
            }
            (size[high], size[low]) = (size[low] + size[high], 0);
        }
        return found;
    }

    private static double Joined(double first, double second, int firstSize, int secondSize, Linkage linkage) => linkage switch
    {
        Linkage.Average => ((firstSize * first) + (secondSize * second)) / (firstSize + secondSize),
        Linkage.Single => Math.Min(first, second),
        Linkage.Complete => Math.Max(first, second),
    };

    // The walk finds merges out of order: sort them, and tell which cluster each item is in by then.
    private static ClusterMerge[] Numbered((int A, int B, double Distance)[] found, int n)
    {
        int[] parent = [.. Enumerable.Range(0, (2 * n) - 1)], sizes = [.. Enumerable.Repeat(1, (2 * n) - 1)];
        var merges = new ClusterMerge[found.Length];
        int k = 0;
        foreach ((int a, int b, double distance) in found.OrderBy(merge => merge.Distance))
        {
            (int first, int second) = (Root(parent, a), Root(parent, b));
            (parent[first], parent[second]) = (n + k, n + k);
            sizes[n + k] = sizes[first] + sizes[second];
            merges[k++] = new ClusterMerge(Math.Min(first, second), Math.Max(first, second), distance, sizes[n + k - 1]);
        }
        return merges;
    }

    private static int Root(int[] parent, int cluster)
    {
        while (parent[cluster] != cluster) cluster = parent[cluster] = parent[parent[cluster]];
        return cluster;
    }
}
