using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Grains.Placement;

namespace NeuralTrader.Grains.Markets;

/// <inheritdoc cref="IMarketMemoryGrain"/>
[OnNamedSilo]
internal sealed class MarketMemoryGrain(MarketLibrary library, MarketBoard board) : Grain, IMarketMemoryGrain
{
    /// <inheritdoc/>
    public async Task Refresh(IReadOnlyList<string> symbols, CancellationToken cancellationToken)
    {
        foreach (string symbol in symbols)
        {
            library.Forget(symbol);
            await board.Refresh(symbol, cancellationToken);
        }
    }
}
