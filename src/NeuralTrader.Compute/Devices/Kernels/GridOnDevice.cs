using ILGPU;
using ILGPU.Runtime;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Lanes;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>Runs a grid on a device, some combinations in each launch.</summary>
/// <param name="device">Where.</param>
/// <param name="task">What.</param>
/// <param name="stop">Looked at between launches.</param>
internal sealed class GridOnDevice(DeviceSession device, GridTask task, CancellationToken stop) : IGridVisitor<GridFigures[]>
{
    private const double WorkOfLaunch = 1e8; // combination-bars: some milliseconds, the longest that who gives up waits for the device

    /// <inheritdoc/>
    public GridFigures[] Visit<TSignal, TAccount, TTerms>(GridMarket<TTerms> market)
        where TSignal : struct, IGridSignal<TSignal, Doubles1, Mask1>
        where TAccount : struct, IGridAccount<TAccount, Doubles1, Mask1, TTerms>
        where TTerms : unmanaged
    {
        int bars = task.Series.Count, count = (int)task.Plan.Grid.Count, segments = task.Segments.Length;
        var figures = new GridFigures[(long)count * segments];
        var repair = new GridRepair<TSignal, TAccount, TTerms>(task, market);
        TTerms[] terms = [.. market.Terms, market.Selling is null ? default : market.Selling(bars - 1)];
        double[] prices = [.. Enumerable.Repeat(double.NaN, market.Lag), .. task.Series.Close[..(bars - market.Lag)], .. market.Marks];
        using Slab tracksThere = Send<GridTrack>(Tracks(), out ArrayView<GridTrack> tracks);
        using Slab termsThere = Send<TTerms>(terms, out ArrayView<TTerms> termsView);
        using Slab pricesThere = Send<double>(prices, out ArrayView<double> pricesView);
        using Slab tableThere = SendTable(market.Lag, out ArrayView<double> table);
        var walk = device.Kernel((typeof(TSignal), typeof(TAccount)), accelerator => accelerator
            .LoadKernel<GridCourse, ArrayView<GridTrack>, ArrayView<GridSpan>, ArrayView<double>, ArrayView<double>, ArrayView<TTerms>, ArrayView<double>>(
                GridKernels.Walk<TSignal, TAccount, TTerms>));
        foreach (GridLayer layer in GridLayer.Of(task.Segments, bars))
        {
            GridSpan[] spans = [.. layer.Spans(bars)];
            int places = layer.Segments.Length * GridKernels.Figures;
            using Slab spansThere = Send<GridSpan>(spans, out ArrayView<GridSpan> spansView);
            int most = (int)Math.Clamp(Math.Min(WorkOfLaunch / bars, device.Slots[0].OutBytes / sizeof(double) / places), 1, count);
            for (int first = 0; first < count; first += most)
            {
                stop.ThrowIfCancellationRequested();
                int from = first, now = Math.Min(most, count - first);
                DeviceSlot slot = device.NextSlot();
                var course = new GridCourse(
                    from, now, bars, spans.Length, market.Selling is null ? 0 : 1, market.Lag > 0 ? 1 : 0, task.Rules.AllowShort ? 1 : 0,
                    task.Rules.RebalanceBand, task.Rules.RiskFree);
                walk(slot.Stream, device.Threads(now, 1), course, tracks, spansView, table, pricesView, termsView, slot.Output<double>(places * now));
                slot.Fetch<double>(places * now, values =>
                {
                    for (int i = 0; i < now; i++) Finish(values, i, now, from + i, layer, repair.Figures, figures);
                });
            }
            device.LandAll();
        }
        return figures;
    }

    // What the processor's own engine does with its sums.
    private void Finish(
        ReadOnlySpan<double> tallies, int at, int count, int combination, GridLayer layer, Func<long, GridFigures[]> repair, GridFigures[] into)
    {
        int segments = task.Segments.Length;
        bool isValid = task.Plan.IsValid(combination), isDoubtful = false;
        for (int k = 0; k < layer.Segments.Length; k++)
        {
            int segment = layer.Segments[k], first = (k * GridKernels.Figures * count) + at;
            ref GridFigures figures = ref into[((long)combination * segments) + segment];
            figures = GridFigures.Invalid;
            if (!isValid) continue;
            var sums = new GridSums(
                tallies[first], tallies[first + count], tallies[first + (2 * count)], tallies[first + (3 * count)], tallies[first + (4 * count)],
                tallies[first + (5 * count)], tallies[first + (6 * count)]);
            isDoubtful |= !sums.TryFigures(task.Segments[segment], task.PeriodsPerYear, out figures) || tallies[first + (7 * count)] > 0;
        }
        if (!isDoubtful) return;
        GridFigures[] anew = repair(combination);
        foreach (int segment in layer.Segments) into[((long)combination * segments) + segment] = anew[segment];
    }

    private GridTrack[] Tracks()
    {
        GridPlan plan = task.Plan;
        int inputs = plan.Rule.Inputs.Length;
        var tracks = new GridTrack[plan.Grid.Count];
        for (int i = 0; i < tracks.Length; i++)
        {
            tracks[i] = new GridTrack(
                plan.Column(0, i), inputs > 1 ? plan.Column(1, i) : 0, inputs > 2 ? plan.Column(2, i) : 0, inputs > 3 ? plan.Column(3, i) : 0,
                plan.Constant(0, i), plan.Constant(1, i));
        }
        return tracks;
    }

    private unsafe Slab SendTable(int lag, out ArrayView<double> there)
    {
        using var table = new GridTable(task.Plan.Needed, task with { TableBytes = long.MaxValue }, lag);
        table.Fill(0, new ParallelOptions { MaxDegreeOfParallelism = 1, CancellationToken = stop });
        return Send(new ReadOnlySpan<double>(table.Column(0), task.Plan.Needed.Count * task.Series.Count), out there);
    }

    private Slab Send<T>(ReadOnlySpan<T> values, out ArrayView<T> there)
        where T : unmanaged
    {
        Slab slab = device.Memory.Rent((long)values.Length * Unsafe.SizeOf<T>());
        there = slab.As<T>(values.Length);
        device.Put(values, there);
        return slab;
    }
}
