using System.Diagnostics;

namespace NeuralTrader.Benchmarks.Cluster;

/// <summary>Callers that each have one call in flight, again and again.</summary>
/// <param name="Rate">Calls a second.</param>
/// <param name="P50">Half of the calls took no longer, seconds.</param>
/// <param name="P99">All but one in a hundred took no longer, seconds.</param>
/// <param name="Worst">The slowest, seconds.</param>
/// <param name="Little">Callers divided by rate × mean time: 1 where every caller was served all the time; far from it, the figures are no good.</param>
/// <param name="Cpu">Processor time of this process for each call, seconds: what the figure costs, whoever else loads the machine.</param>
internal sealed record ClosedLoop(double Rate, double P50, double P99, double Worst, double Little, double Cpu)
{
    /// <summary>The best of three rounds, after one to warm up; the processor time is the least of any.</summary>
    /// <param name="callers">Calls in flight.</param>
    /// <param name="callsEach">Calls of each caller in a round.</param>
    /// <param name="call">One call; it is told the caller and a number that no other call has.</param>
    public static async Task<ClosedLoop> Best(int callers, int callsEach, Func<int, long, Task> call)
    {
        ClosedLoop? best = null;
        for (int round = 0; round <= 3; round++)
        {
            ClosedLoop one = await Round(callers, callsEach, (long)round << 40, call);
            if (round == 0) continue;
            double cpu = double.Min(one.Cpu, best?.Cpu ?? one.Cpu);
            best = (best is null || one.Rate > best.Rate ? one : best) with { Cpu = cpu };
        }
        return best!;
    }

    /// <summary>The figures in words.</summary>
    public string Told => FormattableString.Invariant(
        $"p50 {P50 * 1e3:0.00} ms, p99 {P99 * 1e3:0.00} ms, worst {Worst * 1e3:0.0} ms, Little's law {Little:0.00}, {Cpu * 1e6:0.0} µs of processor");

    private static async Task<ClosedLoop> Round(int callers, int callsEach, long first, Func<int, long, Task> call)
    {
        double[][] taken = new double[callers][];
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            double[] mine = taken[caller] = new double[callsEach];
            for (int i = 0; i < callsEach; i++)
            {
                long sent = Stopwatch.GetTimestamp();
                await Task.Yield(); // inside the time: a caller whose calls end at once would keep its thread from the others
                await call(caller, first + ((long)caller * callsEach) + i);
                mine[i] = Stopwatch.GetElapsedTime(sent).TotalSeconds;
            }
        })));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cpu = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        double[] all = [.. taken.SelectMany(mine => mine).Order()];
        double rate = all.Length / seconds;
        return new ClosedLoop(rate, all[all.Length / 2], all[(int)(all.Length * 0.99)], all[^1], callers / (rate * all.Average()), cpu / all.Length);
    }
}
