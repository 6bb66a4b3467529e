using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Risk;

/// <summary>Takes simulations of prices to where they are done soonest; it has no state of its own.</summary>
[Alias("grain.monte-carlo"), Repeatable, Needs(Role.ReadOnly)]
public interface IMonteCarloGrain : IGrainWithIntegerKey
{
    /// <summary>Simulates.</summary>
    [Alias("simulate"), ResponseTimeout("00:02:30")] Task<Answer<MonteCarloSimulationAnswer>> Simulate(MonteCarloSimulationRequest request, CancellationToken cancellationToken);
}
