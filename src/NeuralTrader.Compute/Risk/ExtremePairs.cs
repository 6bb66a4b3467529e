using NeuralTrader.Domain.Risk;

namespace NeuralTrader.Compute.Risk;

/// <summary>Keeps the pairs with the highest or the lowest correlations out of many that are shown, in whatever order they come.</summary>
internal sealed class ExtremePairs(int most, bool isHighest)
{
    private readonly PriorityQueue<CorrelatedPair, CorrelatedPair> kept =
        new(Comparer<CorrelatedPair>.Create((a, b) => isHighest ? a.CompareTo(b) : Reversed(a, b)));

    private readonly Lock door = new();
    private double edge = isHighest ? double.NegativeInfinity : double.PositiveInfinity;

    /// <summary>True for a correlation that may belong to the kept ones.</summary>
    public bool IsWanted(double correlation) => isHighest ? correlation >= Volatile.Read(ref edge) : correlation <= Volatile.Read(ref edge);

    /// <summary>Shows a pair.</summary>
    public void Offer(CorrelatedPair pair)
    {
        lock (door)
        {
            if (kept.Count < most) kept.Enqueue(pair, pair);
            else kept.EnqueueDequeue(pair, pair);
            if (kept.Count == most) Volatile.Write(ref edge, kept.Peek().Correlation);
        }
    }

    /// <summary>The kept ones, the most extreme first.</summary>
    public CorrelatedPair[] Sorted()
    {
        var pairs = new CorrelatedPair[kept.Count];
        for (int i = pairs.Length - 1; i >= 0; i--) pairs[i] = kept.Dequeue();
        return pairs;
    }

    // The lowest first; among equal ones the smaller indices, as among the highest.
    private static int Reversed(CorrelatedPair a, CorrelatedPair b) =>
        a.Correlation != b.Correlation ? b.Correlation.CompareTo(a.Correlation) : a.CompareTo(b);
}
