using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Abstractions.Placement;

namespace NeuralTrader.Grains.Markets;

/// <inheritdoc cref="IMarketMemoryGrain"/>
[OnNamedSilo]
internal sealed class MarketMemoryGrain(MarketMemory memory) : Grain, IMarketMemoryGrain
{
    /// <inheritdoc/>
    public Task Refresh(IReadOnlyList<string> symbols, CancellationToken cancellationToken) => memory.Refresh(symbols, cancellationToken);
}
