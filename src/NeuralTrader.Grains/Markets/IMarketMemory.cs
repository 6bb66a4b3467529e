namespace NeuralTrader.Grains.Markets;

/// <summary>What is held of market data in memory, to be read again when what is stored has changed.</summary>
public interface IMarketMemory
{
    /// <summary>Reads these instruments again when they are next needed.</summary>
    Task Refresh(IReadOnlyList<string> symbols, CancellationToken cancellationToken);
}

/// <summary>The memory of this silo.</summary>
/// <param name="library">Bars by name.</param>
/// <param name="board">The newest prices.</param>
public sealed class MarketMemory(MarketLibrary library, MarketBoard board) : IMarketMemory
{
    /// <inheritdoc/>
    public async Task Refresh(IReadOnlyList<string> symbols, CancellationToken cancellationToken)
    {
        foreach (string symbol in symbols)
        {
            library.Forget(symbol);
            await board.Refresh(symbol, cancellationToken).ConfigureAwait(true);
        }
    }
}
