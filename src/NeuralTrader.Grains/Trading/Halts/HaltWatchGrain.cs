using NeuralTrader.Abstractions.Trading;
using NeuralTrader.Abstractions.Placement;
using Orleans.Concurrency;

namespace NeuralTrader.Grains.Trading.Halts;

/// <inheritdoc cref="IHaltWatchGrain"/>
[OnNamedSilo, Reentrant] // who waits for orders under way holds up nobody
internal sealed class HaltWatchGrain(TradingGate gate) : Grain, IHaltWatchGrain
{
    /// <inheritdoc/>
    public Task Know(long version, CancellationToken cancellationToken) => gate.Know(version, cancellationToken);
}
