namespace NeuralTrader.Compute.Devices;

/// <summary>What a room has learnt of how long computations take, kind by kind. Not for several threads at once.</summary>
internal sealed class Pace
{
    private const double Memory = 0.7; // the last few computations of a kind count, those before hardly
    private const double Doubt = 0.02; // seconds: what takes less tells little of what takes long

    private readonly Dictionary<string, (double Thought, double Took)> seen = [];

    /// <summary>How long a computation will take.</summary>
    public double Seconds(Effort effort)
    {
        (double thought, double took) = seen.GetValueOrDefault(effort.Kind);
        return effort.Seconds * (took + Doubt) / (thought + Doubt);
    }

    /// <summary>Takes note of how long one took.</summary>
    public void Learn(Effort effort, double seconds)
    {
        (double thought, double took) = seen.GetValueOrDefault(effort.Kind);
        seen[effort.Kind] = ((Memory * thought) + effort.Seconds, (Memory * took) + seconds);
    }
}
