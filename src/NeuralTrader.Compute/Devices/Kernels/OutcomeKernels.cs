using ILGPU;
using NeuralTrader.Compute.Lanes;
using NeuralTrader.Compute.Numbers;
using NeuralTrader.Compute.Risk;

namespace NeuralTrader.Compute.Devices.Kernels;

/// <summary>What becomes of a simulation's paths, as a GPU does it: their way, their sums in the processor's order, their counts, their ranks.</summary>
internal static class OutcomeKernels
{
    /// <summary>Lanes of a block, each a thread here.</summary>
    public const int Lanes = 8;

    /// <summary>Walks the first paths with their way kept.</summary>
    /// <typeparam name="TModel">The law.</typeparam>
    /// <param name="run">The paths.</param>
    /// <param name="slots">For every step, which of those that are kept it is, or −1.</param>
    /// <param name="stride">Numbers between two steps of the record.</param>
    /// <param name="record">Out, shape [steps kept, stride]: ln(S / S₀).</param>
    /// <param name="falls">Out, shape [paths]: the deepest fall of the log-price from a peak.</param>
    public static void Record<TModel>(PathRun<TModel> run, ArrayView<int> slots, int stride, ArrayView<float> record, ArrayView<float> falls)
        where TModel : unmanaged, IPathModel
    {
        int path = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (path >= run.Count) return;
        TrackWatch watch = new(slots, record, stride, path);
        _ = run.Model.Walk<Singles1, Words1, Wide1, TrackWatch>(run.First + (uint)path, run.Key, run.Steps, ref watch);
        falls[path] = watch.Fall;
    }

    /// <summary>Adds up every eighth outcome of a block, each thread one lane of the processor's sums in the processor's order.</summary>
    /// <param name="ends">Shape [paths].</param>
    /// <param name="blockSize">Paths of a block.</param>
    /// <param name="logarithmic">1 for log-returns, whose return is eˣ − 1.</param>
    /// <param name="centre">What is taken from every return first.</param>
    /// <param name="chains">Out, shape [blocks, 8].</param>
    public static void Sum(ArrayView<float> ends, int blockSize, int logarithmic, double centre, ArrayView<OutcomeChain> chains)
    {
        int chain = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (chain >= chains.IntLength) return;
        int paths = ends.IntLength, from = chain / Lanes * blockSize, to = from + blockSize;
        if (to > paths) to = paths;
        double first = 0, second = 0, third = 0, fourth = 0;
        float lowest = ends[from], highest = lowest;
        int lost = 0, at = from + (chain % Lanes);
        float next = at < to ? ends[at] : 0; // read one ahead, while the sums of the last are under way
        while (at < to)
        {
            float outcome = next;
            at += Lanes;
            next = at < to ? ends[at] : 0;
            lowest = outcome < lowest ? outcome : lowest;
            highest = outcome > highest ? outcome : highest;
            lost += outcome < 0 ? 1 : 0;
            double value = outcome;
            if (logarithmic != 0) value = Exponent.MinusOne(value);
            value -= centre;
            double square = value * value;
            first += value;
            second += square;
            third += square * value;
            fourth += square * square;
        }
        chains[chain] = new OutcomeChain(first, second, third, fourth, lowest, highest, lost);
    }

    /// <summary>Counts outcomes by class.</summary>
    /// <param name="ends">Shape [paths].</param>
    /// <param name="centre">Where the classes begin.</param>
    /// <param name="perScale">1 / scale.</param>
    /// <param name="counts">In and out, shape [classes].</param>
    public static void Count(ArrayView<float> ends, float centre, float perScale, ArrayView<int> counts)
    {
        int path = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (path < ends.IntLength) Atomic.Add(ref counts[OutcomeHistogram.ClassOf((ends[path] - centre) * perScale)], 1);
    }

    /// <summary>Sorts rows, each value by counting those that go before it: more work than a sort, and all of it at the same time.</summary>
    /// <param name="rows">Shape [rows, stride].</param>
    /// <param name="stride">Numbers between two rows.</param>
    /// <param name="length">Values of a row; grid.x is over them, grid.y over rows.</param>
    /// <param name="sorted">Out, shape [rows, length], from the lowest.</param>
    public static void Rank(ArrayView<float> rows, int stride, int length, ArrayView<float> sorted)
    {
        int at = (Grid.IdxX * Group.DimX) + Group.IdxX;
        if (at >= length) return;
        int row = Grid.IdxY * stride, rank = 0;
        float mine = rows[row + at];
        for (int i = 0; i < at; i++) rank += rows[row + i] > mine ? 0 : 1;
        for (int i = at + 1; i < length; i++) rank += rows[row + i] < mine ? 1 : 0;
        sorted[(Grid.IdxY * length) + rank] = mine;
    }
}

/// <summary>Keeps the log-returns of one path at chosen steps, and its deepest fall, on a GPU.</summary>
/// <param name="slots">For every step, which of the chosen ones it is, or −1.</param>
/// <param name="record">Shape [chosen steps, stride].</param>
/// <param name="stride">Numbers between two chosen steps.</param>
/// <param name="path">The path's place.</param>
internal struct TrackWatch(ArrayView<int> slots, ArrayView<float> record, int stride, int path) : IWatch<Singles1>
{
    private readonly ArrayView<int> slots = slots;
    private readonly ArrayView<float> record = record;
    private readonly int stride = stride, path = path;
    private float peak = 0;

    /// <inheritdoc/>
    public static bool Watches => true;

    /// <summary>The deepest fall of the log-price from its highest point so far, at the steps; the start counts.</summary>
    public float Fall { get; private set; } = 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void See(int step, Singles1 logReturn)
    {
        float now = logReturn.Lane;
        peak = now > peak ? now : peak;
        float below = peak - now;
        Fall = below > Fall ? below : Fall;
        int slot = slots[step];
        if (slot >= 0) record[(slot * stride) + path] = now;
    }
}
