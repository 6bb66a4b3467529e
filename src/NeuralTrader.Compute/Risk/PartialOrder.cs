namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Puts numbers in order only where somebody looks: they are dealt into buckets of equal width, and a bucket is sorted when one of its places is
/// read. What is read is what a full sort would put there.
/// </summary>
/// <param name="most">The most numbers.</param>
internal sealed class PartialOrder(int most)
{
    private const int Buckets = 2048;

    private readonly float[] ordered = new float[most];
    private readonly ushort[] bucketOf = new ushort[most];
    private readonly int[] ends = new int[Buckets];
    private int count;

    /// <summary>Takes other numbers.</summary>
    /// <param name="values">At least one, finite.</param>
    public void Take(ReadOnlySpan<float> values)
    {
        float low = values[0], high = low;
        foreach (float value in values)
        {
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        count = values.Length;
        float perBucket = high > low ? (Buckets - 1) / (high - low) : 0;
        Array.Clear(ends);
        for (int i = 0; i < values.Length; i++)
        {
            int bucket = Math.Min((int)((values[i] - low) * perBucket), Buckets - 1); // rises with the value, rounded as it may be
            bucketOf[i] = (ushort)bucket;
            ends[bucket]++;
        }
        int sum = 0;
        for (int bucket = 0; bucket < Buckets; bucket++) (ends[bucket], sum) = (sum, sum + ends[bucket]);
        for (int i = 0; i < values.Length; i++) ordered[ends[bucketOf[i]]++] = values[i];
    }

    /// <summary>The quantile of Hyndman and Fan's definition 7.</summary>
    /// <param name="probability">In [0, 1].</param>
    /// <returns>Between two neighbours of the order.</returns>
    public double Quantile(double probability) => Quantile(count, probability, At);

    /// <summary>The same of any ordered numbers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <param name="at">The number of a rank, from 0 for the lowest.</param>
    /// <returns>Between two neighbours of the order.</returns>
    public static double Quantile(int count, double probability, Func<int, float> at)
    {
        double place = probability * (count - 1);
        int below = (int)place;
        float low = at(below), high = at(Math.Min(below + 1, count - 1));
        return low + ((place - below) * (high - (double)low));
    }

    private float At(int rank)
    {
        int low = 0, high = Buckets - 1; // the first bucket that ends beyond the rank
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (ends[middle] > rank) high = middle;
            else low = middle + 1;
        }
        int first = low == 0 ? 0 : ends[low - 1];
        ordered.AsSpan(first, ends[low] - first).Sort();
        return ordered[rank];
    }
}
