using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Trading;

/// <summary>Simulates trades; it has no state of its own.</summary>
[Alias("grain.trade-simulation"), Repeatable, Needs(Role.ReadOnly)]
public interface ITradeSimulationGrain : IGrainWithIntegerKey
{
    /// <summary>What a trade would have done.</summary>
    [Alias("simulate"), ResponseTimeout("00:02:30")]
    Task<Answer<SimulateTradeAnswer>> Simulate(SimulateTradeRequest request, CancellationToken cancellationToken);
}
