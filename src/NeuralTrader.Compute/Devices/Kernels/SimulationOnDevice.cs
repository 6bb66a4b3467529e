using ILGPU;
using ILGPU.Runtime;
using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>
/// One simulation on a device, from the draws to the sums and counts that its figures are made of: the ends of paths stay there. The first paths
/// give the scale and the fan; the processor works on them while the device walks all.
/// </summary>
/// <param name="device">Where.</param>
/// <param name="question">What.</param>
/// <param name="stop">Looked at between launches.</param>
internal sealed class SimulationOnDevice(DeviceSession device, Simulation question, CancellationToken stop) : IPathModelVisitor<SimulatedOutcomes>
{
    private const double WorkOfLaunch = 1e9; // path-steps: some milliseconds, the longest that who gives up waits for the device
    private const int MostRoom = 64 << 20; // bytes of variates

    private readonly DeviceSlot ahead = device.Slots[0], main = device.Slots[1];

    /// <inheritdoc/>
    public SimulatedOutcomes Visit<TModel>(TModel model, DrawKey key, int steps)
        where TModel : unmanaged, IPathModel
    {
        if (question.Runner.Table is not { } table) return Run(model, key, steps, question.Paths);
        using Slab there = device.Send(table.Values, out ArrayView<float> values);
        switch (model)
        {
            case BootstrapModel bootstrap:
                return Run(bootstrap with { Table = values.LoadEffectiveAddressAsPtr() }, key, steps, question.Paths);
            case PortfolioModel portfolio:
                int variates = (portfolio.Assets + 3) & ~3, neighbours = Math.Min(question.Paths, MostRoom / sizeof(float) / variates);
                using (Slab room = device.Memory.Rent((long)variates * neighbours * sizeof(float)))
                {
                    long address = room.As<float>((long)variates * neighbours).LoadEffectiveAddressAsPtr();
                    PortfolioTrack track = new(values.LoadEffectiveAddressAsPtr(), portfolio.Assets, portfolio.Degrees, address, neighbours);
                    return Run(track, key, steps, neighbours);
                }
            default:
                throw new NotSupportedException($"{typeof(TModel).Name} reads a table that no device is given.");
        }
    }

    private SimulatedOutcomes Run<TModel>(TModel model, DrawKey key, int steps, int neighbours)
        where TModel : unmanaged, IPathModel
    {
        int pilots = Math.Min(PathFanRecorder.MostPaths, question.Paths), piece = (int)Math.Clamp(WorkOfLaunch / steps / question.Cost, pilots, neighbours);
        using Slab endsThere = device.Memory.Rent((long)question.Paths * sizeof(float));
        using Slab countsThere = device.Memory.Rent(OutcomeHistogram.Length * sizeof(int));
        ArrayView<float> ends = endsThere.As<float>(question.Paths);
        ArrayView<int> counts = countsThere.As<int>(OutcomeHistogram.Length);
        counts.MemSetToZero(main.Stream);
        OutcomeUnit unit;
        PathFan? fan = null;
        if (question.Sample is { } sample)
        {
            PathFanRecorder first = new(question.Paths, steps);
            using WayOfFirst way = new(device, ahead, first);
            way.Launch(new PathRun<TModel>(model, key, steps, 0, first.Paths));
            Walk(model, key, steps, 0, piece, ends); // does not wait
            float[] sorted = way.Bring();
            unit = OutcomeUnit.Of(first.Ends, logarithmic: true);
            fan = first.Fan(sample, sorted);
        }
        else
        {
            Walk(model, key, steps, 0, piece, ends);
            float[] pilot = new float[pilots];
            main.Bring(ends.SubView(0, pilot.Length), pilot.AsSpan());
            unit = OutcomeUnit.Of(pilot, logarithmic: false);
        }
        for (int from = piece; from < question.Paths; from += piece)
        {
            main.Stream.Synchronize();
            stop.ThrowIfCancellationRequested();
            Walk(model, key, steps, from, piece, ends);
        }
        return Reduce(ends, counts, unit, fan);
    }

    private void Walk<TModel>(TModel model, DrawKey key, int steps, int from, int piece, ArrayView<float> ends)
        where TModel : unmanaged, IPathModel
    {
        int count = Math.Min(piece, question.Paths - from);
        PathEnds<TModel>.Walker(device)(
            main.Stream, device.Threads(count, 1), main.Send<PathRun<TModel>>([new(model, key, steps, (uint)from, count)]), count, ends.SubView(from, count));
    }

    private SimulatedOutcomes Reduce(ArrayView<float> ends, ArrayView<int> counts, OutcomeUnit unit, PathFan? fan)
    {
        int size = OutcomeReduction.BlockSize(question.Paths), blocks = (question.Paths + size - 1) / size;
        OutcomeChain[] chains = new OutcomeChain[blocks * OutcomeKernels.Lanes];
        using Slab chainsThere = device.Memory.Rent((long)chains.Length * Unsafe.SizeOf<OutcomeChain>());
        ArrayView<OutcomeChain> chainsView = chainsThere.As<OutcomeChain>(chains.Length);
        device.Kernel("sum", static accelerator => accelerator.LoadKernel<ArrayView<float>, int, int, double, ArrayView<OutcomeChain>>(OutcomeKernels.Sum))(
            main.Stream, device.Threads(chains.Length, 1), ends, size, unit.Logarithmic ? 1 : 0, unit.PilotMean, chainsView);
        device.Kernel("count", static accelerator => accelerator.LoadKernel<ArrayView<float>, float, float, ArrayView<int>>(OutcomeKernels.Count))(
            main.Stream, device.Threads(question.Paths, 1), ends, unit.Centre, unit.PerScale, counts);
        main.Bring(chainsView, chains.AsSpan());
        stop.ThrowIfCancellationRequested();
        var sums = new OutcomeSums[blocks];
        float lowest = float.PositiveInfinity, highest = float.NegativeInfinity;
        for (int block = 0; block < blocks; block++)
        {
            sums[block] = new OutcomeSums(chains.AsSpan(block * OutcomeKernels.Lanes, OutcomeKernels.Lanes), Math.Min(size, question.Paths - (block * size)));
            (lowest, highest) = (Math.Min(lowest, sums[block].Lowest), Math.Max(highest, sums[block].Highest));
        }
        int from = OutcomeHistogram.ClassOf((lowest - unit.Centre) * unit.PerScale), to = OutcomeHistogram.ClassOf((highest - unit.Centre) * unit.PerScale);
        OutcomeHistogram histogram = OutcomeHistogram.Rent();
        main.Bring(counts.SubView(from, to + 1 - from), histogram.Counts(from, to + 1 - from)); // classes beyond the extremes are empty
        SimulatedOutcomes outcomes = OutcomeFigures.Of(sums, histogram, unit, question.Confidences, fan);
        OutcomeHistogram.Return(histogram);
        return outcomes;
    }
}

/// <summary>A simulation as a device is asked for it.</summary>
/// <param name="Runner">Shows the law.</param>
/// <param name="Paths">How many.</param>
/// <param name="Cost">Steps of Brownian motion that a step is worth.</param>
/// <param name="Confidences">For value at risk.</param>
/// <param name="Sample">Single paths to show; null where outcomes are returns, which have no way.</param>
internal sealed record Simulation(PathRunner Runner, int Paths, int Cost, IReadOnlyList<double> Confidences, int? Sample);

/// <summary>The first paths with their way, on a device.</summary>
/// <param name="device">Where.</param>
/// <param name="slot">Its stream.</param>
/// <param name="first">What is kept.</param>
internal sealed class WayOfFirst(DeviceSession device, DeviceSlot slot, PathFanRecorder first) : IDisposable
{
    private readonly int rows = (first.Record.Length / first.Stride) + 1;
    private readonly Slab slots = device.Memory.Rent(first.Slots.Length * sizeof(int));
    private readonly Slab record = device.Memory.Rent((first.Record.Length + first.Stride) * sizeof(float));
    private readonly Slab sorted = device.Memory.Rent((first.Record.Length + first.Stride) * sizeof(float));

    /// <summary>Walks and sorts, and does not wait.</summary>
    public void Launch<TModel>(PathRun<TModel> run)
        where TModel : unmanaged, IPathModel
    {
        ArrayView<int> slotsView = slots.As<int>(first.Slots.Length);
        device.Put<int>(first.Slots, slotsView);
        ArrayView<float> all = record.As<float>(rows * first.Stride); // the falls are the last row
        int falls = (rows - 1) * first.Stride;
        device.Kernel((typeof(TModel), "record"), static accelerator => accelerator
            .LoadKernel<PathRun<TModel>, ArrayView<int>, int, ArrayView<float>, ArrayView<float>>(OutcomeKernels.Record))(
            slot.Stream, device.Threads(run.Count, 1), run, slotsView, first.Stride, all.SubView(0, falls), all.SubView(falls, first.Paths));
        device.Kernel("rank", static accelerator => accelerator.LoadKernel<ArrayView<float>, int, int, ArrayView<float>>(OutcomeKernels.Rank))(
            slot.Stream, device.Threads(first.Paths, rows), all, first.Stride, first.Paths, sorted.As<float>(rows * first.Paths));
    }

    /// <summary>Waits, and brings the way home.</summary>
    /// <returns>The record of each step and then the falls, each from the lowest, shape [steps + 1, paths].</returns>
    public float[] Bring()
    {
        ArrayView<float> all = record.As<float>(first.Record.Length + first.Paths);
        slot.Bring(all.SubView(0, first.Record.Length), first.Record);
        slot.Bring(all.SubView(first.Record.Length, first.Paths), first.Falls[..first.Paths]);
        float[] inOrder = new float[rows * first.Paths];
        slot.Bring(sorted.As<float>(inOrder.Length), inOrder.AsSpan());
        return inOrder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        slots.Dispose();
        record.Dispose();
        sorted.Dispose();
    }
}
