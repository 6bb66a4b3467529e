using NeuralTrader.Domain.Risk.Allocation.Programs;

namespace NeuralTrader.Domain.Risk.Allocation;

/// <summary>Weights by a tree of who moves with whom; no matrix is inverted, so a singular one does.</summary>
public static class HierarchicalRiskParity
{
    /// <summary>Clusters by correlation, orders the assets as the tree has them, and splits from the top by inverse variance.</summary>
    /// <param name="covariance">Row-major, shape [n · n], diagonal above 0.</param>
    /// <param name="assets">n.</param>
    /// <param name="linkage">Distance of clusters; the paper takes the nearest pair.</param>
    /// <returns>Weights above 0 with sum 1, shape [n].</returns>
    /// <remarks>
    /// López de Prado (2016), Building diversified portfolios that outperform out of sample, J. Portfolio Management 42(4): distances between the
    /// columns of the matrix √(½(1 − ρ)), single linkage, and halving of the ordered list.
    /// </remarks>
    public static double[] Weights(double[] covariance, int assets, Linkage linkage = Linkage.Single)
    {
        int n = assets;
        double[] weights = new double[n];
        Array.Fill(weights, 1);
        if (n == 1) return weights;
        int[] order = HierarchicalClustering.LeafOrder(HierarchicalClustering.Merges(Distances(covariance, n), n, linkage));
        Stack<(int First, int Count)> open = new([(0, n)]);
        while (open.TryPop(out (int First, int Count) run))
        {
            if (run.Count < 2) continue;
            int half = run.Count / 2;
            double left = ClusterVariance(covariance, n, order.AsSpan(run.First, half)), right = ClusterVariance(covariance, n, order.AsSpan(run.First + half, run.Count - half));
            double share = 1 - (left / (left + right));
            for (int i = 0; i < run.Count; i++) weights[order[run.First + i]] *= i < half ? share : 1 - share;
            open.Push((run.First, half));
            open.Push((run.First + half, run.Count - half));
        }
        return weights;
    }

    // Euclidean distance of two columns of the matrix of correlation distances, as in the paper.
    private static double[] Distances(double[] covariance, int n)
    {
        double[] near = new double[n * n], pairs = new double[n * (n - 1) / 2];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                near[(i * n) + j] = i == j ? 0 : HierarchicalClustering.CorrelationDistance(covariance[(i * n) + j] / Math.Sqrt(covariance[(i * n) + i] * covariance[(j * n) + j]));
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++)
                pairs[HierarchicalClustering.PairIndex(i, j, n)] = Math.Sqrt(Dense.SquaredDistance(near.AsSpan(i * n, n), near.AsSpan(j * n, n)));
        return pairs;
    }

    // Of the cluster's inverse-variance portfolio.
    private static double ClusterVariance(double[] covariance, int n, ReadOnlySpan<int> members)
    {
        double sum = 0, variance = 0;
        foreach (int i in members) sum += 1 / covariance[(i * n) + i];
        foreach (int i in members)
            foreach (int j in members) variance += covariance[(i * n) + j] / (covariance[(i * n) + i] * covariance[(j * n) + j]);
        return variance / (sum * sum);
    }
}
