using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>Simulates prices on a silo with a device, where there is one; the key is the number of the set of such silos.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // grains call it, applications do not
[Alias("grain.monte-carlo-worker"), Repeatable, MembersOnly]
public interface IMonteCarloWorkerGrain : IGrainWithIntegerKey
{
    /// <summary>Simulates.</summary>
    [Alias("simulate"), ResponseTimeout("00:02:30")]
    Task<Answer<MonteCarloSimulationAnswer>> Simulate(MonteCarloSimulationRequest request, CancellationToken cancellationToken);
}
