using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NeuralTrader.Domain.Tests;

/// <summary>How much longer a check works on a longer text, for proofs that it takes no more than linear time.</summary>
internal static partial class Growth
{
    private const int MostAttempts = 20; // the square is taken at every one of them; a busy machine or a collection of garbage spoils a few
    private const double Finest = 20e-6;
    private const int LinuxThreadClock = 3;

    /// <summary>The ratio of both works, the smallest of several measurements; measures no further once it is <paramref name="most"/> or less.</summary>
    public static double Ratio(Action small, Action large, double most)
    {
        small();
        double ratio = double.PositiveInfinity;
        for (int attempt = 0; attempt < MostAttempts && ratio > most; attempt++)
            ratio = Math.Min(ratio, Best(large) / Math.Max(Best(small), Finest));
        return ratio;
    }

    private static double Best(Action work)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < 3; i++)
        {
            double start = Seconds();
            work();
            best = Math.Min(best, Seconds() - start);
        }
        return best;
    }

    // What this thread has worked, where the system tells: the other tests, who take the cores in turn, do not count.
    private static double Seconds()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;
        Assert.Equal(0, ClockGetTime(LinuxThreadClock, out Time time));
        return time.Seconds + (time.Nanoseconds * 1e-9);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ClockGetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
