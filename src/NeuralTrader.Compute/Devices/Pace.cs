namespace NeuralTrader.Compute.Devices;

/// <summary>
/// What a room has learnt of how long computations take, kind by kind, and the short ones of a kind apart from the long: what a short one takes is
/// mostly the way to a thread and back. Not for several threads at once.
/// </summary>
internal sealed class Pace
{
    /// <summary>Seconds up to which a computation is short.</summary>
    public const double Short = 0.1;

    private const double Memory = 0.7; // the last few computations of a kind count, those before hardly
    private const double Doubt = 0.1; // seconds: what takes less tells little

    private readonly Dictionary<(string Kind, bool IsLong), (double Thought, double Took)> seen = [];

    /// <summary>How long a computation will take.</summary>
    /// <param name="effort">What was thought of it.</param>
    public double Seconds(Effort effort)
    {
        (double thought, double took) = seen.GetValueOrDefault(Class(effort));
        return effort.Seconds * (took + Doubt) / (thought + Doubt);
    }

    /// <summary>How long it will take at least, since another has taken so long already; 0 where that tells nothing.</summary>
    /// <param name="effort">What was thought of it.</param>
    /// <param name="other">What was thought of the other.</param>
    /// <param name="soFar">Seconds that the other has taken.</param>
    public static double AtLeast(Effort effort, Effort other, double soFar) =>
        Class(effort) == Class(other) ? effort.Seconds * (soFar + Doubt) / (other.Seconds + Doubt) : 0;

    /// <summary>Takes note of how long one took.</summary>
    public void Learn(Effort effort, double seconds)
    {
        (double thought, double took) = seen.GetValueOrDefault(Class(effort));
        seen[Class(effort)] = ((Memory * thought) + effort.Seconds, (Memory * took) + seconds);
    }

    private static (string Kind, bool IsLong) Class(Effort effort) => (effort.Kind, effort.Seconds > Short);
}
