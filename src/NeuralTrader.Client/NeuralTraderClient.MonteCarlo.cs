using NeuralTrader.Abstractions.Risk;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>A Monte Carlo simulation of a price: moments, quantiles, value at risk, each with its standard error, and a fan for a chart.</summary>
    public Task<MonteCarloSimulationAnswer> MonteCarloSimulationAsync(MonteCarloSimulationRequest request, CancellationToken cancellationToken = default) =>
        Long(token => grains.GetGrain<IMonteCarloGrain>(Any).Simulate(request, token).Value(), cancellationToken);
}
