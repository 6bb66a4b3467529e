using NeuralTrader.Compute.Numbers;

namespace NeuralTrader.Compute.Risk;

/// <summary>Walks the first paths with their way kept.</summary>
internal sealed unsafe class PathFanRecorder
{
    /// <summary>At most so many paths are kept.</summary>
    public const int MostPaths = 4096;

    private const int MostTimes = 48, Chunk = 256;

    private static readonly double[] BandProbabilities = [0.05, 0.25, 0.5, 0.75, 0.95];

    private readonly int stride;
    private readonly int[] shown;
    private readonly float[] record, falls;

    /// <summary>Walks.</summary>
    /// <param name="runner">The model.</param>
    /// <param name="paths">Paths of the whole simulation.</param>
    /// <param name="steps">Steps of a path.</param>
    /// <param name="cancellationToken">Stops between two groups of 256 paths.</param>
    public PathFanRecorder(PathRunner runner, int paths, int steps, CancellationToken cancellationToken)
    {
        Paths = Math.Min(paths, MostPaths);
        stride = Paths + PathRunner.Overhang;
        int times = Math.Min(steps, MostTimes);
        shown = [.. Enumerable.Range(1, times).Select(i => (int)((long)steps * i / times))];
        record = new float[times * stride];
        falls = new float[stride];
        int[] slots = new int[steps + 1];
        Array.Fill(slots, -1);
        for (int i = 0; i < times; i++) slots[shown[i]] = i;
        fixed (float* to = record, depths = falls)
        fixed (int* slot = slots)
        {
            for (int first = 0; first < Paths; first += Chunk)
            {
                cancellationToken.ThrowIfCancellationRequested();
                runner.Record((uint)first, Math.Min(Chunk, Paths - first), to + first, stride, slot, depths + first);
            }
        }
    }

    /// <summary>How many paths are kept.</summary>
    public int Paths { get; }

    /// <summary>Where the kept paths end: ln(S / S₀).</summary>
    public ReadOnlySpan<float> Ends => record.AsSpan((shown.Length - 1) * stride, Paths);

    /// <summary>The fan.</summary>
    /// <param name="sample">How many single paths to show.</param>
    /// <returns>Bands, single paths and drawdown.</returns>
    public PathFan Fan(int sample)
    {
        double[][] bands = [.. BandProbabilities.Select(_ => new double[shown.Length + 1])];
        PartialOrder order = new(Paths);
        for (int i = 0; i < shown.Length; i++)
        {
            order.Take(record.AsSpan(i * stride, Paths));
            for (int band = 0; band < bands.Length; band++) bands[band][i + 1] = Exponent.MinusOne(order.Quantile(BandProbabilities[band]));
        }
        double[][] single = [.. Enumerable.Range(0, Math.Min(sample, Paths)).Select(path =>
            (double[])[0, .. Enumerable.Range(0, shown.Length).Select(i => Exponent.MinusOne(record[(i * stride) + path]))])];
        order.Take(falls.AsSpan(0, Paths));
        double[] depths = [.. falls.Take(Paths).Select(fall => -Exponent.MinusOne(-fall))];
        double mean = depths.Average(), squares = depths.Sum(depth => (depth - mean) * (depth - mean));
        double error = Paths > 1 ? Math.Sqrt(squares / (Paths - 1) / Paths) : double.NaN;
        return new(Paths, [0, .. shown], bands, single, mean, error, -Exponent.MinusOne(-order.Quantile(0.95)));
    }
}
