using ILGPU;
using ILGPU.Runtime;
using NeuralTrader.Compute.Trading;
using NeuralTrader.Domain.Trading;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>A candidate of a warping comparison as a GPU's thread meets it.</summary>
/// <param name="Length">Its points.</param>
/// <param name="Reach">How far apart matched points may be.</param>
internal readonly record struct WarpTrack(int Length, int Reach);

/// <summary>
/// Warping distances with a thread for each candidate. Work goes out by rows of the query, so that no launch is long whatever the lengths; the
/// sums of the last row wait on the device in between. A few candidates are the processor's: a thread alone is slower than a lane.
/// </summary>
internal sealed class WarpingDevice : DeviceKernel<WarpingJob, double[]>
{
    private const int FewCandidates = 1_024;
    private const long MostRoom = 1L << 31; // bytes of points and sums
    private const double WorkOfLaunch = 2e8; // cells: some milliseconds, the longest that who gives up waits for the device

    /// <inheritdoc/>
    public override string Kind => "warping distances";

    /// <inheritdoc/>
    public override string Unit => "cells";

    /// <inheritdoc/>
    private protected override WarpingJob Sample(double work)
    {
        const int points = 64;
        int count = (int)Math.Ceiling(work / points / points);
        return new WarpingJob(Wave(0, points), [.. Enumerable.Range(0, count).Select(k => WarpCandidate.Of(Wave(k, points)))], LocalCost.Squared);
    }

    /// <inheritdoc/>
    internal override double Work(WarpingJob job) =>
        job.Candidates.Sum(candidate => (double)DynamicTimeWarping.Cells(job.Query.Length, candidate.Length, job.Band));

    /// <inheritdoc/>
    internal override string? WhyNot(WarpingJob job) =>
        job.Candidates.Count < FewCandidates ? $"A device compares {FewCandidates} series and more at once; these {job.Candidates.Count} run on the processor."
        : Longest(job) * 2L * job.Candidates.Count * sizeof(double) > MostRoom
            ? "These series need more memory than a device is given; they run on the processor."
        : null;

    /// <inheritdoc/>
    internal override double[] OnProcessor(WarpingJob job, CancellationToken stop) =>
        WarpingKernel.Distances(job.Query, job.Candidates, job.Cost, job.Band, cancellationToken: stop);

    /// <inheritdoc/>
    internal override double[] Reference(WarpingJob job) =>
        [.. job.Candidates.Select(candidate => DynamicTimeWarping.Distance(job.Query, candidate.ToArray(), job.Cost, job.Band))];

    /// <inheritdoc/>
    /// <remarks>Both costs, with a band and without, and candidates of several lengths.</remarks>
    internal override bool IsSame(DeviceSession device)
    {
        WarpCandidate[] uneven = [.. Enumerable.Range(0, 40).Select(k => WarpCandidate.Of(Wave(k, 20 + (k % 5))))];
        return ((int?[])[null, 7]).All(band => Enum.GetValues<LocalCost>().All(cost =>
        {
            WarpingJob job = new(Wave(3, 22), uneven, cost, band);
            return IsSame(Reference(job), Answer(device, job));
        }));
    }

    /// <inheritdoc/>
    internal override bool IsSame(double[] a, double[] b) => a.AsSpan().SequenceEqual(b);

    /// <inheritdoc/>
    internal override void Run(DeviceSession device, IReadOnlyList<DeviceQuestion<WarpingJob, double[]>> batch)
    {
        foreach (DeviceQuestion<WarpingJob, double[]> question in batch) question.Answered(() => Distances(device, question.Job, question.Stop));
    }

    /// <summary>Some rows of the query for all candidates; the steps are those of <see cref="WarpingKernel"/>.</summary>
    /// <param name="tracks">Shape [candidates].</param>
    /// <param name="query">Shape [points].</param>
    /// <param name="points">Shape [longest, candidates].</param>
    /// <param name="sums">In and out, shape [longest + 1, candidates]: the least sums of the row before.</param>
    /// <param name="from">First row, from 1.</param>
    /// <param name="to">Last row.</param>
    /// <param name="squared">1 where the cost is the square of the difference, 0 for its size.</param>
    public static void Rows(
        ArrayView<WarpTrack> tracks, ArrayView<double> query, ArrayView<double> points, ArrayView<double> sums, int from, int to, int squared)
    {
        int candidate = (Grid.IdxX * Group.DimX) + Group.IdxX, candidates = tracks.IntLength;
        if (candidate >= candidates) return;
        WarpTrack track = tracks[candidate];
        for (int i = from; i <= to; i++)
        {
            int first = i - track.Reach > 1 ? i - track.Reach : 1, last = i + track.Reach < track.Length ? i + track.Reach : track.Length;
            double x = query[i - 1], left = double.PositiveInfinity;
            long at = ((long)(first - 1) * candidates) + candidate;
            double corner = sums[at];
            sums[at] = double.PositiveInfinity; // no path of a later row may come from left of the band
            for (int j = first; j <= last; j++)
            {
                double difference = x - points[at];
                at += candidates;
                double above = sums[at], best = corner < above ? corner : above;
                double cost = squared != 0 ? difference * difference : difference < 0 ? 0 - difference : difference;
                left = cost + (left < best ? left : best);
                corner = above;
                sums[at] = left;
            }
        }
    }

    private static double[] Distances(DeviceSession device, WarpingJob job, CancellationToken stop)
    {
        int count = job.Candidates.Count, longest = Longest(job);
        if (count == 0) return [];
        WarpTrack[] tracks = new WarpTrack[count];
        double[] points = new double[(long)longest * count], sums = new double[(longest + 1L) * count];
        Array.Fill(sums, double.PositiveInfinity, count, longest * count);
        for (int k = 0; k < count; k++)
        {
            WarpCandidate candidate = job.Candidates[k];
            tracks[k] = new WarpTrack(candidate.Length, DynamicTimeWarping.Reach(job.Query.Length, candidate.Length, job.Band));
            candidate.Write(points.AsSpan(k), count);
        }
        using Slab tracksThere = device.Send<WarpTrack>(tracks, out ArrayView<WarpTrack> tracksView);
        using Slab queryThere = device.Send<double>(job.Query, out ArrayView<double> query);
        using Slab pointsThere = device.Send<double>(points, out ArrayView<double> pointsView);
        using Slab sumsThere = device.Send<double>(sums, out ArrayView<double> sumsView);
        DeviceSlot slot = device.Slots[0];
        var walk = device.Kernel("warp", static accelerator => accelerator
            .LoadKernel<ArrayView<WarpTrack>, ArrayView<double>, ArrayView<double>, ArrayView<double>, int, int, int>(Rows));
        int rows = (int)Math.Clamp(WorkOfLaunch / longest / count, 1, job.Query.Length);
        for (int from = 1; from <= job.Query.Length; from += rows)
        {
            stop.ThrowIfCancellationRequested();
            walk(
                slot.Stream, device.Threads(count, 1), tracksView, query, pointsView, sumsView, from, Math.Min(from + rows - 1, job.Query.Length),
                job.Cost == LocalCost.Squared ? 1 : 0);
            slot.Stream.Synchronize();
        }
        int shortest = tracks.Min(track => track.Length);
        double[] ends = new double[(longest - shortest + 1) * count];
        slot.Bring(sumsView.SubView((long)shortest * count, ends.Length), ends.AsSpan());
        return [.. tracks.Select((track, k) => DynamicTimeWarping.OfSum(ends[((track.Length - shortest) * count) + k], job.Cost))];
    }

    private static int Longest(WarpingJob job) => job.Candidates.Count == 0 ? 0 : job.Candidates.Max(candidate => candidate.Length);

    private static double[] Wave(int seed, int points) => [.. Enumerable.Range(0, points).Select(j => (double)(((seed * 7) + (j * j * 5) + (j * 3)) % 31) / 8)];
}
