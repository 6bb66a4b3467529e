using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>Keeps the way of the first paths.</summary>
internal sealed unsafe class PathFanRecorder
{
    /// <summary>At most so many paths are kept.</summary>
    public const int MostPaths = 4096;

    private const int MostTimes = 48, Chunk = 256;

    private static readonly double[] BandProbabilities = [0.05, 0.25, 0.5, 0.75, 0.95];

    private readonly int[] shown;
    private readonly float[] record, falls;

    /// <summary>Room for the first paths.</summary>
    /// <param name="paths">Paths of the whole simulation.</param>
    /// <param name="steps">Steps of a path.</param>
    public PathFanRecorder(int paths, int steps)
    {
        Paths = Math.Min(paths, MostPaths);
        Stride = Paths + PathRunner.Overhang;
        int times = Math.Min(steps, MostTimes);
        shown = [.. Enumerable.Range(1, times).Select(i => (int)((long)steps * i / times))];
        record = new float[times * Stride];
        falls = new float[Stride];
        Slots = new int[steps + 1];
        Array.Fill(Slots, -1);
        for (int i = 0; i < times; i++) Slots[shown[i]] = i;
    }

    /// <summary>Numbers between two steps of <see cref="Record"/>.</summary>
    public int Stride { get; }

    /// <summary>For every step, which of those that are kept it is, or −1.</summary>
    public int[] Slots { get; }

    /// <summary>ln(S / S₀) at the steps that are kept, shape [steps, stride]; to be written by who walks the paths.</summary>
    public Span<float> Record => record;

    /// <summary>The deepest fall of each path's log-price, shape [stride]; to be written by who walks the paths.</summary>
    public Span<float> Falls => falls;

    /// <summary>Walks.</summary>
    /// <param name="runner">The model.</param>
    /// <param name="cancellationToken">Stops between two groups of 256 paths.</param>
    /// <returns>This.</returns>
    public PathFanRecorder Walk(PathRunner runner, CancellationToken cancellationToken)
    {
        fixed (float* to = record, depths = falls)
        fixed (int* slot = Slots)
        {
            for (int first = 0; first < Paths; first += Chunk)
            {
                cancellationToken.ThrowIfCancellationRequested();
                runner.Record((uint)first, Math.Min(Chunk, Paths - first), to + first, Stride, slot, depths + first);
            }
        }
        return this;
    }

    /// <summary>How many paths are kept.</summary>
    public int Paths { get; }

    /// <summary>Where the kept paths end: ln(S / S₀).</summary>
    public ReadOnlySpan<float> Ends => record.AsSpan((shown.Length - 1) * Stride, Paths);

    /// <summary>The fan.</summary>
    /// <param name="sample">How many single paths to show.</param>
    /// <returns>Bands, single paths and drawdown.</returns>
    public PathFan Fan(int sample)
    {
        PartialOrder order = new(Paths);
        int taken = -1;
        return Fan(sample, (row, probability) =>
        {
            if (row != taken) order.Take(row < shown.Length ? record.AsSpan(row * Stride, Paths) : falls.AsSpan(0, Paths));
            taken = row;
            return order.Quantile(probability);
        });
    }

    /// <summary>The fan of paths that are sorted already.</summary>
    /// <param name="sample">How many single paths to show.</param>
    /// <param name="sorted">The record of each step and then the falls, each from the lowest, shape [steps + 1, paths].</param>
    /// <returns>Bands, single paths and drawdown.</returns>
    public PathFan Fan(int sample, float[] sorted) =>
        Fan(sample, (row, probability) => PartialOrder.Quantile(Paths, probability, rank => sorted[(row * Paths) + rank]));

    private PathFan Fan(int sample, Func<int, double, double> quantile)
    {
        double[][] bands = [.. BandProbabilities.Select(_ => new double[shown.Length + 1])];
        for (int i = 0; i < shown.Length; i++)
            for (int band = 0; band < bands.Length; band++) bands[band][i + 1] = Exponent.MinusOne(quantile(i, BandProbabilities[band]));
        double[][] single = [.. Enumerable.Range(0, Math.Min(sample, Paths)).Select(path =>
            (double[])[0, .. Enumerable.Range(0, shown.Length).Select(i => Exponent.MinusOne(record[(i * Stride) + path]))])];
        double[] depths = [.. falls.Take(Paths).Select(fall => -Exponent.MinusOne(-fall))];
        double mean = depths.Average(), squares = depths.Sum(depth => (depth - mean) * (depth - mean));
        double error = Paths > 1 ? Math.Sqrt(squares / (Paths - 1) / Paths) : double.NaN;
        return new(Paths, [0, .. shown], bands, single, mean, error, -Exponent.MinusOne(-quantile(shown.Length, 0.95)));
    }
}
