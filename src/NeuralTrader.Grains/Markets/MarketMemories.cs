using NeuralTrader.Abstractions.Markets;
using NeuralTrader.Grains.Hosting;

namespace NeuralTrader.Grains.Markets;

/// <summary>
/// The memories of all silos: each answers from the new data before the caller hears that they are in. One that does not listen is dead, or is soon
/// declared to be; it reads what is stored when it starts again.
/// </summary>
/// <param name="grains">Finds the silos.</param>
/// <param name="manifest">Knows which of them hold grains.</param>
public sealed class MarketMemories(IGrainFactory grains, IClusterManifestProvider manifest) : IMarketMemory
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task Refresh(IReadOnlyList<string> symbols, CancellationToken cancellationToken)
    {
        SiloAddress[] silos = await grains.GrainSilos(manifest, cancellationToken);
        await Task.WhenAll(silos.Select(Tell));

        async Task Tell(SiloAddress silo)
        {
            try
            {
                await grains.GetGrain<IMarketMemoryGrain>(silo.ToParsableString()).Refresh(symbols, CancellationToken.None).WaitAsync(Patience, CancellationToken.None);
            }
            catch (Exception fault) when (fault is TimeoutException or OrleansException)
            {
                // the data are stored, whoever could not be told
            }
        }
    }
}
