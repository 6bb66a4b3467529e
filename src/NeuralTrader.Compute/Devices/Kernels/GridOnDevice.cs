using ILGPU;
using ILGPU.Runtime;
using NeuralTrader.Compute.Backtesting;
using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Trading;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>Runs a grid on a device, some combinations in each launch.</summary>
/// <param name="device">Where.</param>
/// <param name="task">What.</param>
/// <param name="stop">Looked at between launches.</param>
internal sealed class GridOnDevice(DeviceSession device, GridTask task, CancellationToken stop) : IGridVisitor<GridFigures[]>
{
    private const double WorkOfLaunch = 5e8; // combination-bars: some milliseconds, the longest that who gives up waits for the device

    /// <inheritdoc/>
    public GridFigures[] Visit<TSignal, TAccount, TTerms>(GridMarket<TTerms> market)
        where TSignal : struct, IGridSignal<TSignal, Doubles1, Mask1>
        where TAccount : struct, IGridAccount<TAccount, Doubles1, Mask1, TTerms>
        where TTerms : unmanaged
    {
        int bars = task.Series.Count, segments = task.Segments.Length;
        GridFigures[] figures = StrategyGrid.Room(task);
        int count = (int)task.Plan.Grid.Count;
        var repair = new GridRepair<TSignal, TAccount, TTerms>(task, market);
        TTerms[] terms = [.. market.Terms, market.Selling is null ? default : market.Selling(bars - 1)];
        double[] prices = [.. Enumerable.Repeat(double.NaN, market.Lag), .. task.Series.Close[..(bars - market.Lag)], .. market.Marks];
        GridDials dials = task.Plan.Dials(out double[] values);
        using Slab valuesThere = device.Send<double>(values, out ArrayView<double> valuesView);
        using Slab termsThere = device.Send<TTerms>(terms, out ArrayView<TTerms> termsView);
        using Slab pricesThere = device.Send<double>(prices, out ArrayView<double> pricesView);
        using Slab tableThere = Table(market.Lag, pricesView, out ArrayView<double> table);
        var walk = device.Kernel((typeof(TSignal), typeof(TAccount)), static accelerator => accelerator
            .LoadKernel<
                GridCourse, GridDials, ArrayView<double>, ArrayView<GridSpan>, ArrayView<double>, ArrayView<double>, ArrayView<TTerms>,
                ArrayView<GridFigures>>(GridKernels.Walk<TSignal, TAccount, TTerms>));
        foreach (GridLayer layer in GridLayer.Of(task.Segments, bars))
        {
            GridSpan[] spans = [.. layer.Spans(bars, task.Segments)];
            int places = layer.Segments.Length;
            using Slab spansThere = device.Send<GridSpan>(spans, out ArrayView<GridSpan> spansView);
            int most = (int)Math.Clamp(Math.Min(WorkOfLaunch / bars, device.Slots[0].OutBytes / Unsafe.SizeOf<GridFigures>() / places), 1, count);
            for (int first = 0; first < count; first += most)
            {
                stop.ThrowIfCancellationRequested();
                int from = first, now = Math.Min(most, count - first);
                DeviceSlot slot = device.NextSlot();
                var course = new GridCourse(
                    from, now, bars, spans.Length, places, market.Selling is null ? 0 : 1, market.Lag > 0 ? 1 : 0, task.Rules.AllowShort ? 1 : 0,
                    task.Rules.RebalanceBand, task.Rules.RiskFree, task.PeriodsPerYear);
                walk(
                    slot.Stream, device.Threads(now, 1), course, dials, valuesView, spansView, table, pricesView, termsView,
                    slot.Output<GridFigures>(places * now));
                slot.Fetch<GridFigures>(places * now, found => Take(found, from, layer, repair.Figures, figures));
            }
            device.LandAll();
        }
        return figures;
    }

    // What sums do not do for is run anew, all segments of the layer at once, as on the processor.
    private void Take(ReadOnlySpan<GridFigures> found, int first, GridLayer layer, Func<long, GridFigures[]> repair, GridFigures[] into)
    {
        int segments = task.Segments.Length, places = layer.Segments.Length;
        if (places == segments && layer.Segments.AsSpan().SequenceEqual([.. Enumerable.Range(0, segments)])) found.CopyTo(into.AsSpan(first * segments));
        else
            for (int i = 0; i < found.Length; i++) into[((first + (i / places)) * segments) + layer.Segments[i % places]] = found[i];
        for (int i = 0; i < found.Length; i++)
        {
            if (found[i].Periods >= 0) continue;
            int combination = i / places;
            GridFigures[] anew = repair(first + combination);
            foreach (int segment in layer.Segments) into[((first + combination) * segments) + segment] = anew[segment];
            i = ((combination + 1) * places) - 1;
        }
    }

    // Columns that no kernel makes are made on the processor, and neighbours are sent together.
    private Slab Table(int lag, ArrayView<double> prices, out ArrayView<double> there)
    {
        List<(ColumnKind Kind, int Period)> needed = task.Plan.Needed;
        int bars = task.Series.Count;
        Slab slab = device.Memory.Rent((long)needed.Count * bars * sizeof(double));
        there = slab.As<double>((long)needed.Count * bars);
        foreach (IGrouping<ColumnKind, int> kind in Enumerable.Range(0, needed.Count).GroupBy(index => needed[index].Kind))
        {
            if (GridColumns.Makes(kind.Key))
            {
                GridColumn[] columns = [.. kind.Select(index => new GridColumn(index, needed[index].Period))];
                GridColumns.Fill(device, device.Slots[0], kind.Key, columns, bars, lag, prices, there);
                continue;
            }
            int[] indices = [.. kind];
            for (int from = 0, to; from < indices.Length; from = to)
            {
                to = from + 1;
                while (to < indices.Length && indices[to] == indices[from] + to - from) to++;
                double[] rows = new double[(to - from) * bars];
                for (int k = from; k < to; k++)
                {
                    stop.ThrowIfCancellationRequested();
                    Span<double> row = rows.AsSpan((k - from) * bars, bars);
                    row[..lag].Fill(double.NaN);
                    IndicatorColumn.Create(kind.Key, needed[indices[k]].Period, task.Series, task.PeriodsPerYear).Fill(0, row[lag..]);
                }
                device.Put<double>(rows, there.SubView((long)indices[from] * bars, rows.Length));
            }
        }
        return slab;
    }
}
