namespace NeuralTrader.Abstractions.Hosting;

/// <summary>Queues of this process that somebody may want to see. Whoever has some registers it; reading costs next to nothing.</summary>
public interface IQueueFigures
{
    /// <summary>How they stand now.</summary>
    IEnumerable<QueueLoad> Queues { get; }
}
