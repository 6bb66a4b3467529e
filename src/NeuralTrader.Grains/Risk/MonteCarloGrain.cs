using NeuralTrader.Abstractions.Placement;
using NeuralTrader.Abstractions.Risk;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Risk;

/// <inheritdoc cref="IMonteCarloGrain"/>
[StatelessWorker(1), Reentrant] // on the silo that is asked: what it knows of devices names the worker and places it
public sealed class MonteCarloGrain(AcceleratorBoard board) : Grain, IMonteCarloGrain
{
    /// <inheritdoc/>
    public Task<Answer<MonteCarloSimulationAnswer>> Simulate(MonteCarloSimulationRequest request, CancellationToken cancellationToken) =>
        GrainFactory.GetGrain<IMonteCarloWorkerGrain>(board.Epoch).Simulate(request, cancellationToken);
}
