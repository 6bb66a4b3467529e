using NeuralTrader.Abstractions.Security;

namespace NeuralTrader.Abstractions.Markets;

/// <summary>What one silo holds of market data in memory; the key is the silo's address.</summary>
[EditorBrowsable(EditorBrowsableState.Never)] // grains call it, applications do not
[Alias("grain.market-memory"), Repeatable, MembersOnly]
public interface IMarketMemoryGrain : IGrainWithStringKey
{
    /// <summary>Reads again, when they are next needed, instruments whose stored data have changed.</summary>
    [Alias("refresh")] Task Refresh(IReadOnlyList<string> symbols, CancellationToken cancellationToken);
}
