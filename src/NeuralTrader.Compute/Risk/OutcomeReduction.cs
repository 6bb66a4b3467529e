using System.Diagnostics;

namespace NeuralTrader.Compute.Risk;

/// <summary>
/// Streams the ends of all paths into sums and counts on all cores: at most 1,024 blocks of consecutive paths, each added up in order by whoever
/// takes it, and merged in the order of their numbers. So neither the number of threads nor who is quicker changes a bit.
/// </summary>
internal static unsafe class OutcomeReduction
{
    private const int Chunk = 1024, MostBlocks = 1024;

    /// <summary>Below so many path-steps no thread is woken: about a millisecond.</summary>
    private const long WorkOfOneThread = 1_500_000;

    /// <summary>Paths of a block.</summary>
    public static int BlockSize(int paths) => (Math.Max(Chunk, (paths + MostBlocks - 1) / MostBlocks) + 7) & ~7; // sums go by eights

    /// <summary>Walks and reduces.</summary>
    /// <param name="runner">The model.</param>
    /// <param name="paths">How many paths.</param>
    /// <param name="steps">Steps of a path, to judge the work by.</param>
    /// <param name="unit">Classes and centre.</param>
    /// <param name="threads">At most so many threads.</param>
    /// <param name="figures">Makes the figures while sums and counts are at hand.</param>
    /// <param name="progress">Told the share done, from whichever thread did it.</param>
    /// <param name="cancellationToken">Stops every thread within a thousand paths.</param>
    /// <returns>The figures.</returns>
    public static SimulatedOutcomes Run(
        PathRunner runner,
        int paths,
        int steps,
        OutcomeUnit unit,
        int threads,
        Func<OutcomeSums[], OutcomeHistogram, SimulatedOutcomes> figures,
        Action<double>? progress,
        CancellationToken cancellationToken)
    {
        int size = BlockSize(paths);
        var sums = new OutcomeSums[(paths + size - 1) / size];
        int workers = (int)Math.Clamp((long)paths * steps / WorkOfOneThread, 1, Math.Min(threads, sums.Length));
        int taken = -1, done = 0;
        OutcomeHistogram Work()
        {
            OutcomeHistogram histogram = OutcomeHistogram.Rent();
            Span<float> ends = stackalloc float[Chunk + PathRunner.Overhang];
            for (int block = Interlocked.Increment(ref taken); block < sums.Length; block = Interlocked.Increment(ref taken))
            {
                int from = block * size, to = Math.Min(from + size, paths);
                for (int first = from; first < to; first += Chunk)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    int count = Math.Min(Chunk, to - first);
                    fixed (float* at = ends) runner.Ends((uint)first, count, at);
                    sums[block].Add(ends[..count], unit.Logarithmic, unit.PilotMean);
                    histogram.Add(ends[..count], unit.Centre, unit.PerScale);
                }
                progress?.Invoke((double)Interlocked.Increment(ref done) / sums.Length);
            }
            return histogram;
        }

        Task<OutcomeHistogram>[] others = [.. Enumerable.Range(1, workers - 1).Select(_ => Task.Run(Work, CancellationToken.None))];
        OutcomeHistogram all;
        try
        {
            all = Work();
        }
        finally
        {
            Task.WhenAll(others).ContinueWith(static _ => { }, TaskScheduler.Default).GetAwaiter().GetResult(); // nobody writes once we are gone
        }
        foreach (Task<OutcomeHistogram> other in others)
        {
            all.Add(other.Result);
            OutcomeHistogram.Return(other.Result);
        }
        SimulatedOutcomes outcome = figures(sums, all);
        OutcomeHistogram.Return(all);
        Debug.Assert(outcome.Paths == paths, "Every path is counted once.");
        return outcome;
    }
}
