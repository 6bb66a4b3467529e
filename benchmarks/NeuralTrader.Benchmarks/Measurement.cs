using System.Diagnostics;

namespace NeuralTrader.Benchmarks;

/// <summary>Repeated timings of one piece of work, after warm-up.</summary>
/// <param name="Best">Shortest, seconds.</param>
/// <param name="Median">Middle one, seconds.</param>
/// <param name="P95">Exceeded by one in twenty, seconds.</param>
/// <param name="AllocatedBytes">Per repetition, on the measuring thread.</param>
internal sealed record Measurement(double Best, double Median, double P95, long AllocatedBytes)
{
    /// <summary>Measures work until a time is spent and at least five repetitions are done.</summary>
    public static Measurement Of(Action work, TimeSpan spend)
    {
        long warmUntil = Stopwatch.GetTimestamp() + (long)(spend.TotalSeconds / 3 * Stopwatch.Frequency);
        do work();
        while (Stopwatch.GetTimestamp() < warmUntil);

        List<double> seconds = [];
        long before = GC.GetAllocatedBytesForCurrentThread();
        long until = Stopwatch.GetTimestamp() + (long)(spend.TotalSeconds * Stopwatch.Frequency);
        while (seconds.Count < 5 || Stopwatch.GetTimestamp() < until)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        long allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / seconds.Count;
        return Summary(seconds) with { AllocatedBytes = allocated };
    }

    /// <summary>The summary of timings taken elsewhere.</summary>
    public static Measurement Summary(List<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        return new Measurement(sorted[0], sorted[sorted.Length / 2], sorted[(int)Math.Min(sorted.Length - 1, Math.Ceiling(sorted.Length * 0.95) - 1)], 0);
    }
}
