using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Risk;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Trading;

/// <summary>
/// Warping distances of one series to many: each lane holds another candidate of the same length, four vectors of them at a time. The bits are
/// those of <see cref="DynamicTimeWarping.Distance"/>, whatever the width and the number of threads.
/// </summary>
public static class WarpingKernel
{
    /// <summary>The distance of each candidate.</summary>
    /// <param name="query">Shape [n], n ≥ 1, finite.</param>
    /// <param name="candidates">Each of any length ≥ 1.</param>
    /// <param name="cost">Of two matched points.</param>
    /// <param name="band">Points i and j are matched only if |i − j| ≤ band; null for no limit. At least the difference of the lengths.</param>
    /// <param name="threads">At most this many; 0 for one a core.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>Shape [candidates].</returns>
    /// <exception cref="InvalidInputException">The query is empty or not finite, the cells are too many, or a path does not fit into the band.</exception>
    public static double[] Distances(
        double[] query, IReadOnlyList<WarpCandidate> candidates, LocalCost cost, int? band = null, int threads = 0,
        CancellationToken cancellationToken = default) =>
        Vector512.IsHardwareAccelerated ? Distances<Doubles8, Mask8>(query, candidates, cost, band, threads, cancellationToken)
        : Vector256.IsHardwareAccelerated ? Distances<Doubles4, Mask4>(query, candidates, cost, band, threads, cancellationToken)
        : Vector128.IsHardwareAccelerated ? Distances<Doubles2, Mask2>(query, candidates, cost, band, threads, cancellationToken)
        : Distances<Doubles1, Mask1>(query, candidates, cost, band, threads, cancellationToken);

    internal static double[] Distances<TReal, TMask>(
        double[] query, IReadOnlyList<WarpCandidate> candidates, LocalCost cost, int? band, int threads, CancellationToken cancellationToken)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        long cells = candidates.Sum(candidate => DynamicTimeWarping.Cells(query.Length, candidate.Length, band));
        WarpCandidates.CheckCells(cells);
        DynamicTimeWarping.Check(query, query, cost, null);
        foreach (WarpCandidate candidate in candidates) DynamicTimeWarping.Reach(query.Length, candidate.Length, band);
        int together = 4 * TReal.Width;
        int[][] groups = // of one length each
        [
            .. Enumerable.Range(0, candidates.Count).GroupBy(k => candidates[k].Length).SelectMany(same => same.Chunk(together)),
        ];
        double[] distances = new double[candidates.Count];
        Workers.ForEach(groups.Length, cells < 2_000_000 ? 1 : threads, number =>
        {
            int[] group = groups[number];
            int n = candidates[group[0]].Length, reach = DynamicTimeWarping.Reach(query.Length, n, band);
            using var room = new Aligned<double>(together * ((2 * n) + 1));
            Span<double> points = room.Span[..(together * n)], row = room.Span[(together * n)..];
            for (int lane = 0; lane < together; lane++)
                candidates[group[Math.Min(lane, group.Length - 1)]].Write(points[lane..], together); // lanes too many repeat the last one
            if (cost == LocalCost.Squared) Warp<TReal, TMask, Squares<TReal, TMask>>(query, points, row, n, reach);
            else Warp<TReal, TMask, Sizes<TReal, TMask>>(query, points, row, n, reach);
            for (int lane = 0; lane < group.Length; lane++) distances[group[lane]] = DynamicTimeWarping.OfSum(row[(n * together) + lane], cost);
        }, cancellationToken);
        return distances;
    }

    // One row of sums is kept and overwritten from left to right; what stood at the left of the place is carried along as the diagonal.
    private static void Warp<TReal, TMask, TCost>(ReadOnlySpan<double> query, ReadOnlySpan<double> points, Span<double> row, int n, int reach)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
        where TCost : struct, ICost<TReal>
    {
        int width = TReal.Width, together = 4 * width;
        ref double sums = ref MemoryMarshal.GetReference(row), values = ref MemoryMarshal.GetReference(points);
        row.Fill(double.PositiveInfinity);
        row[..together].Clear();
        TReal infinite = TReal.All(double.PositiveInfinity);
        for (int i = 1; i <= query.Length; i++)
        {
            (int from, int to) = (Math.Max(1, i - reach), Math.Min(n, i + reach));
            TReal x = TReal.All(query[i - 1]);
            (TReal left0, TReal left1, TReal left2, TReal left3) = (infinite, infinite, infinite, infinite);
            nint at = (nint)(from - 1) * together;
            TReal corner0 = Place.Load<TReal, double>(ref sums, at), corner1 = Place.Load<TReal, double>(ref sums, at + width);
            TReal corner2 = Place.Load<TReal, double>(ref sums, at + (2 * width)), corner3 = Place.Load<TReal, double>(ref sums, at + (3 * width));
            Place.Store(infinite, ref sums, at); // no path of a later row may come from left of the band
            Place.Store(infinite, ref sums, at + width);
            Place.Store(infinite, ref sums, at + (2 * width));
            Place.Store(infinite, ref sums, at + (3 * width));
            for (int j = from; j <= to; j++)
            {
                at += together;
                Step<TReal, TMask, TCost>(x, ref left0, ref corner0, ref sums, ref values, at, together);
                Step<TReal, TMask, TCost>(x, ref left1, ref corner1, ref sums, ref values, at + width, together);
                Step<TReal, TMask, TCost>(x, ref left2, ref corner2, ref sums, ref values, at + (2 * width), together);
                Step<TReal, TMask, TCost>(x, ref left3, ref corner3, ref sums, ref values, at + (3 * width), together);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TReal, TMask, TCost>(TReal x, ref TReal left, ref TReal corner, ref double sums, ref double values, nint at, int together)
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
        where TCost : struct, ICost<TReal>
    {
        TReal above = Place.Load<TReal, double>(ref sums, at);
        TReal best = TReal.Choose(corner < above, corner, above);
        left = TCost.Of(x - Place.Load<TReal, double>(ref values, at - together)) + TReal.Choose(left < best, left, best);
        corner = above;
        Place.Store(left, ref sums, at);
    }

    private interface ICost<TReal>
    {
        static abstract TReal Of(TReal difference);
    }

    private readonly struct Squares<TReal, TMask> : ICost<TReal>
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TReal Of(TReal difference) => difference * difference;
    }

    private readonly struct Sizes<TReal, TMask> : ICost<TReal>
        where TReal : struct, IDoubles<TReal, TMask>
        where TMask : struct, IMask<TMask>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TReal Of(TReal difference) => TReal.Choose(difference < TReal.All(0), TReal.All(0) - difference, difference);
    }
}
