using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Risk;

/// <summary>A matrix times a vector from both sides, rows in blocks of 128 on several threads: the same bits for every width and number of threads.</summary>
internal static class RowProducts<TReal, TMask>
    where TReal : struct, IDoubles<TReal, TMask>
    where TMask : struct, IMask<TMask>
{
    private const int Block = 128;

    /// <summary>Σᵢ wᵢ·rowᵢ, shape [observations].</summary>
    /// <param name="rows">Row after row, shape [weights · observations].</param>
    /// <param name="weights">Shape [rows].</param>
    /// <param name="observations">In each row.</param>
    /// <param name="threads">At most this many; 0 for one a core.</param>
    public static double[] Combine(ReadOnlyMemory<double> rows, ReadOnlyMemory<double> weights, int observations, int threads)
    {
        int count = weights.Length, blocks = (count + Block - 1) / Block;
        double[] sums = new double[blocks * observations];
        Workers.ForEach(blocks, threads, block =>
            Add(rows.Span, weights.Span, block * Block, Math.Min(count, (block + 1) * Block), sums.AsSpan(block * observations, observations)));
        return InOrder(sums, blocks, observations);
    }

    /// <summary>rowᵢ·y for each row, shape [rows].</summary>
    public static void Project(ReadOnlyMemory<double> rows, ReadOnlyMemory<double> y, Memory<double> into, int threads)
    {
        int n = y.Length, count = into.Length;
        Workers.ForEach((count + Block - 1) / Block, threads, block =>
        {
            for (int i = block * Block; i < Math.Min(count, (block + 1) * Block); i++)
                into.Span[i] = Moments<TReal, TMask>.Product(rows.Span.Slice(i * n, n), 0, y.Span);
        });
    }

    /// <summary>The sums of blocks, added in the order of the blocks.</summary>
    public static double[] InOrder(double[] sums, int blocks, int observations)
    {
        double[] total = sums.AsSpan(0, observations).ToArray();
        for (int block = 1; block < blocks; block++)
            for (int t = 0; t < observations; t++) total[t] += sums[(block * observations) + t];
        return total;
    }

    /// <summary>sum += Σ w·row over rows <paramref name="from"/> to <paramref name="to"/> − 1; a chain of multiply-adds in the order of the rows.</summary>
    public static void Add(ReadOnlySpan<double> rows, ReadOnlySpan<double> weights, int from, int to, Span<double> sum)
    {
        int n = sum.Length, row = from;
        for (; row <= to - 4; row += 4) AddFour(ref MemoryMarshal.GetReference(rows[(row * n)..]), weights.Slice(row, 4), sum);
        for (; row < to; row++)
            for (int t = 0; t < n; t++) sum[t] = Math.FusedMultiplyAdd(weights[row], rows[(row * n) + t], sum[t]);
    }

    private static void AddFour(ref double row, ReadOnlySpan<double> weights, Span<double> sum)
    {
        (double w0, double w1, double w2, double w3) = (weights[0], weights[1], weights[2], weights[3]);
        (TReal a, TReal b, TReal c, TReal d) = (TReal.All(w0), TReal.All(w1), TReal.All(w2), TReal.All(w3));
        int n = sum.Length, at = 0;
        ref double into = ref MemoryMarshal.GetReference(sum);
        for (; at <= n - TReal.Width; at += TReal.Width)
        {
            TReal s = TReal.FusedMultiplyAdd(a, Place.Load<TReal, double>(ref row, at), Place.Load<TReal, double>(ref into, at));
            s = TReal.FusedMultiplyAdd(b, Place.Load<TReal, double>(ref row, at + n), s);
            s = TReal.FusedMultiplyAdd(c, Place.Load<TReal, double>(ref row, at + (2 * n)), s);
            s = TReal.FusedMultiplyAdd(d, Place.Load<TReal, double>(ref row, at + (3 * n)), s);
            Place.Store(s, ref into, at);
        }
        for (; at < n; at++)
        {
            double s = Math.FusedMultiplyAdd(w0, Unsafe.Add(ref row, at), sum[at]);
            s = Math.FusedMultiplyAdd(w1, Unsafe.Add(ref row, at + n), s);
            s = Math.FusedMultiplyAdd(w2, Unsafe.Add(ref row, at + (2 * n)), s);
            sum[at] = Math.FusedMultiplyAdd(w3, Unsafe.Add(ref row, at + (3 * n)), s);
        }
    }
}
