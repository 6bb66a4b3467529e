using NeuralTrader.Abstractions;
using NeuralTrader.Abstractions.Markets;

namespace NeuralTrader.Client;

public sealed partial class NeuralTraderClient
{
    /// <summary>What instruments and series are loaded.</summary>
    public Task<InstrumentList> ListInstrumentsAsync(ListInstrumentsRequest request, CancellationToken cancellationToken = default) =>
        Analysis.Instruments(request, cancellationToken);

    /// <summary>Stored bars, ticks, splits and dividends.</summary>
    public Task<MarketData> GetMarketDataAsync(GetMarketDataRequest request, CancellationToken cancellationToken = default) =>
        Analysis.MarketData(request, cancellationToken).Value();

    /// <summary>Brings market data in from a file, a folder, a provider or a generator.</summary>
    public Task<ImportAnswer> ImportMarketDataAsync(ImportMarketDataRequest request, CancellationToken cancellationToken = default) =>
        Named(grains.GetGrain<IMarketImportGrain>(0)).Import(request, cancellationToken).Value();

    /// <summary>Removes stored bars.</summary>
    public Task<DeleteAnswer> DeleteMarketDataAsync(DeleteMarketDataRequest request, CancellationToken cancellationToken = default) =>
        Named(grains.GetGrain<IMarketImportGrain>(0)).Delete(request, cancellationToken).Value();
}
