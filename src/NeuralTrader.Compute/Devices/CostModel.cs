using System.Diagnostics;

namespace NeuralTrader.Compute.Devices;

/// <summary>How long work of a kind takes: a fixed part, and a part per unit.</summary>
/// <param name="FixedSeconds">Launch, transfers, waiting: what no work costs.</param>
/// <param name="SecondsPerUnit">Per unit of work, such as a step of a path.</param>
public readonly record struct CostModel(double FixedSeconds, double SecondsPerUnit)
{
    private const int Rounds = 3;

    /// <summary>When it was measured, UTC.</summary>
    public DateTime MeasuredAt { get; init; }

    /// <summary>Seconds for so many units.</summary>
    public double Seconds(double work) => FixedSeconds + (SecondsPerUnit * work);

    /// <summary>The line through two measurements; neither part is below 0.</summary>
    public static CostModel Through(double lessWork, double lessSeconds, double moreWork, double moreSeconds)
    {
        double slope = Math.Max(0, (moreSeconds - lessSeconds) / (moreWork - lessWork));
        return new CostModel(Math.Max(0, lessSeconds - (slope * lessWork)), slope);
    }

    /// <summary>The least of a few runs, since everything that disturbs only adds.</summary>
    internal static double BestSeconds(Action work)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return best;
    }
}
