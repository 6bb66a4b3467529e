namespace NeuralTrader.Benchmarks.Cluster;

/// <summary>Answers and does nothing: what a call itself costs.</summary>
public interface IPingGrain : IGrainWithIntegerKey
{
    /// <summary>The number that it was given.</summary>
    ValueTask<int> Ping(int number);
}

/// <inheritdoc cref="IPingGrain"/>
public sealed class PingGrain : Grain, IPingGrain
{
    /// <inheritdoc/>
    public ValueTask<int> Ping(int number) => ValueTask.FromResult(number);
}
