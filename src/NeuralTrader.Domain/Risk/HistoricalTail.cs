namespace NeuralTrader.Domain.Risk;

/// <summary>The tail of a sample: order statistics of its losses, found by selection (Hoare 1961, FIND), not by sorting.</summary>
internal static class HistoricalTail
{
    /// <summary>Value at risk and expected shortfall; NaN for an empty sample.</summary>
    /// <remarks>
    /// With k = (1 − α)·n: the loss of observation ⌊k⌋ + 1 from the worst, and the mean of the worst k, the last one in part.
    /// Acerbi and Tasche (2002), On the coherence of expected shortfall, J. Banking and Finance 26(7).
    /// </remarks>
    public static (double ValueAtRisk, double ExpectedShortfall) Of(ReadOnlySpan<double> returns, double confidence)
    {
        if (returns.Length == 0) return (double.NaN, double.NaN);
        double[] sample = returns.ToArray();
        double tail = Size(sample.Length, confidence);
        int whole = Math.Min((int)tail, sample.Length - 1);
        double edge = Select(sample, whole);
        double sum = 0;
        for (int i = 0; i < whole; i++) sum += sample[i]; // selection leaves the smaller ones before it
        return (-edge, -(sum + ((tail - whole) * edge)) / tail);
    }

    /// <summary>(1 − α)·n, the observations in the tail; what rounding has moved off a whole number is put back on it.</summary>
    public static double Size(int count, double confidence)
    {
        double inside = count * confidence, nearest = Math.Round(inside);
        return count - (Math.Abs(inside - nearest) <= inside * 1e-15 ? nearest : inside);
    }

    /// <summary>Puts the element of rank k, counted from the smallest and 0, in its place: smaller ones before it, larger ones behind it.</summary>
    public static double Select(Span<double> a, int k)
    {
        (int left, int right) = (0, a.Length - 1);
        while (left < right)
        {
            double pivot = a[(left + right) >>> 1];
            (int i, int j) = (left, right);
            while (i <= j)
            {
                while (a[i] < pivot) i++;
                while (a[j] > pivot) j--;
                if (i > j) continue;
                (a[i], a[j]) = (a[j], a[i]);
                i++;
                j--;
            }
            if (k <= j) right = j;
            else if (k >= i) left = i;
            else break;
        }
        return a[k];
    }
}
