using System.Diagnostics;
using NeuralTrader.Abstractions.Hosting;

namespace NeuralTrader.Grains.Placement;

/// <inheritdoc cref="ICapabilityGrain"/>
internal sealed class CapabilityGrain : Grain, ICapabilityGrain
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(30); // who has told nothing for so long is gone
    private readonly Dictionary<string, (bool HasCuda, long At)> told = [];

    /// <inheritdoc/>
    public Task<SiloCapabilities> Exchange(string silo, bool hasCuda)
    {
        told[silo] = (hasCuda, Stopwatch.GetTimestamp());
        return Hear();
    }

    /// <inheritdoc/>
    public Task<SiloCapabilities> Hear()
    {
        foreach (string gone in told.Where(one => Stopwatch.GetElapsedTime(one.Value.At) > Forgotten).Select(one => one.Key).ToArray()) told.Remove(gone);
        return Task.FromResult(new SiloCapabilities(told.ToDictionary(one => one.Key, one => one.Value.HasCuda)));
    }
}
